"""Seasons and episodes: in PostgreSQL, and from the services that know them.

- Read: `episode_postgres_adapter`, `episode_reference_postgres_adapter` (by season and number),
  `seen_episode_postgres_adapter`, `watched_episode_postgres_adapter`, `episode_set_statements` (many at once).
- Refreshed: `episode_refresh_postgres_adapter`, from `episodes_routed_adapter`, which asks `episodes_tmdb_adapter`,
  `episodes_anilist_adapter` or `episodes_tvmaze_adapter`; `episodes_timed_adapter` adds instants; `provided_values`
  cleans.
- Shown: `next_up_postgres_adapter`, `calendar_postgres_adapter`, `calendar_link_postgres_adapter`,
  `calendar_icalendar_adapter`.
"""
