"""Netflix: the ratings of the personal data request.

Traps: stars run from -2 to 5, and those below 1 are none; thumbs are no stars, and have no score; a title may be a
film or a show, which the history beside it tells, or else nobody.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedRating
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload, unsupported, with_result
from watchkeeper.repositories.imports.adapters.readers.netflix_shows import known_shows, viewings_of
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import viewed_title
from watchkeeper.repositories.imports.adapters.reading.member_dates import dated_rows
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_RATED: Final = "eventutcts"
_THUMBS: Final = range(1, 4)


def ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    """Yield the ratings. A title is a show where the history has episodes of it; it is taken for a film otherwise."""
    shows = upload.once("netflix rated shows", lambda: _shows(upload))
    for row in dated_rows(part, upload, _RATED):
        rating = _rating(row)
        is_show = (row.text("titlename") or "").casefold() in shows
        record = ImportRecord(
            member=row.member,
            row=row.row,
            kind=RecordKind.RATING,
            title=row.text("titlename"),
            media_type=MediaType.SHOW if is_show else MediaType.MOVIE,
            rating=rating,
            status=WatchStatus.COMPLETED if rating is not None else None,
            is_status_implied=True,
        )
        profile = upload.options.profile
        is_other = profile is not None and row.text("profilename") != profile
        yield unsupported(record, "other_profile") if is_other else with_result(record, row)


def _shows(upload: Upload) -> frozenset[str]:
    known = known_shows(upload)
    viewed = (viewed_title(text, known) for text, _ in viewings_of(upload))
    return frozenset(one.title.casefold() for one in viewed if one.title and one.media_type is MediaType.SHOW)


def _rating(row: Fields) -> ImportedRating | None:
    """Return stars of five, or thumbs, which are kept without a score."""
    rated = row.when(_RATED, field="rated_on")
    if (row.text("ratingtype") or "").casefold().startswith("star") or row.text("thumbsvalue") is None:
        return row.rating("starvalue", scale=5, rated=rated)
    thumbs = row.whole("thumbsvalue", field="rating")
    if thumbs not in _THUMBS:
        row.warn("rating")
        return None
    return ImportedRating(value=str(thumbs), scale="thumbs", rated=rated)
