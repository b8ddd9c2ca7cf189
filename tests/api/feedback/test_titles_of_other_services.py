"""Ratings and reviews of titles that are named by their ids at other services."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.feedback import BODY, RATINGS, REVIEWS, codes, rated, shown, walked, watched_title
from tests.support.problems import problem_of
from tests.support.watchlist import WATCHLIST, pointers

MATRIX = {"source": "tmdb", "external_id": 603, "media_type": "movie", "title": "The Matrix"}
WAYS: list[tuple[str, dict[str, Any]]] = [(RATINGS, {"score": 4.5}), (REVIEWS, {"rating": 4.5, "body": BODY})]
"""Where ratings are made, and with which members besides the title."""


@pytest.mark.parametrize(("path", "members"), WAYS)
async def test_title_is_entered_completed_and_rated_in_one_request(
    person: Person, path: str, members: dict[str, Any], client: httpx.AsyncClient
) -> None:
    answer = await person.http.post(path, json={"media": MATRIX, "mark_completed": True} | members)

    assert answer.status_code == 201, answer.text
    assert (await person.http.get(answer.headers["Location"])).json() == answer.json()
    (entry,) = await walked(person.http, WATCHLIST)
    assert (entry["title"]["title"], entry["status"], entry["rating"]) == ("The Matrix", "completed", 4.5)
    assert entry["title"]["external_ids"] == {"tmdb": "603"}


@pytest.mark.parametrize(("path", "members"), WAYS)
async def test_title_of_the_catalogue_is_the_same_by_either_name(
    person: Person, path: str, members: dict[str, Any], connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person, title="The Matrix")
    await connection.execute("INSERT INTO title_external_ids VALUES ('tmdb', 'movie', '603', $1)", title_id)

    answer = await person.http.post(path, json={"media": MATRIX | {"external_id": "0603"}} | members)

    assert answer.status_code == 201, answer.text
    assert {key: (await shown(client, title_id))[key] for key in rated([4.5])} == rated([4.5])
    again = await person.http.post(path, json={"title_id": str(title_id)} | members)
    assert codes([again]) in ([(409, "already_rated")], [(409, "already_reviewed")])


@pytest.mark.parametrize(("path", "members"), WAYS)
async def test_title_that_was_not_watched_is_not_entered(
    person: Person, path: str, members: dict[str, Any], connection: asyncpg.Connection
) -> None:
    problem_of(await person.http.post(path, json={"media": MATRIX} | members), 409, "title_not_watched")
    problem_of(await person.http.post(path, json={"title_id": str(uuid4())} | members), 404, "title_not_found")
    wrong = {"media": MATRIX | {"external_id": "six"}, "mark_completed": True}
    problem_of(await person.http.post(path, json=wrong | members), 422, "invalid_external_id")
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0


@pytest.mark.parametrize(("path", "members"), WAYS)
async def test_exactly_one_way_to_name_the_title_is_needed(person: Person, path: str, members: dict[str, Any]) -> None:
    for named in ({}, {"title_id": str(uuid4()), "media": MATRIX}, {"title_id": None, "media": None}):
        assert pointers(await person.http.post(path, json=named | members)) == ["/body"]


async def test_review_is_made_by_the_id_of_its_title(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    body = {"title_id": str(title_id), "rating": 3, "body": BODY, "contains_spoilers": True}

    answer = await person.http.post(REVIEWS, json=body)

    assert answer.status_code == 201, answer.text
    assert body.items() <= answer.json().items()
    assert answer.headers["Location"] == f"{REVIEWS}/{answer.json()['id']}"
