"""Media servers and webhooks.

- Messages of players: `player_event_reader` recognizes them; `plex_events`, `jellyfin_events`, `emby_events` and
  `kodi_events` read each kind, with `event_members`; `media_server_event_postgres_adapter` queues them
  (`event_statements`), `played_item_postgres_adapter` finds what they are about, `position_postgres_adapter` stores
  where one stopped.
- Outgoing webhooks: `webhook_postgres_adapter` (settings), `webhook_notice_postgres_adapter` (what is to be sent),
  `webhook_delivery_postgres_adapter` (how sending went), `http_webhook_sender`.
"""
