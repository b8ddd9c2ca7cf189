"""Statements of imports as text, whose parameters have their types by their names."""

from functools import partial
from typing import Any, Final

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, LargeBinary, Text, Uuid

from watchkeeper.foundation.postgres.statement import text_statement

_TIME: Final = DateTime(timezone=True)
_TYPES: Final[dict[str, Any]] = {
    **dict.fromkeys(("user_id", "import_id", "operation_id", "list_id", "title_id"), Uuid()),
    **dict.fromkeys(("title_ids", "provided_ids", "row_ids", "ids"), ARRAY(Uuid())),
    **dict.fromkeys(("places", "name_places", "numbers", "stated_counts"), ARRAY(Integer())),
    **dict.fromkeys(("sources", "media_types", "external_ids", "names", "name_media", "name_keys"), ARRAY(Text())),
    **dict.fromkeys(("ends", "play_keys", "source_keys", "results"), ARRAY(Text())),
    **dict.fromkeys(("ends_sorted_at", "ends_until", "completed_ats", "told_ats", "edited_ats"), ARRAY(_TIME)),
    **dict.fromkeys(("decision", "member"), Text()),
    **dict.fromkeys(("starts", "states"), ARRAY(Text())),
    "decided": Boolean(),
    "counts": Text(),
    "added_warnings": Text(),
    **dict.fromkeys(("number", "place", "limit"), Integer()),
    "are_present": ARRAY(Boolean()),
    "work_keys": ARRAY(LargeBinary()),
    "at": _TIME,
}


named = partial(text_statement, types=_TYPES)
"""Returns a statement with parameters such as `:user_id`."""
