"""Imports from the matching to the rollback, in PostgreSQL: every sample, and what people do with previews."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.accounts import Person
from tests.support.import_running import committed, previewed, rolled_back
from tests.support.libraries import all_of, library_of
from tests.unit.imports.test_samples import CASES, expected_of, opened
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.imports import RowFilter
from watchkeeper.models.types.watchlist.when import When

_LISTS = ("watchlist", "plays", "ratings", "reviews", "lists", "marks")


async def results_of(container: Container, person: Person, import_id: UUID) -> dict[tuple[str, int], str]:
    page = await container.import_rows().search(person.id, import_id, RowFilter(), PageRequest(100, None, False))
    return {(row.record.member, row.record.row): row.result.value for row in page.items}


def stated(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what expected.json states of an entry, as `library_of` shows it."""
    plays = [{name: play[name] for name in ("season", "episode", "watched_on")} for play in entry["plays"]]
    return {
        "title": entry["title"] or next(iter(entry["ids"].values())),
        **{name: entry[name] for name in ("year", "media_type", "status", "score", "original_value", "original_scale")},
        "plays": sorted(plays, key=repr),
        "review": entry.get("review"),
    }


@pytest.mark.parametrize("case", CASES)
async def test_a_sample_is_previewed_committed_repeated_and_rolled_back(
    container: Container, person: Person, case: str
) -> None:
    history, records = opened(case)
    expected = expected_of(case)
    import_id = await previewed(container, person, records, history.source.value)
    results = await results_of(container, person, import_id)
    for row in expected["rows"]:
        allowed = row["result"] if isinstance(row["result"], list) else [row["result"]]
        assert results[row["member"], row["row"]] in allowed, row
    assert not [one for name in _LISTS for one in await all_of(person, f"/{name}")]

    shown = await committed(container, person, import_id)
    assert (shown.state, shown.error) == ("committed", None)
    library = await library_of(person)
    if expected.get("library_checked", True):
        compared = [{name: one[name] for name in one if name != "texts"} for one in library]
        assert compared == sorted(map(stated, expected["library"]), key=repr)
    everything = [await all_of(person, f"/{name}") for name in _LISTS]

    again = await previewed(container, person, records, history.source.value)
    assert "ready" not in (await results_of(container, person, again)).values()
    shown = await committed(container, person, again)
    assert set(shown.written.values()) == {0}
    assert [await all_of(person, f"/{name}") for name in _LISTS] == everything

    shown = await rolled_back(container, person, import_id)
    assert (shown.state, shown.error) == ("rolled_back", None)
    assert not [one for name in _LISTS for one in await all_of(person, f"/{name}")]
    assert await container.import_works().count_owned(person.id) == (0, 0)


async def test_a_key_that_two_titles_share_is_the_key_of_one_play(container: Container, person: Person) -> None:
    films = [
        ImportRecord(
            member="history.json",
            row=row,
            kind=RecordKind.PLAY,
            title=name,
            media_type=MediaType.MOVIE,
            plays=(ImportedPlay(when=When.parse("2024-02-29"), is_event=True, key="7114"),),
        )
        for row, name in enumerate(("Heat", "Ronin", "Heat again"), 1)
    ]
    for chosen in (films[:2], films[2:], films):
        shown = await committed(container, person, await previewed(container, person, chosen, "trakt"))
        assert (shown.state, shown.error) == ("committed", None)
    plays = await all_of(person, "/plays")
    assert sorted(play["title"]["title"] for play in plays) == ["Heat", "Heat again", "Ronin"]
    assert [play["source_key"] for play in plays].count("7114") == 1
