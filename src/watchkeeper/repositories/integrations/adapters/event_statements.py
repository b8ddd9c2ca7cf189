"""Statements of the messages of media servers."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement

ADD: Final = text_statement(
    """
    INSERT INTO media_server_events AS stored (user_id, id, server_id, event, item_key, series_key, progress_key,
        message_hash, result, reason, play_ids, created_at, updated_at)
    VALUES (:user_id, :id, :server_id, :event, :item_key, :series_key, :progress_key,
        :message_hash, :result, :reason, :play_ids, :created_at, :updated_at)
    ON CONFLICT (user_id, server_id, progress_key) DO UPDATE
    SET event = excluded.event, message_hash = excluded.message_hash, result = excluded.result, reason = NULL,
        claimed_until = NULL, updated_at = greatest(excluded.updated_at, stored.updated_at + interval '1 microsecond')
    """
)
NOTE: Final = text_statement(
    """
    UPDATE media_servers SET last_event_at = :at, last_error = coalesce(:reason, last_error)
    WHERE user_id = :user_id AND id = :server_id
    """
)
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT user_id, id FROM media_server_events
        WHERE (claimed_until IS NULL OR claimed_until < :at) AND {which}
        ORDER BY created_at, id LIMIT {most} FOR UPDATE SKIP LOCKED
    )
    UPDATE media_server_events AS event SET claimed_until = :until
    FROM due, media_servers AS server, users
    WHERE event.user_id = due.user_id AND event.id = due.id
      AND server.user_id = event.user_id AND server.id = event.server_id AND users.id = event.user_id
    RETURNING event.user_id, event.server_id, event.id, event.event, event.created_at, server.kind, server.people_map,
        server.min_percent, server.count_manual_marks, server.follow_unmarks, users.role, users.time_zone
"""
CLAIM: Final = text_statement(_CLAIM.format(which="result = 'queued'", most=":most"))
CLAIM_UNMATCHED: Final = text_statement(
    _CLAIM.format(which="user_id = :user_id AND server_id = :server_id AND id = :id AND result = 'unmatched'", most="1")
)
IS_REPEATED: Final = text_statement(
    """
    SELECT EXISTS (
        SELECT 1 FROM media_server_events AS other
        JOIN media_server_events AS this ON this.user_id = other.user_id AND this.id = :id
        WHERE other.user_id = :user_id AND other.server_id = :server_id AND other.message_hash = this.message_hash
          AND (other.created_at, other.id) < (this.created_at, this.id) AND other.created_at > :since
    )
    """
)
HAS_TIME: Final = text_statement(
    """
    SELECT event ? 'at' AS tells_time FROM media_server_events
    WHERE user_id = :user_id AND server_id = :server_id AND id <> :id AND play_ids @> ARRAY[:play_id]
      AND result = 'play'
    ORDER BY created_at LIMIT 1
    """
)
PLAYS_OF: Final = text_statement(
    """
    SELECT DISTINCT plays.id FROM media_server_events AS event
    JOIN plays ON plays.user_id = event.user_id AND plays.id = ANY (event.play_ids)
    WHERE event.user_id = :user_id AND event.server_id = :server_id AND event.item_key = :item_key
      AND event.result = 'play'
    ORDER BY plays.id
    """
)
FINISH: Final = text_statement(
    """
    UPDATE media_server_events
    SET result = :result, reason = :reason, play_ids = :play_ids, claimed_until = NULL,
        updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND id = :id AND event = :event
    """
)
FIND_ITEM: Final = text_statement(
    """
    SELECT title_id, season, number FROM media_server_items
    WHERE user_id = :user_id AND server_id = :server_id AND item_key = ANY (:item_keys)
    ORDER BY array_position(:item_keys, item_key) LIMIT 1
    """
)
REMEMBER_ITEM: Final = text_statement(
    """
    INSERT INTO media_server_items (user_id, server_id, item_key, title_id, season, number, created_at)
    VALUES (:user_id, :server_id, :item_key, :title_id, :season, :number, :at)
    ON CONFLICT (user_id, server_id, item_key) DO UPDATE
    SET title_id = excluded.title_id, season = excluded.season, number = excluded.number
    """
)
QUEUE_AGAIN: Final = text_statement(
    """
    UPDATE media_server_events
    SET result = 'queued', reason = NULL, updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND server_id = :server_id AND result = 'unmatched'
      AND (item_key = :item_key OR series_key = :item_key)
    """
)
DELETE_OLD: Final = text_statement(
    """
    WITH old AS MATERIALIZED (
        SELECT user_id, id FROM media_server_events WHERE created_at < :before ORDER BY created_at LIMIT :limit
    )
    DELETE FROM media_server_events AS event USING old WHERE event.user_id = old.user_id AND event.id = old.id
    """
)
