"""TV Time: the five shapes in which people have their history since the service closed.

Traps: the members of the older tables repeat those of the newer; a list of failures beside the history tells that the
rescue was not complete, and archives with estimated progress have plays that nobody watched.
"""

import re
from collections.abc import Sequence
from typing import Final

from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.repositories.imports.adapters.readers import (
    tvtime_export_reader,
    tvtime_list_reader,
    tvtime_privacy_reader,
)
from watchkeeper.repositories.imports.adapters.readers.history_source import HistorySource, Part, PartReader
from watchkeeper.repositories.imports.adapters.readers.tvtime_privacy_reader import newer_episodes, older_episodes
from watchkeeper.repositories.imports.adapters.readers.tvtime_rows import DATES
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape

_FAILED: Final = re.compile(r"tvtime-failed[^/]*$", re.IGNORECASE)
_ESTIMATED: Final = re.compile(r"estimated", re.IGNORECASE)


def recognize(shape: Shape) -> PartReader | None:
    readers = (tvtime_privacy_reader, tvtime_export_reader, tvtime_list_reader)
    return next((read for reader in readers if (read := reader.recognize(shape)) is not None), None)


def arrange(parts: Sequence[Part]) -> Sequence[Part]:
    """Leave the older tables of episodes out where the newer one has them."""
    has_newer = any(part.read is newer_episodes and "epno" in part.shape.columns for part in parts)
    return [part.left_out("repeated") if has_newer and part.read is older_episodes else part for part in parts]


SOURCE: Final = HistorySource(
    name=ImportSource.TVTIME,
    recognize=recognize,
    arrange=arrange,
    examine=date_questions(*DATES),
    signs=(
        (_FAILED, "export_incomplete", "The rescue tool could not fetch everything; its list of failures is not read."),
        (_ESTIMATED, "estimated_plays", "The rescue tool made up plays from how far you were."),
    ),
)
