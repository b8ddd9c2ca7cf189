"""What is exported is read back as it was, by the readers of the same forms."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.export_fakes import AccountInMemory
from tests.unit.imports.reading import read
from watchkeeper.logics.exports.export_logic import ExportLogic
from watchkeeper.models.types.exports.export import (
    ExportedEntry,
    ExportedItem,
    ExportedList,
    ExportedMark,
    ExportedPlay,
    ExportedRating,
    ExportedReview,
    ExportedScore,
    ExportedTitle,
    ExportedViewing,
    ExportFormat,
)
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30).map(
    str.strip
)
NAMES = st.one_of(TEXTS, TEXTS.map("'=".__add__), st.sampled_from(["=1+1", "-x", "it's-a", "''@", "]]>&amp;"])).filter(
    bool
)
NOTES = st.none() | st.lists(NAMES, min_size=1, max_size=3).map("\n".join)
WHENS = st.sampled_from([None, "1970-01-01", "2024-02-29", "2024-02", "2024", "2024-03-01T20:15:00Z"])


def score_of(halves: int, scale: int | None) -> ExportedScore:
    """Return a score, with the value that it had on another scale."""
    if scale is None:
        return ExportedScore(halves / 2, None, None, AT)
    return ExportedScore(halves / 2, str(halves * scale // 10), str(scale), AT)


SCORES = st.builds(score_of, st.integers(2, 10), st.sampled_from([None, 10, 100]))


def titles_of(*media_types: str) -> st.SearchStrategy[list[ExportedTitle]]:
    ids = st.fixed_dictionaries({}, optional={"imdb": st.sampled_from(["tt0113277", "tt12345678"])})
    title = st.builds(
        ExportedTitle, st.uuids(), st.sampled_from(media_types), NAMES, st.none() | st.integers(1900, 2030), ids
    )
    return st.lists(title, min_size=1, max_size=4, unique_by=lambda one: one.id)


def play(title: ExportedTitle, **says: Any) -> ExportedPlay:
    known: dict[str, Any] = dict.fromkeys(
        ("season", "number", "episode_title", "watched_on", "day", "note", "place", "score", "rating", "review")
    )
    known |= {"key": str(title.id), "episode_ids": {}, "viewing": 1, "is_rewatch": False, "tags": []}
    return ExportedPlay(title=title, **(known | says))


def entry(title: ExportedTitle, status: str = "planned", **says: Any) -> ExportedEntry:
    known: dict[str, Any] = {"notes": None, "hidden_from": [], "include_specials": False, "tags": [], "added_at": AT}
    known |= {"viewings": [], "plays_count": 0, "whole_plays": 0, "rating": None, "review": None}
    return ExportedEntry(title=title, status=status, **(known | says))


def exported(account: AccountInMemory, form: ExportFormat) -> bytes:
    async def whole() -> bytes:
        export = await ExportLogic(exports=account).export(UUID(int=1), form)
        return b"".join([block async for block in export.blocks])

    return asyncio.run(whole())


def read_back(account: AccountInMemory, form: ExportFormat, source: ImportSource) -> list[ImportRecord]:
    history, records = read(exported(account, form), str(form))
    assert history.source is source
    assert [record for record in records if record.result is not RecordResult.READY or record.warnings] == []
    return records


def of_member(records: Sequence[ImportRecord], name: str) -> list[ImportRecord]:
    return [record for record in records if record.member == name]


@settings(max_examples=20, deadline=None)
@given(data=st.data(), titles=titles_of("movie", "show", "anime"))
def test_own_archive_is_read_back_equal(data: st.DataObject, titles: list[ExportedTitle]) -> None:
    tags = st.lists(NAMES, max_size=3, unique=True)
    viewing = ExportedViewing(1, "current", "2024-02", True, "2024-03-01", False, 7, 0)
    account = AccountInMemory(
        title_rows=titles,
        entry_rows=[
            entry(
                title,
                data.draw(st.sampled_from([*WatchStatus])).value,
                notes=data.draw(NOTES),
                hidden_from=data.draw(st.sampled_from([[], ["calendar"], ["calendar", "next_up"]])),
                include_specials=data.draw(st.booleans()),
                tags=data.draw(tags),
                viewings=data.draw(st.sampled_from([[], [viewing]])),
            )
            for title in titles
        ],
        play_rows=[
            play(
                title,
                key=str(place),
                **dict(
                    zip(("season", "number"), data.draw(st.sampled_from([(None, None), (0, 3), (2, 1)])), strict=True)
                ),
                watched_on=data.draw(WHENS),
                viewing=data.draw(st.integers(1, 3)),
                note=data.draw(NOTES),
                place=data.draw(st.none() | NAMES),
                tags=data.draw(tags),
                score=data.draw(st.none() | SCORES),
                episode_ids=data.draw(st.sampled_from([{}, {"tvdb": "8000001"}])),
            )
            for place, title in enumerate(titles * 2)
        ],
        rating_rows=[ExportedRating(title, data.draw(SCORES)) for title in titles],
        review_rows=[ExportedReview(title, data.draw(NAMES), data.draw(st.booleans()), AT, False) for title in titles],
        list_rows=[ExportedList(UUID(int=9), data.draw(NAMES), data.draw(NOTES), "link", True, "-rank")],
        item_rows=[ExportedItem(UUID(int=9), title, 1, None, data.draw(NOTES)) for title in titles],
        mark_rows=[ExportedMark(title, "favorite", data.draw(NOTES)) for title in titles],
    )

    records = read_back(account, ExportFormat.WATCHKEEPER, ImportSource.WATCHKEEPER)

    assert {(one.title, one.year, one.media_type, one.external_ids.get("imdb")) for one in records if one.title} == {
        (one.title, one.year, one.media_type, one.external_ids.get("imdb")) for one in titles
    }
    assert [
        (one.status, one.notes, list(one.hidden_from), one.include_specials, len(one.viewings), one.added.text)
        for one in of_member(records, "watchlist.jsonl")
    ] == [
        (one.status, one.notes, one.hidden_from, one.include_specials, len(one.viewings), "2026-01-02T03:04:05Z")
        for one in account.entry_rows
    ]
    assert all(
        (one.number, one.started.text, one.finished.text, one.episodes_seen) == (1, "2024-02", None, 7)
        for record in records
        for one in record.viewings
    )
    assert [
        (one.key, one.season, one.number, one.when.text, one.viewing, one.note, one.location, list(one.tags))
        for record in of_member(records, "plays.jsonl")
        for one in record.plays
    ] == [
        (one.key, one.season, one.number, one.watched_on, one.viewing, one.note, one.place, one.tags)
        for one in account.play_rows
    ]
    scores = [one.plays[0].rating for one in of_member(records, "plays.jsonl")]
    scores += [one.rating for one in of_member(records, "ratings.jsonl")]
    assert [one and (one.score, *((one.value, one.scale) if one.has_original else (None, None))) for one in scores] == [
        one and (one.score, one.original_value, one.original_scale)
        for one in [*(row.score for row in account.play_rows), *(row.rating for row in account.rating_rows)]
    ]
    assert [
        one.review and (one.review.text, one.review.has_spoilers) for one in of_member(records, "reviews.jsonl")
    ] == [(one.body, one.contains_spoilers) for one in account.review_rows]
    head, *items = [one.list for one in of_member(records, "lists.jsonl") if one.list is not None]
    assert (head.name, head.description, head.visibility, head.is_ranked) == (
        *(account.list_rows[0].name, account.list_rows[0].description),
        *("link", True),
    )
    assert [(one.position, one.season, one.description) for one in items] == [
        (place, 1, one.note) for place, one in enumerate(account.item_rows, 1)
    ]
    assert [list(one.tags) for one in of_member(records, "tags.jsonl")] == [
        one.tags for one in account.entry_rows if one.tags
    ]
    assert [(one.marks, one.notes) for one in of_member(records, "marks.jsonl")] == [
        (("favorite",), one.note) for one in account.mark_rows
    ]


@settings(max_examples=20, deadline=None)
@given(data=st.data(), titles=titles_of("movie"))
def test_letterboxd_is_read_with_the_same_facts(data: st.DataObject, titles: list[ExportedTitle]) -> None:
    account = AccountInMemory(
        play_rows=[
            play(
                title,
                day=data.draw(st.sampled_from([None, "2024-02-29"])),
                rating=data.draw(st.none() | SCORES),
                review=data.draw(st.none() | NAMES),
            )
            for title in titles
        ],
        entry_rows=[entry(title, "completed") for title in titles],
    )

    records = read_back(account, ExportFormat.LETTERBOXD, ImportSource.LETTERBOXD)

    rows: list[ExportedPlay | ExportedEntry] = [*account.play_rows, *account.entry_rows]
    assert [
        (one.title, one.year, one.rating and one.rating.score, one.review and one.review.text) for one in records
    ] == [(one.title.title, one.title.year, one.rating and one.rating.score, one.review) for one in rows]
    assert [one.plays[0].when.text for one in records] == [getattr(one, "day", None) for one in rows]
    assert {one.status for one in records} == {WatchStatus.COMPLETED}


@settings(max_examples=20, deadline=None)
@given(data=st.data(), titles=titles_of("movie", "show"))
def test_imdb_is_read_with_the_same_facts(data: st.DataObject, titles: list[ExportedTitle]) -> None:
    account = AccountInMemory(
        rating_rows=[ExportedRating(title, data.draw(SCORES)) for title in titles],
        entry_rows=[entry(title, notes=data.draw(NOTES)) for title in titles],
    )
    named = [title for title in titles if title.external_ids]

    records = read_back(account, ExportFormat.IMDB, ImportSource.IMDB) if named else []

    assert [(one.title, one.media_type, one.external_ids["imdb"]) for one in records] == [
        (one.title, one.media_type, one.external_ids["imdb"]) for one in named * 2
    ]
    assert [one.rating and one.rating.score for one in records] == [
        *(one.rating.score for one in account.rating_rows if one.title in named),
        *[None] * len(named),
    ]
    assert [one.notes for one in records[len(named) :]] == [
        one.notes for one in account.entry_rows if one.title in named
    ]


@settings(max_examples=20, deadline=None)
@given(data=st.data(), titles=titles_of("movie", "show"))
def test_trakt_is_read_with_the_same_facts(data: st.DataObject, titles: list[ExportedTitle]) -> None:
    whens = WHENS.filter(lambda text: text != "1970-01-01")  # which Trakt has for an unknown day
    account = AccountInMemory(
        play_rows=[
            play(
                title, watched_on=data.draw(whens), **({"season": 0, "number": 3} if title.media_type == "show" else {})
            )
            for title in titles
        ],
        rating_rows=[ExportedRating(title, data.draw(SCORES)) for title in titles],
        entry_rows=[entry(title, notes=data.draw(NOTES)) for title in titles],
        review_rows=[ExportedReview(title, data.draw(NAMES), data.draw(st.booleans()), AT, False) for title in titles],
    )

    records = read_back(account, ExportFormat.TRAKT, ImportSource.TRAKT)

    history, ratings, planned, comments = (
        of_member(records, f"trakt.json#{key}") for key in ("history", "ratings", "watchlist", "comments")
    )
    assert [(one.title, one.year, one.media_type) for one in records] == [
        (one.title, one.year, one.media_type) for one in titles * 4
    ]
    assert [(one.plays[0].when.text, one.plays[0].season, one.plays[0].number) for one in history] == [
        (one.watched_on, one.season, one.number) for one in account.play_rows
    ]
    assert [one.rating and one.rating.score for one in ratings] == [one.rating.score for one in account.rating_rows]
    assert [(one.status, one.notes) for one in planned] == [
        (WatchStatus.PLANNED, one.notes) for one in account.entry_rows
    ]
    assert [one.review and (one.review.text, one.review.has_spoilers) for one in comments] == [
        (one.body, one.contains_spoilers) for one in account.review_rows
    ]


@settings(max_examples=20, deadline=None)
@given(data=st.data(), titles=titles_of("anime"))
def test_myanimelist_is_read_with_the_same_facts(data: st.DataObject, titles: list[ExportedTitle]) -> None:
    titles = [ExportedTitle(one.id, "anime", one.title, one.year, {"mal": str(n)}) for n, one in enumerate(titles, 1)]
    days = st.sampled_from([None, "2024-02-29", "2024-02", "2024"])
    account = AccountInMemory(
        entry_rows=[
            entry(
                title,
                data.draw(st.sampled_from([*WatchStatus])).value,
                notes=data.draw(NOTES),
                rating=data.draw(st.none() | SCORES),
                viewings=[ExportedViewing(1, "finished", None, False, data.draw(days), False, None, 0)],
                tags=["loud", "long"],
            )
            for title in titles
        ]
    )

    records = read_back(account, ExportFormat.MYANIMELIST, ImportSource.MYANIMELIST)

    assert [
        (one.title, one.external_ids, one.status, one.notes, one.rating and one.rating.score, one.tags)
        for one in records
    ] == [
        (
            one.title.title,
            one.title.external_ids,
            one.status,
            one.notes,
            one.rating and one.rating.score,
            ("loud", "long"),
        )
        for one in account.entry_rows
    ]
    assert [one.plays[0].when.text for one in records if one.status == "completed"] == [
        one.viewings[0].finished_on for one in account.entry_rows if one.status == "completed"
    ]
