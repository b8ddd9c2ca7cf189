"""What stands beside a result: the title of the catalogue, one's own watch status, one's favourites."""

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.discovery import ACCOUNT, ANIME, API, FRIEREN, Json, looked_at, put_on_watchlist, read
from tests.support.standin import Standin

MATRIX, INCREDIBLES = 603, 9806


async def result_for(person: Person, address: str, number: int, **query: object) -> Json:
    page = await looked_at(person, address, **query)
    results: list[Json] = [one for one in page["results"] if one["id"] == number]
    assert len(results) == 1
    return results[0]


async def test_title_and_own_status_stand_beside_a_result(person: Person, accounts: Accounts) -> None:
    title = await put_on_watchlist(person, "tmdb", "movie", 646, "Dr. No")
    address, query = f"{API}/movies/search", {"query": "007", "year": 1962}

    own = await result_for(person, address, 646, **query)
    other = await result_for(await accounts.person(), address, 646, **query)

    assert (own["title_id"], own["watch_status"]) == (title["id"], "planned")
    assert (other["title_id"], other["watch_status"]) == (title["id"], None)


async def test_changed_status_shows_at_once(person: Person) -> None:
    await put_on_watchlist(person, "tmdb", "movie", 646, "Dr. No")
    address, query = f"{API}/movies/search", {"query": "007", "year": 1962}
    assert (await result_for(person, address, 646, **query))["watch_status"] == "planned"
    (entry,) = (await looked_at(person, f"{API}/watchlist"))["items"]

    read(await person.http.patch(f"{API}/watchlist/{entry['id']}", json={"status": "completed"}))

    assert (await result_for(person, address, 646, **query))["watch_status"] == "completed"
    assert (await looked_at(person, f"{API}/movies/646"))["watch_status"] == "completed"


async def test_show_with_the_number_of_a_movie_is_another_title(person: Person) -> None:
    title = await put_on_watchlist(person, "tmdb", "show", 1396, "Breaking Bad")

    assert (await looked_at(person, f"{API}/shows/1396"))["title_id"] == title["id"]
    assert (await result_for(person, f"{API}/shows/search", 1396, query="Breaking Bad"))["title_id"] == title["id"]


async def test_anime_has_its_marks_too(person: Person) -> None:
    title = await put_on_watchlist(person, "anilist", "anime", FRIEREN, "Frieren")

    found = await result_for(person, f"{API}/anime/search", FRIEREN, query="frieren")

    assert (found["title_id"], found["watch_status"]) == (title["id"], "planned")
    assert (await looked_at(person, ANIME))["title_id"] == title["id"]


async def test_hidden_title_is_not_told(person: Person, connection: asyncpg.Connection) -> None:
    await put_on_watchlist(person, "tmdb", "movie", 646, "Dr. No")
    await connection.execute("DELETE FROM watch_entries; UPDATE titles SET is_active = false")

    assert (await looked_at(person, f"{API}/movies/646"))["title_id"] is None


@pytest.mark.parametrize("account", [ACCOUNT, str(ACCOUNT), f"0{ACCOUNT}"])
async def test_favourites_of_an_account_are_marked(person: Person, account: object, standin: Standin) -> None:
    await favoured(person, 969681)

    page = await looked_at(person, f"{API}/movies/discover", account_id=account)

    assert [one["id"] for one in page["results"] if one["favorite"]] == [969681]
    assert len(standin.calls(below="/3/account/548/favorite/movies")) <= 2
    assert standin.calls(below="/3/movie") == []


async def test_details_say_whether_they_are_a_favourite(person: Person, standin: Standin) -> None:
    query = {"account_id": ACCOUNT}

    assert (await looked_at(person, f"{API}/movies/{MATRIX}", **query))["favorite"] is True
    assert len(standin.calls()) <= 2
    assert (await looked_at(person, f"{API}/movies/646", **query))["favorite"] is False
    assert (await looked_at(person, f"{API}/shows/1399", **query))["favorite"] is True


async def test_favourite_made_here_shows_at_once(person: Person) -> None:
    address = f"{API}/movies/search"
    requested = {"query": "007", "year": 1962, "account_id": ACCOUNT}
    assert (await result_for(person, address, 646, **requested))["favorite"] is False

    await favoured(person, 646)
    assert (await result_for(person, address, 646, **requested))["favorite"] is True

    await favoured(person, 646, favorite=False)
    assert (await result_for(person, address, 646, **requested))["favorite"] is False


async def test_anime_has_no_favourites(person: Person) -> None:
    assert "favorite" not in await looked_at(person, ANIME)


async def favoured(person: Person, number: int, *, favorite: bool = True) -> None:
    body = {"account_id": ACCOUNT, "movie_id": number, "favorite": favorite}
    read(await person.http.post(f"{API}/favorites", json=body))


async def test_favourites_tell_what_one_has_here(person: Person, accounts: Accounts) -> None:
    title = await put_on_watchlist(person, "tmdb", "movie", INCREDIBLES, "The Incredibles")

    own = await result_for(person, f"{API}/favorites", INCREDIBLES, account_id=ACCOUNT)
    other = await result_for(await accounts.person(), f"{API}/favorites", INCREDIBLES, account_id=ACCOUNT)

    assert (own["title_id"], own["watch_status"]) == (title["id"], "planned")
    assert (other["title_id"], other["watch_status"]) == (title["id"], None)


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_marks_that_tmdb_does_not_tell_keep_no_result_from_anybody(
    person: Person, standin: Standin, status: int
) -> None:
    standin.fails_with(status, path="/3/account")

    page = await looked_at(person, f"{API}/movies/discover", account_id=ACCOUNT)

    assert len(page["results"]) == 20
    assert [result for result in page["results"] if "favorite" in result] == []


async def test_favourites_on_many_pages_are_marked_without_many_calls_at_once(person: Person, standin: Standin) -> None:
    pages = {"page": 1, "results": [], "total_pages": 200, "total_results": 4000}
    standin.answers(pages, path="/3/account/777/favorite/movies")

    page = await looked_at(person, f"{API}/movies/discover", account_id=777)

    assert len(page["results"]) == 20
    assert [result for result in page["results"] if "favorite" in result] == [], "nobody knows what is on other pages"
    assert len(standin.calls("/3/account/777/favorite/movies")) <= 10
