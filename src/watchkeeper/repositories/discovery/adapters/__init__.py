"""Metadata of other services, and what the catalogue stores of them.

- Providers: `metadata_routed_adapter` asks `metadata_tmdb_adapter`, `metadata_anilist_adapter` or
  `metadata_consumet_adapter`; `tmdb_mapper`, `anilist_mapper`, `consumet_mapper` and `page_mapper` convert responses,
  `metadata_cleaning` makes values fit; `tmdb_parameters`, `tmdb_tokens` and `anilist_queries` make requests;
  `provider_cache_policies`, `provider_errors`.
- Favourites at TMDb: `favorite_tmdb_adapter`, `shared_favorites_postgres_adapter`.
- PostgreSQL: `known_title_postgres_adapter` and `title_location_postgres_adapter` find titles by their ids,
  `due_title_postgres_adapter` those whose metadata is due.
"""
