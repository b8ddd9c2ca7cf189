"""What a conflict names: the resource that is in the way, for those who may see it."""

import re
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.catalogue import created, created_title, watched
from tests.support.feedback import completed, rate, review, reviews_of, watched_title
from tests.support.problems import problem_of
from watchkeeper.configs.error_codes import error_classes
from watchkeeper.foundation.core.errors import ExistingConflictError

API = "/api/v1"
BOTH = pytest.mark.parametrize("noun", ["genre", "platform"])


async def named(asker: Person, answer: httpx.Response, code: str) -> dict[str, str]:
    """Return what a conflict names, after reading it at its address."""
    existing: dict[str, str] = problem_of(answer, 409, code)["existing"]
    read = await asker.http.get(answer.headers["Location"])
    assert read.status_code == 200
    assert read.json()["id"] == existing["id"]
    return existing


def test_all_errors_of_the_kind_name_what_exists() -> None:
    kind = re.compile(r"already_.+|.+_taken|.+_running|in_use")
    errors = error_classes()

    assert {error.code for error in errors if kind.fullmatch(error.code)} == {
        error.code for error in errors if issubclass(error, ExistingConflictError)
    }


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "again"}])
async def test_second_entry_of_a_title_names_the_first(
    connection: asyncpg.Connection, person: Person, accounts: Accounts, headers: dict[str, str]
) -> None:
    title_id = await watched_title(connection, await accounts.person())
    first = await created(person, f"{API}/watchlist", title_id=str(title_id))

    answer = await person.http.post(f"{API}/watchlist", json={"title_id": str(title_id)}, headers=headers)

    existing = await named(person, answer, "already_in_watchlist")
    assert existing == {"kind": "watch_entry", "id": first["id"], "href": f"{API}/watchlist/{first['id']}"}


async def test_second_entry_of_a_title_of_another_service_names_the_first(person: Person) -> None:
    media = {"source": "imdb", "external_id": "tt0113277", "media_type": "movie", "title": "Heat"}
    first = await created(person, f"{API}/watchlist", media=media)

    answer = await person.http.post(f"{API}/watchlist", json={"media": media})

    assert (await named(person, answer, "already_in_watchlist"))["id"] == first["id"]


@pytest.mark.parametrize("still_completed", [True, False])
async def test_second_rating_of_a_title_names_the_first(
    connection: asyncpg.Connection, person: Person, *, still_completed: bool
) -> None:
    title_id = await watched_title(connection, person)
    first = await rate(person, title_id)
    if not still_completed:
        await connection.execute("DELETE FROM watch_entries WHERE user_id = $1", person.id)

    answer = await person.http.post(f"{API}/ratings", json={"title_id": str(title_id), "score": 1})

    existing = await named(person, answer, "already_rated")
    assert existing == {"kind": "rating", "id": first["id"], "href": f"{API}/ratings/{first['id']}"}


@pytest.mark.parametrize("still_completed", [True, False])
async def test_second_review_of_a_title_names_the_first(
    connection: asyncpg.Connection, person: Person, *, still_completed: bool
) -> None:
    title_id = await watched_title(connection, person)
    first = await review(person, title_id)
    if not still_completed:
        await connection.execute("DELETE FROM watch_entries WHERE user_id = $1", person.id)

    answer = await person.http.post(reviews_of(title_id), json={"rating": 2, "body": "Again."})

    existing = await named(person, answer, "already_reviewed")
    assert existing == {"kind": "review", "id": first["id"], "href": f"{API}/reviews/{first['id']}"}


@BOTH
async def test_name_that_is_taken_names_who_has_it(admin: Person, noun: str) -> None:
    address = f"{API}/{noun}s"
    first = await created(admin, address, name="Drama")
    second = await created(admin, address, name="Comedy")

    answers = [
        await admin.http.post(address, json={"name": "DRAMA"}),
        await admin.http.patch(f"{address}/{second['id']}", json={"name": "drama"}),
    ]

    for answer in answers:
        existing = await named(admin, answer, "name_taken")
        assert existing == {"kind": noun, "id": first["id"], "href": f"{address}/{first['id']}"}


@BOTH
async def test_lookup_in_use_names_a_title_that_has_it(admin: Person, noun: str) -> None:
    lookup = await created(admin, f"{API}/{noun}s", name="Drama")
    title = await created(admin, f"{API}/titles", media_type="movie", title="Heat", **{f"{noun}_ids": [lookup["id"]]})

    answer = await admin.http.delete(f"{API}/{noun}s/{lookup['id']}")

    existing = await named(admin, answer, "in_use")
    assert existing == {"kind": "title", "id": title["id"], "href": f"{API}/titles/{title['id']}"}


async def test_title_in_use_names_what_of_it_the_admin_may_see(
    connection: asyncpg.Connection, admin: Person, person: Person
) -> None:
    title = await created_title(admin)
    at = f"{API}/titles/{title['id']}"
    await completed(connection, person, UUID(title["id"]))
    others = problem_of(await admin.http.delete(at), 409, "in_use")
    own_id = await watched(connection, admin, title)
    own = await named(admin, await admin.http.delete(at), "in_use")
    written = await review(person, UUID(title["id"]))
    reviewed = await named(admin, await admin.http.delete(at), "in_use")

    assert "existing" not in others
    assert (own["kind"], own["id"]) == ("watch_entry", str(own_id))
    assert (reviewed["kind"], reviewed["id"]) == ("review", written["id"])


async def test_external_id_that_is_taken_names_the_title_that_has_it(admin: Person) -> None:
    first = await created_title(admin, external_ids={"tmdb": "603", "imdb": "tt0133093"})
    show = await created_title(admin, "A show", media_type="show", external_ids={"tmdb": "603"})
    other = await created_title(admin, "Other", external_ids={"tmdb": "604"})
    body = {"media_type": "movie", "title": "The Matrix", "external_ids": {"tmdb": "605", "imdb": "tt0133093"}}

    answers = [
        await admin.http.post(f"{API}/titles", json=body),
        await admin.http.patch(f"{API}/titles/{other['id']}", json={"external_ids": {"tmdb": "603"}}),
        await admin.http.patch(f"{API}/titles/{show['id']}", json={"media_type": "movie"}),
    ]

    for answer in answers:
        existing = await named(admin, answer, "external_id_taken")
        assert existing == {"kind": "title", "id": first["id"], "href": f"{API}/titles/{first['id']}"}


@pytest.mark.parametrize("member", ["username", "email"])
async def test_account_that_has_a_name_or_address_is_named_to_admins_alone(
    client: httpx.AsyncClient, admin: Person, person: Person, accounts: Accounts, member: str
) -> None:
    other = await accounts.person()
    taken = {member: getattr(person, member).upper()}
    account = {"username": "somebody-new", "email": "new@example.com", "password": PASSWORD} | taken

    for answer in (
        await admin.http.post(f"{API}/users", json=account),
        await admin.http.patch(f"{API}/users/{other.id}", json=taken),
        await admin.http.patch(f"{API}/auth/me", json=taken),
    ):
        existing = await named(admin, answer, f"{member}_taken")
        assert existing == {"kind": "user", "id": str(person.id), "href": f"{API}/users/{person.id}"}
    for answer in (
        await client.post(f"{API}/auth/register", json=account),
        await admin.http.post(f"{API}/auth/register", json=account),
        await other.http.patch(f"{API}/auth/me", json=taken),
    ):
        assert "existing" not in problem_of(answer, 409, f"{member}_taken")
        assert "Location" not in answer.headers
