"""Statements of webhooks."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement

FIND_NEXT: Final = text_statement(
    """
    SELECT webhook.user_id, webhook.id, webhook.events, webhook.epoch, webhook.sequence, webhook.area,
        webhook.resource_id, webhook.told_until, users.time_zone
    FROM webhooks AS webhook
    JOIN users ON users.id = webhook.user_id
    LEFT JOIN change_heads AS head ON head.user_id = webhook.user_id
    WHERE webhook.is_active AND users.is_active
      AND (webhook.told_until < :looked_before OR head.sequence > coalesce(webhook.sequence, 0))
    ORDER BY webhook.told_until LIMIT 1
    """
)
AIRED: Final = text_statement(
    """
    SELECT id, at, data FROM (
        SELECT episode.id,
            coalesce(episode.airs_at, (episode.air_date + 1)::timestamp AT TIME ZONE :time_zone) AS at,
            json_build_object('id', episode.id, 'title_id', episode.title_id, 'season', episode.season,
                'number', episode.number, 'title', episode.title, 'air_date', episode.air_date)::text AS data
        FROM watch_entries AS entry JOIN episodes AS episode ON episode.title_id = entry.title_id
        WHERE entry.user_id = :user_id AND entry.status IN ('watching', 'planned') AND episode.state = 'current'
          AND episode.airs_on BETWEEN (:since)::date - 2 AND (:until)::date + 1
    ) AS shown
    WHERE at > :since AND at <= :until ORDER BY at, id
    """
)
FINISHED_IMPORTS: Final = text_statement(
    """
    SELECT id, updated_at AS at, json_build_object('id', id, 'state', state, 'source', source)::text AS data
    FROM imports
    WHERE user_id = :user_id AND state IN ('committed', 'rolled_back', 'failed')
      AND updated_at > :since AND updated_at <= :until
    ORDER BY updated_at, id
    """
)
ADVANCE: Final = text_statement(
    """
    UPDATE webhooks
    SET epoch = :epoch, sequence = :sequence, area = :area, resource_id = :resource_id, told_until = :told_until
    WHERE user_id = :user_id AND id = :webhook_id AND told_until = :told_before
    """
)
ADD_DELIVERIES: Final = text_statement(
    """
    INSERT INTO webhook_deliveries
        (user_id, id, webhook_id, event, payload, state, tries, next_try_at, created_at, updated_at)
    SELECT :user_id, id, :webhook_id, event, payload, 'waiting', 0, :at, :at, :at
    FROM unnest(:ids, :events, :payloads) AS sent (id, event, payload)
    ON CONFLICT (user_id, id) DO NOTHING
    """
)
CLAIM: Final = text_statement(
    """
    WITH due AS MATERIALIZED (
        SELECT user_id, id FROM webhook_deliveries WHERE state = 'waiting' AND next_try_at <= :at
        ORDER BY next_try_at LIMIT :most FOR UPDATE SKIP LOCKED
    )
    UPDATE webhook_deliveries AS delivery SET next_try_at = :until
    FROM due, webhooks AS webhook
    WHERE delivery.user_id = due.user_id AND delivery.id = due.id
      AND webhook.user_id = delivery.user_id AND webhook.id = delivery.webhook_id
    RETURNING delivery.user_id, delivery.webhook_id, delivery.id, delivery.payload, delivery.tries, webhook.url,
        webhook.salt, webhook.failing_since,
        CASE WHEN webhook.previous_until > :at THEN webhook.previous_salt END AS previous_salt
    """
)
FINISH: Final = text_statement(
    """
    UPDATE webhook_deliveries
    SET state = :state, tries = tries + 1, next_try_at = :next_try_at, last_status = :last_status,
        last_error = :last_error, delivered_at = CASE WHEN :state = 'delivered' THEN :at END,
        updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND id = :id AND state = 'waiting'
    """
)
NOTE_SUCCESS: Final = text_statement(
    """
    UPDATE webhooks SET failing_since = NULL
    WHERE user_id = :user_id AND id = :webhook_id AND failing_since IS NOT NULL
    """
)
NOTE_FAILURE: Final = text_statement(
    """
    UPDATE webhooks SET failing_since = :at
    WHERE user_id = :user_id AND id = :webhook_id AND failing_since IS NULL
    """
)
DISABLE: Final = text_statement(
    """
    UPDATE webhooks
    SET is_active = false, disabled_reason = :reason,
        updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND id = :webhook_id
    """
)
GIVE_UP: Final = text_statement(
    """
    UPDATE webhook_deliveries
    SET state = 'failed', next_try_at = NULL, updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND webhook_id = :webhook_id AND state = 'waiting'
    """
)
SEND_AGAIN: Final = text_statement(
    """
    UPDATE webhook_deliveries
    SET state = 'waiting', tries = 0, next_try_at = :at, delivered_at = NULL,
        updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND webhook_id = :webhook_id AND id = :id
    """
)
DELETE_OLD: Final = text_statement(
    """
    WITH old AS MATERIALIZED (
        SELECT user_id, id FROM webhook_deliveries WHERE created_at < :before ORDER BY created_at LIMIT :limit
    )
    DELETE FROM webhook_deliveries AS delivery USING old
    WHERE delivery.user_id = old.user_id AND delivery.id = old.id
    """
)
