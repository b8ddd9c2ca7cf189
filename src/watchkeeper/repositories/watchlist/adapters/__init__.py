"""Watch entries, plays, viewings, tags and marks in PostgreSQL. `<noun>_statements` has the SQL of
`<noun>_postgres_adapter`.

- Entries: `watch_entry_postgres_adapter` (one, and the list in `watchlist_statements`),
  `watch_entry_bulk_postgres_adapter`; `viewing_columns` selects the current viewing with its progress; `entry_quota`
  and `entry_room` bound their number.
- Plays: `play_postgres_adapter` (one), `play_set_postgres_adapter` (many), `play_context_postgres_adapter` (all that
  decides about a new play, in one statement, and `first_play_statements`, which makes the entry too).
- The state of a person with a title: `watching_postgres_adapter` locks, reads and writes it, `status_values` converts
  it.
- Viewings: `viewing_statements`; `viewing_count_postgres_adapter` compares stored numbers with the plays.
- Tags: `tag_postgres_adapter`, `tag_conditions`. Marks: `mark_postgres_adapter`.
- Shared: `locked_row_reading` (rows locked for a batch), `current_viewing` (a join).
"""
