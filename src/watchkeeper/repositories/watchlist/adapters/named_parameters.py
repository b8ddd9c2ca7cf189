"""Statements about plays as text, whose parameters have their types by their names."""

from functools import partial
from typing import Any

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, String, Text, Uuid

from watchkeeper.foundation.postgres.statement import text_statement

_TIME = DateTime(timezone=True)
_TYPES: dict[str, Any] = {
    "user_id": Uuid(),
    "id": Uuid(),
    "title_id": Uuid(),
    "episode_id": Uuid(),
    "season": Integer(),
    "number": Integer(),
    "viewing": Integer(),
    "at": _TIME,
    "source": String(),
    "source_key": String(),
    "started_on": String(),
    **{name: ARRAY(Text()) for name in ("starts", "ends")},
    **{name: ARRAY(_TIME) for name in ("ends_sorted_at", "ends_until")},
    **{name: ARRAY(Boolean()) for name in ("set_starts", "set_ends")},
    "user_ids": ARRAY(Uuid()),
    "title_ids": ARRAY(Uuid()),
    "ids": ARRAY(Uuid()),
    "sources": ARRAY(Text()),
    "source_keys": ARRAY(Text()),
    "tag_keys": ARRAY(Text()),
    "numbers": ARRAY(Integer()),
    "close_to": Integer(),
}


named = partial(text_statement, types=_TYPES)


CURRENT_VIEWING = """
LEFT JOIN LATERAL (
    SELECT * FROM viewings WHERE viewings.user_id = :user_id AND viewings.title_id = {title}.id
    ORDER BY number DESC LIMIT 1
) AS viewing ON true
"""
"""The current viewing of a title, as `viewing`."""
