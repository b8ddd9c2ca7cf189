"""Who may see, change and delete a review."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.feedback import (
    BODY,
    REVIEWS,
    TITLES,
    rated,
    review,
    review_at,
    reviews_of,
    shown,
    walked,
    watched_title,
)
from tests.support.problems import pointers_of, problem_of

Json = dict[str, Any]
CHANGES: tuple[tuple[str, Json], ...] = (
    ("PUT", {"rating": 1, "body": "Mine."}),
    ("PATCH", {"body": "Mine."}),
    ("PATCH", {}),
)


class Scene:
    """A title with a review by `author`; `other` and `admin` have nothing to do with it."""

    def __init__(self, author: Person, other: Person, admin: Person, title_id: UUID, written: Json) -> None:
        self.author, self.other, self.admin = author, other, admin
        self.title_id, self.written = title_id, written
        self.address = review_at(written)

    async def deactivate(self) -> None:
        answer = await self.admin.http.patch(f"{TITLES}/{self.title_id}", json={"is_active": False})
        assert answer.status_code == 200


@pytest.fixture
async def scene(accounts: Accounts, connection: asyncpg.Connection) -> Scene:
    author, other, admin = await accounts.person(), await accounts.person(), await accounts.admin()
    title_id = await watched_title(connection, author)
    return Scene(author, other, admin, title_id, await review(author, title_id, 4))


@pytest.mark.parametrize(("method", "body"), CHANGES)
async def test_nobody_but_the_author_changes_a_review(scene: Scene, method: str, body: Json) -> None:
    for person in (scene.other, scene.admin):
        problem_of(await person.http.request(method, scene.address, json=body), 403, "not_review_author")

    assert (await scene.other.http.get(scene.address)).json() == scene.written


async def test_somebody_else_may_not_delete_a_review_and_an_admin_may(
    scene: Scene, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    problem_of(await scene.other.http.delete(scene.address), 403, "not_review_author")

    answer = await scene.admin.http.delete(scene.address, params={"reason": " Off  topic. "})

    assert answer.status_code == 204
    assert await shown(client, scene.title_id) == {**rated([4]), "reviews": 0}
    problem_of(await scene.admin.http.delete(scene.address), 404, "review_not_found")
    (entry,) = await connection.fetch("SELECT * FROM audit_log WHERE action = 'review_deleted'")
    assert (entry["actor_id"], entry["entity_type"]) == (scene.admin.id, "review")
    assert (str(entry["entity_id"]), entry["reason"]) == (scene.written["id"], "Off  topic.")
    assert str(scene.title_id) in entry["before"]
    assert BODY[:10] not in entry["before"]


async def test_admin_may_not_delete_the_rating_of_somebody_else(scene: Scene) -> None:
    refused = await scene.admin.http.delete(scene.address, params={"rating": "delete"})

    problem_of(refused, 403, "not_review_author")
    assert (await scene.author.http.delete(scene.address, params={"rating": "delete"})).status_code == 204
    assert (await scene.author.http.get("/api/v1/ratings")).json()["items"] == []


async def test_author_deletes_without_a_trace_in_the_audit_log(scene: Scene, connection: asyncpg.Connection) -> None:
    assert (await scene.author.http.delete(scene.address)).status_code == 204

    assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE action = 'review_deleted'") == 0


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\x00b", "a\nb"])
async def test_wrong_reason_is_refused_and_deletes_nothing(scene: Scene, reason: str) -> None:
    problem = problem_of(await scene.admin.http.delete(scene.address, params={"reason": reason}), 422)

    assert pointers_of(problem) == ["/query/reason"]
    assert (await scene.other.http.get(scene.address)).status_code == 200


async def test_stale_deletion_by_an_admin_is_refused(scene: Scene) -> None:
    stale = {"If-Match": (await scene.admin.http.get(scene.address)).headers["ETag"]}
    await scene.author.http.patch(scene.address, json={"body": "Two."})

    problem_of(await scene.admin.http.delete(scene.address, headers=stale), 412, "precondition_failed")


async def test_anybody_reads_and_nobody_writes_without_a_token(scene: Scene, client: httpx.AsyncClient) -> None:
    assert (await client.get(scene.address)).json() == scene.written
    assert (await client.get(reviews_of(scene.title_id))).json()["items"] == [scene.written]

    for answer in (
        await client.get(REVIEWS),
        await client.post(reviews_of(scene.title_id), json={"rating": 3, "body": BODY}),
        await client.put(scene.address, json={"rating": 3, "body": BODY}),
        await client.patch(scene.address, json={"body": BODY}),
        await client.delete(scene.address),
    ):
        problem_of(answer, 401, "authentication_required")


async def test_broken_token_is_refused_where_none_is_needed(scene: Scene, client: httpx.AsyncClient) -> None:
    for address in (scene.address, reviews_of(scene.title_id)):
        answer = await client.get(address, headers={"Authorization": "Bearer x"})
        problem_of(answer, 401, "invalid_token")


async def test_review_of_an_inactive_title_is_there_for_its_author_and_admins_alone(
    scene: Scene, client: httpx.AsyncClient
) -> None:
    await scene.deactivate()

    for http in (client, scene.other.http):
        problem_of(await http.get(scene.address), 404, "review_not_found")
        problem_of(await http.get(reviews_of(scene.title_id)), 404, "title_not_found")
    for method, body in CHANGES:
        problem_of(await scene.other.http.request(method, scene.address, json=body), 404, "review_not_found")
    problem_of(await scene.other.http.delete(scene.address), 404, "review_not_found")
    for http in (scene.author.http, scene.admin.http):
        assert (await http.get(scene.address)).json() == scene.written
    problem_of(await scene.author.http.get(reviews_of(scene.title_id)), 404, "title_not_found")
    assert await walked(scene.admin.http, reviews_of(scene.title_id)) == [scene.written]
    assert await walked(scene.author.http, REVIEWS) == [scene.written]
    changed = await scene.author.http.put(scene.address, json={"rating": 2, "body": "Still mine."})
    assert (changed.status_code, changed.json()["rating"]) == (200, 2)
    assert (await scene.admin.http.delete(scene.address)).status_code == 204


async def test_reviews_of_a_missing_title_are_not_found(scene: Scene) -> None:
    for person in (scene.author, scene.admin):
        problem_of(await person.http.get(reviews_of(uuid4())), 404, "title_not_found")


async def test_missing_review_is_not_found(scene: Scene) -> None:
    address = f"{REVIEWS}/{uuid4()}"
    for person in (scene.author, scene.admin):
        problem_of(await person.http.get(address), 404, "review_not_found")
        problem_of(await person.http.delete(address), 404, "review_not_found")
        for method, body in CHANGES:
            problem_of(await person.http.request(method, address, json=body), 404, "review_not_found")


async def test_answers_are_private_for_callers_and_public_without(scene: Scene, client: httpx.AsyncClient) -> None:
    for address in (scene.address, reviews_of(scene.title_id)):
        public, private = await client.get(address), await scene.other.http.get(address)
        assert public.headers["Cache-Control"] == "public, no-cache"
        assert private.headers["Cache-Control"] == "private, no-cache"
        assert all("Authorization" in answer.headers["Vary"] for answer in (public, private))
        tag = public.headers["ETag"]
        assert (await client.get(address, headers={"If-None-Match": tag})).status_code == 304
