"""What ratings refuse, and where they say it is wrong."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.each import for_each
from tests.support.feedback import RATINGS, rate, rating_at, shown, watched_title
from tests.support.problems import pointers_of, problem_of

ID = str(uuid4())
WRONG_SCORES: list[Any] = [0, 0.5, 5.5, 6, -1, 3.3, 3.25, 3.0000000001, 4.4999999999, True, False, "3", "4.5", None,
                           [3], {"a": 3}, 10**400, 1e308, -1e308]  # fmt: skip


@for_each(
    ("body", "pointer"),
    [
        ({}, "/body/score"),
        ([], "/body"),
        ("5", "/body"),
        (None, "/body"),
        ({"title_id": ID}, "/body/score"),
        ({"score": 3}, "/body"),
        ({"title_id": "x", "score": 3}, "/body/title_id"),
        ({"title_id": 3, "score": 3}, "/body/title_id"),
        ({"title_id": None, "score": 3}, "/body"),
        *(({"title_id": ID, "score": score}, "/body/score") for score in WRONG_SCORES),
        *(({"title_id": ID, "score": 3, "mark_completed": value}, "/body/mark_completed")
          for value in ("true", 1, 0, None)),
        *(({"title_id": ID, "score": 3, name: "8"}, f"/body/{name}")
          for name in ("original_value", "original_scale", "user_id", "rating", "id")),
    ],
)  # fmt: skip
async def test_wrong_new_rating_is_refused_at_its_place(person: Person, body: Any, pointer: str) -> None:
    problem = problem_of(await person.http.post(RATINGS, json=body), 422)

    assert pointer in pointers_of(problem)


@for_each("text", ["NaN", "Infinity", "-Infinity", "1e400", "03", "3.", ".5", "3,5"])
async def test_what_is_no_number_of_json_is_refused(person: Person, text: str) -> None:
    content = f'{{"title_id": "{ID}", "score": {text}}}'

    answer = await person.http.post(RATINGS, content=content, headers={"Content-Type": "application/json"})

    problem_of(answer, 422)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("score", WRONG_SCORES)
async def test_wrong_changed_score_is_refused_and_nothing_changes(
    person: Person, connection: asyncpg.Connection, method: str, score: Any
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 4)

    problem = problem_of(await person.http.request(method, rating_at(rating), json={"score": score}), 422)

    assert pointers_of(problem) == ["/body/score"]
    assert (await shown(person.http, title_id))["average"] == 4


async def test_put_needs_the_score_and_both_refuse_other_members(
    person: Person, connection: asyncpg.Connection
) -> None:
    address = rating_at(await rate(person, await watched_title(connection, person)))

    assert pointers_of(problem_of(await person.http.put(address, json={}), 422)) == ["/body/score"]
    for method in ("PUT", "PATCH"):
        body = {"score": 3, "title_id": ID}
        problem = problem_of(await person.http.request(method, address, json=body), 422)
        assert pointers_of(problem) == ["/body/title_id"]


@pytest.mark.parametrize("text", ["3", "3.0", "3e0"])
async def test_whole_score_is_taken_however_the_number_is_written(
    person: Person, connection: asyncpg.Connection, text: str
) -> None:
    content = f'{{"title_id": "{await watched_title(connection, person)}", "score": {text}}}'

    answer = await person.http.post(RATINGS, content=content, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["score"]) == (201, 3)


async def test_id_that_is_none_is_refused_everywhere(person: Person) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = await person.http.request(method, f"{RATINGS}/x", json={"score": 3} if method[0] == "P" else None)
        assert pointers_of(problem_of(answer, 422)) == ["/path/rating_id"]


@for_each(
    ("query", "place"),
    [
        *(({"score": score}, "score") for score in ("0", "5.5", "3.3", "x", "", "true", "NaN", "Infinity", "1e400")),
        ({"media_type": "tv"}, "media_type"),
        ({"sort": "rating"}, "sort"),
        ({"limit": "0"}, "limit"),
        ({"cursor": "x"}, "cursor"),
    ],
)
async def test_wrong_query_is_refused_at_its_place(person: Person, query: dict[str, str], place: str) -> None:
    problem = problem_of(await person.http.get(RATINGS, params=query), 422)

    assert pointers_of(problem) == [f"/query/{place}"]


async def test_unknown_sort_is_told_the_allowed_ones(person: Person) -> None:
    problem = problem_of(await person.http.get(RATINGS, params={"sort": "size"}), 422)

    for allowed in ("created_at", "-updated_at", "score", "-title"):
        assert f"'{allowed}'" in problem["errors"][0]["detail"]
