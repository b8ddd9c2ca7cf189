"""What reviews refuse and keep, and where they say it is wrong."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import as_json
from tests.support.feedback import BODY, REVIEWS, review, review_at, reviews_of, watched_title
from tests.support.problems import pointers_of, problem_of

NEW = {"rating": 4, "body": BODY}
WRONG = [
    *(({"rating": value}, "rating") for value in (0, 5.5, 3.3, True, "4", None, [4])),
    *(({"body": value}, "body") for value in
      ("", "   \n ", "x" * 10_001, "a\x00b", "bell\x07", "\x1b[31m", "\ud800", 3, None, [BODY])),
    *(({"contains_spoilers": value}, "contains_spoilers") for value in ("true", 1, None)),
    *(({name: "x"}, name) for name in ("title_id", "author", "user_id", "score", "notes")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "member"), WRONG)
async def test_wrong_member_is_refused_at_its_place_by_every_method(
    person: Person, connection: asyncpg.Connection, change: dict[str, Any], member: str
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, await watched_title(connection, person, title="Other"))

    for method, address, body in (
        ("POST", reviews_of(title_id), NEW | change),
        ("PUT", review_at(written), NEW | change),
        ("PATCH", review_at(written), change),
    ):
        problem = problem_of(await person.http.request(method, address, **as_json(body)), 422)
        assert pointers_of(problem) == [f"/body/{member}"]
    assert (await person.http.get(review_at(written))).json() == written
    assert (await person.http.get(reviews_of(title_id))).json()["items"] == []


@pytest.mark.parametrize("left_out", NEW)
async def test_rating_and_body_are_required_but_in_a_patch(
    person: Person, connection: asyncpg.Connection, left_out: str
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, await watched_title(connection, person, title="Other"))
    body = {name: value for name, value in NEW.items() if name != left_out}

    for method, address in (("POST", reviews_of(title_id)), ("PUT", review_at(written))):
        problem = problem_of(await person.http.request(method, address, json=body), 422)
        assert pointers_of(problem) == [f"/body/{left_out}"]


@pytest.mark.parametrize("value", ["true", 1, None])
async def test_wrong_mark_is_refused(person: Person, connection: asyncpg.Connection, value: object) -> None:
    title_id = await watched_title(connection, person)

    answer = await person.http.post(reviews_of(title_id), json=NEW | {"mark_completed": value})

    assert pointers_of(problem_of(answer, 422)) == ["/body/mark_completed"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  One\r\n\tTwo\n\n\nThree  \n", "One\r\n\tTwo\n\n\nThree"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("<b>千と千尋</b> & 'quotes' \\ \" 👩‍👩‍👧", "<b>千と千尋</b> & 'quotes' \\ \" 👩‍👩‍👧"),
        ("x", "x"),
        ("é" * 10_000, "é" * 10_000),
    ],
)
async def test_body_is_kept_as_it_was_written(
    person: Person, connection: asyncpg.Connection, sent: str, kept: str
) -> None:
    written = await review(person, await watched_title(connection, person), body=sent)

    assert written["body"] == kept
    assert (await person.http.get(review_at(written))).json()["body"] == kept


@pytest.mark.parametrize("address", [reviews_of(UUID(int=7)), REVIEWS])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        *(({"rating": rating}, "rating") for rating in ("0", "6", "3.3", "x", "", "NaN")),
        ({"contains_spoilers": "perhaps"}, "contains_spoilers"),
        ({"sort": "score"}, "sort"),
        ({"sort": "-body"}, "sort"),
        ({"limit": "101"}, "limit"),
        ({"cursor": "x"}, "cursor"),
    ],
)
async def test_wrong_query_is_refused_at_its_place(
    person: Person, address: str, query: dict[str, str], place: str
) -> None:
    problem = problem_of(await person.http.get(address, params=query), 422)

    assert pointers_of(problem) == [f"/query/{place}"]


async def test_ids_that_are_none_are_refused(person: Person) -> None:
    for method, body in (("GET", None), ("PUT", NEW), ("PATCH", {}), ("DELETE", None)):
        answer = await person.http.request(method, f"{REVIEWS}/x", json=body)
        assert pointers_of(problem_of(answer, 422)) == ["/path/review_id"]
    for method, body in (("GET", None), ("POST", NEW)):
        answer = await person.http.request(method, "/api/v1/titles/x/reviews", json=body)
        assert pointers_of(problem_of(answer, 422)) == ["/path/title_id"]
