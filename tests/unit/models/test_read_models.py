"""Finished rows are written byte by byte as their output models write them, which the OpenAPI document shows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from asyncpg.pgproto import pgproto
from msgspec import Raw
from msgspec.structs import replace
from pydantic import TypeAdapter
from starlette.requests import Request

from watchkeeper.foundation.core.dtos import Output
from watchkeeper.foundation.core.pagination import Page
from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.foundation.http.responses import PageOutput, json_response, page_response
from watchkeeper.models.dtos.catalogue.title_dtos import TitleOutput
from watchkeeper.models.dtos.feedback.rating_dtos import RatingOutput
from watchkeeper.models.dtos.feedback.review_dtos import ReviewOutput
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayOutput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput
from watchkeeper.models.types.catalogue.title import ViewedWholeTitle
from watchkeeper.models.types.catalogue.title_summary import TitleSummary
from watchkeeper.models.types.feedback.rating import RatedTitle, Rating
from watchkeeper.models.types.feedback.review import Author, Review
from watchkeeper.models.types.watchlist.play import Play, PlayedEpisode
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchEntryTitle

ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
DRIVERS_ID = pgproto.UUID(ID)
WHOLE = datetime(2026, 1, 31, 12, 34, 56, tzinfo=UTC)
STAMPS = (DRIVERS_ID, WHOLE, WHOLE.replace(microsecond=120))
TITLE = (DRIVERS_ID, "movie", "Amélie “quoted” \\ \u2028", date(2001, 4, 25), "https://images.example.com/a.jpg", 4.0)
BARE_TITLE = (UUID(ID), "show", "A", None, None, None)
GENRES = Raw(f'[{{"id":"{ID}","name":"Com\u00e9die"}}]')
LISTED_TITLE = (*TITLE[:4], "day", 122, TITLE[4], GENRES, Raw(b'{"tmdb":"194"}'), 4.0, 3)
BARE_LISTED_TITLE = (*BARE_TITLE[:4], "day", None, None, Raw(b"[]"), Raw(b"{}"), None, 0)
EVERY_SIGN = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
MOMENTS = (
    datetime(1, 1, 1, tzinfo=UTC),
    WHOLE,
    WHOLE.replace(microsecond=1),
    WHOLE.replace(microsecond=500_000),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC),
)
VALUES: dict[str, Any] = {
    "signs": EVERY_SIGN,
    "times": MOMENTS,
    "numbers": [cents / 100 for cents in range(1001)],
    "no_content": None,
    "truth": True,
    "object": {"é": "ü"},
}
PROGRESS = Raw(
    b'{"viewing":2,"is_rewatch":true,"seen":7,"stated":null,"aired":null,"total":null,"state":"unknown",'
    b'"next_episode":null,"last_episode":null,"skipped":null,"unseen_specials":null}'
)
ROWS: list[tuple[StampedReadModel, type[Output]]] = [
    (
        WatchEntry(
            *STAMPS,
            DRIVERS_ID,
            "completed",
            "Two\nlines",
            WHOLE,
            WHOLE,
            "play",
            ["calendar"],
            True,
            Raw(msgspec.json.encode([{"id": ID, "name": "Alone"}])),
            2,
            "2019",
            "year",
            "2026-01-31",
            "day",
            3,
            "2026-01-31T20:15:00Z",
            "instant",
            PROGRESS,
            WatchEntryTitle(*LISTED_TITLE),
            4.5,
        ),
        WatchEntryOutput,
    ),
    (
        WatchEntry(
            *STAMPS,
            UUID(ID),
            "planned",
            None,
            None,
            WHOLE,
            "person",
            [],
            False,
            Raw(b"[]"),
            1,
            None,
            "unknown",
            None,
            "unknown",
            0,
            None,
            "unknown",
            None,
            WatchEntryTitle(*BARE_LISTED_TITLE),
            None,
        ),
        WatchEntryOutput,
    ),
    (
        Play(
            *STAMPS,
            TitleSummary(*TITLE[:5]),
            PlayedEpisode(None, 1, 2, None, "regular", None, None),
            2,
            "2026-01",
            "month",
            None,
            4.5,
            "9",
            "1-10",
            "In 70 mm.",
            "Rialto",
            Raw(msgspec.json.encode([{"id": ID, "name": "Alone"}])),
            "trakt",
            "17",
        ),
        PlayOutput,
    ),
    (
        Play(
            *STAMPS,
            TitleSummary(*BARE_TITLE[:5]),
            None,
            1,
            None,
            "unknown",
            date(2026, 1, 31),
            None,
            None,
            None,
            None,
            None,
            Raw(b"[]"),
            None,
            None,
        ),
        PlayOutput,
    ),
    (Rating(*STAMPS, 1.0, RatedTitle(*TITLE), "8", "1-10"), RatingOutput),
    (Rating(*STAMPS, 3.5, RatedTitle(*BARE_TITLE), None, None), RatingOutput),
    (Review(*STAMPS, DRIVERS_ID, Author(DRIVERS_ID, "émile"), 5.0, "Two\nlines", True, True), ReviewOutput),
    (Review(*STAMPS, DRIVERS_ID, Author(UUID(ID), "a"), None, "🎬", False, False), ReviewOutput),
]


class Value(ReadModel, frozen=True, gc=False):
    value: Any


def kinds_of(kind: type[ReadModel] = ReadModel) -> Iterator[type[ReadModel]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def output_of(row: StampedReadModel, output: type[Output]) -> Output:
    """Return the output for a row; JSON that the row passes on is read for it."""
    tags: Any
    if isinstance(row, WatchEntry):
        json = {"genres": row.title.genres, "external_ids": row.title.external_ids}
        read: Any = {name: msgspec.json.decode(text) for name, text in json.items()}
        tags = msgspec.json.decode(row.tags)
        progress: Any = None if row.progress is None else msgspec.json.decode(row.progress)
        row = replace(row, tags=tags, title=replace(row.title, **read), progress=progress)
    elif isinstance(row, Play):
        tags = msgspec.json.decode(row.tags)
        row = replace(row, tags=tags)
    return output.of(row)


@pytest.mark.parametrize(("row", "output"), ROWS)
def test_row_is_written_as_its_output_is(row: StampedReadModel, output: type[Output]) -> None:
    assert json_response(row, {}).body == output_of(row, output).model_dump_json().encode()


@pytest.mark.parametrize(("row", "output"), ROWS)
@pytest.mark.parametrize("total", [None, 2])
def test_page_of_rows_is_written_as_the_page_of_its_outputs_is(
    row: StampedReadModel, output: type[Output], total: int | None
) -> None:
    request = Request({"type": "http", "path": "/", "query_string": b"", "app": _Application()})
    members: dict[str, Any] = {"items": [output_of(row, output)] * 2, "next_cursor": None} | (
        {} if total is None else {"total": total}
    )
    page = PageOutput[output].model_construct(**members)  # type: ignore[valid-type]
    written = page_response(Page([row, row], None, total), request, {}).body
    assert written == page.model_dump_json(exclude_unset=True).encode()


@pytest.mark.parametrize(
    ("row", "output"),
    [(WatchEntry, WatchEntryOutput), (Rating, RatingOutput), (Review, ReviewOutput), (ViewedWholeTitle, TitleOutput)],
)
def test_row_has_the_members_of_its_output_in_order(row: type[ReadModel], output: type[Output]) -> None:
    assert list(row.__struct_fields__) == list(output.model_fields)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_value_is_written_as_pydantic_writes_it(value: Any) -> None:
    assert json_response(Value(value), {}).body == b'{"value":%s}' % TypeAdapter(Any).dump_json(value)


def test_no_row_is_looked_at_by_the_garbage_collector() -> None:
    assert [kind.__name__ for kind in kinds_of() if kind.__struct_config__.gc] == []


class _Application:
    state: Any = None

    def __init__(self) -> None:
        self.state = self
        self.cursors = None
