"""Results of providers that somebody does not want to see are left out, for them alone."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.discovery import API, BREAKING_BAD, FRIEREN, looked_at
from tests.support.marks import marked
from tests.support.watchlist import added, stored_title

DISCOVER = f"{API}/movies/discover"

Page = dict[str, Any]


@pytest.fixture
async def movies(person: Person, connection: asyncpg.Connection) -> list[tuple[int, UUID]]:
    """Return the numbers of the first three results, with titles of the catalogue that have them."""
    results = (await looked_at(person, DISCOVER))["results"][:3]
    numbers = [result["id"] for result in results]
    return [(number, await stored_title(connection, external_ids={"tmdb": str(number)})) for number in numbers]


def numbers_of(page: Page) -> list[int]:
    return [result["id"] for result in page["results"]]


async def test_what_is_not_wanted_is_left_out_and_counted(person: Person, movies: list[tuple[int, UUID]]) -> None:
    (unwanted, first), (listed, second), (watched, third) = movies
    await marked(person, first, "not_interested")
    await added(person, second)
    await added(person, third, status="completed")
    whole = await looked_at(person, DISCOVER)
    assert (whole["hidden"], len(whole["results"])) == (0, 20)

    for hide, left_out in (
        (["not_interested"], [unwanted]),
        (["watched"], [watched]),
        (["listed"], [listed, watched]),
        (["not_interested", "watched", "listed"], [unwanted, listed, watched]),
    ):
        page = await looked_at(person, DISCOVER, hide=hide)
        assert page["hidden"] == len(left_out)
        assert numbers_of(page) == [number for number in numbers_of(whole) if number not in left_out]
        assert (page["total_results"], page["total_pages"]) == (whole["total_results"], whole["total_pages"])


async def test_what_one_person_hides_others_see(
    accounts: Accounts, person: Person, movies: list[tuple[int, UUID]]
) -> None:
    await marked(person, movies[0][1], "not_interested")
    mine = await looked_at(person, DISCOVER, hide="not_interested")
    theirs = await looked_at(await accounts.person(), DISCOVER, hide="not_interested")
    assert (mine["hidden"], theirs["hidden"], len(theirs["results"])) == (1, 0, 20)


async def test_favourites_are_not_hidden(person: Person, movies: list[tuple[int, UUID]]) -> None:
    await marked(person, movies[0][1], "favorite")
    assert (await looked_at(person, DISCOVER, hide=["not_interested", "watched", "listed"]))["hidden"] == 0


@pytest.mark.parametrize(
    ("path", "media_type", "source", "number"),
    [
        (f"{API}/shows/search?query=Breaking+Bad", "show", "tmdb", BREAKING_BAD),
        (f"{API}/anime/search?query=Frieren", "anime", "anilist", FRIEREN),
    ],
)
async def test_shows_and_anime_are_hidden(
    person: Person, connection: asyncpg.Connection, path: str, media_type: str, source: str, number: int
) -> None:
    title_id = await stored_title(connection, media_type=media_type, external_ids={source: str(number)})
    await marked(person, title_id, "not_interested")
    assert number in numbers_of(await looked_at(person, path))

    page = await looked_at(person, f"{path}&hide=not_interested")

    assert number not in numbers_of(page)
    assert page["hidden"] == 1


async def test_unknown_reason_is_refused(person: Person) -> None:
    assert (await person.http.get(DISCOVER, params={"hide": "boring"})).status_code == 422
