"""The catalogue in PostgreSQL.

- Titles: `title_postgres_adapter` with `title_mapper` (columns to members), `title_airing` (what a title shows of its
  episodes), `title_conflicts`, `title_use`; many at once: `title_bulk_postgres_adapter`; personal ones:
  `personal_title_postgres_adapter`; ids of other services: `external_title_postgres_adapter`.
- Search: `title_search_statements` and `title_relevance` (pages by relevance), `title_facet_statements` (numbers by
  genre, platform …), `search_spelling_statements` (typing errors).
- Merging: `title_merge_postgres_adapter` runs `title_merge_statements`, `title_merge_episodes`, `title_merge_lists`,
  `title_merge_plays` in this order.
- Genres and platforms: `lookup_postgres_adapter` with `lookup_search`, `lookup_get_or_create`, `lookup_conflicts`.
- Files of `load-catalogue`: read by `catalogue_file_reader`, `catalogue_csv`, `catalogue_json_lines`,
  `catalogue_columns`; written by `catalogue_load_postgres_adapter` with `catalogue_load_matching`, then
  `catalogue_load_applying`.
"""
