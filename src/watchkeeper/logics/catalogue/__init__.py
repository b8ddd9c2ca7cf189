"""The catalogue: titles, genres and platforms.

- Titles: `title_logic` (one), `title_bulk_logic` (many), `title_changes`, `external_ids`, `personal_titles`.
- Merging: `title_merge_logic`; `merged_titles` follows old ids.
- Genres and platforms: `lookup_logic`, `lookups`, `genre_bulk_logic`.
- Files: `catalogue_load_logic`, `catalogue_rows`.
"""
