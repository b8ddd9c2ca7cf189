"""Statements of text. A parameter has its type by its name, which means the same in all of them."""

from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Boolean, Date, DateTime, Integer, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from watchkeeper.foundation.postgres.statement import Statement, typed_text

_TIME: Final = DateTime(timezone=True)
_NAMES: Final = (
    (Uuid(), "after after_id episode_id id import_id into_id list_id operation_id other_id owner_id play_id"),
    (Uuid(), "resource_id server_id title_id user_id viewer_id webhook_id"),
    (ARRAY(Uuid()), "account_ids episode_ids excluded genre_ids ids matched_ids play_ids provided_ids row_ids"),
    (ARRAY(Uuid()), "title_ids user_ids"),
    (_TIME, "at before created_at due_before edited_at expires_at looked_before next_try_at played_at since"),
    (_TIME, "told_before told_until unchanged_since until updated_at"),
    (ARRAY(_TIME), "completed_ats edited_ats ends_sorted_at ends_until sorted_ats told_ats"),
    (Date(), "day earliest from_day latest to_day today"),
    (ARRAY(Date()), "first_days last_days"),
    (Integer(), "area close_to days first last_status limit most number of_seconds place runtime_to season seconds"),
    (Integer(), "seen viewing year"),
    (ARRAY(Integer()), "absolute_numbers member_rows name_places numbers places seasons stated_counts"),
    (BigInteger(), "max_entries max_items max_lists rank sequence"),
    (Numeric(), "mean"),
    (Text(), "added_warnings counts decision epoch item_key kind last_error mark media_type member milliseconds name"),
    (Text(), "note reason result series_key source source_key started_on state time_zone zone"),
    (ARRAY(Text()), "candidates content decisions effects ends events external_ids images item_keys kinds media_types"),
    (ARRAY(Text()), "members name_keys name_media names payloads play_keys precisions reasons records results"),
    (ARRAY(Text()), "source_keys sources starts states statuses tag_keys warnings watched_ons works"),
    (Boolean(), "decided moves_status with_specials"),
    (ARRAY(Boolean()), "are_present set_ends set_starts"),
    (LargeBinary(), "message_hash progress_key work_key"),
    (ARRAY(LargeBinary()), "work_keys"),
    (JSONB(), "event resources"),
)
_TYPES: Final[dict[str, Any]] = {name: kind for kind, names in _NAMES for name in names.split()}


def text_statement(sql: str, **types: Any) -> Statement:  # noqa: ANN401 - types of SQLAlchemy
    """Return a statement with parameters such as `:user_id`; `types` are of those that are another type here."""
    return Statement(typed_text(sql, _TYPES | types))
