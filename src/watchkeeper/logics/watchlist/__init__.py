"""What people plan and watch: entries, plays, viewings, tags and marks.

- Entries: `watchlist_logic` (one), `watchlist_bulk_logic` (many); `entry_changes` makes them from requests,
  `entry_viewings` stores what a request says of the viewing.
- Plays: `play_logic` (one), which tries `play_attempt` first (nothing is locked); `play_entities` makes rows;
  `play_bulk_logic` (many) over `play_items`, `play_batch`, `batch_titles`; `play_writing` writes sets of plays for
  bulk, imports and undo; `play_changes`, `watched_on`, `whole_title`, `episode_finding` read requests.
- Rules: `play_rules` (plays move a status; docs/plays.md), `title_statuses` (of a title in memory).
- Tags and marks: `tag_logic`, `request_tags`, `mark_logic`. Checks: `viewing_count_logic`.
"""
