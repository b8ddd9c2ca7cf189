"""Conventions that every operation keeps, whatever it does. New operations are taken in by themselves."""

from enum import EnumType
from typing import Any, get_args

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.each import for_each
from tests.support.imports import stored_preview
from tests.support.lists import created, linked
from tests.support.operations import LISTS, MISSING_ID, OPERATIONS, WITH_ID, WITH_JSON, Operation
from tests.support.problems import pointers_of, problem_of
from tests.support.watchlist import added, stored_title
from watchkeeper.configs.api_docs import service_document
from watchkeeper.foundation.http.authentication import Access
from watchkeeper.foundation.http.endpoint_signature import Kind

PUBLIC = {
    "GET /api/v1/favorites/shared/{list_name:path}",
    "GET /api/v1/titles",
    "GET /api/v1/titles/suggest",
    "GET /api/v1/titles/facets",
    "GET /api/v1/titles/{title_id}/related",
    "GET /api/v1/titles/{title_id}/poster",
    "GET /api/v1/titles/{title_id}",
    "GET /api/v1/genres",
    "GET /api/v1/genres/{genre_id}",
    "GET /api/v1/platforms",
    "GET /api/v1/platforms/{platform_id}",
    "GET /api/v1/titles/{title_id}/reviews",
    "GET /api/v1/titles/{title_id}/seasons",
    "GET /api/v1/titles/{title_id}/episodes",
    "GET /api/v1/seasons/{season_id}",
    "GET /api/v1/episodes/{episode_id}",
    "GET /api/v1/reviews/{review_id}",
    "GET /api/v1/shared/lists/{secret}",
    "POST /api/v1/hooks/{secret}",
    "GET /api/v1/shared/lists/{secret}/items",
    "GET /api/v1/calendar/{secret}.ics",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/session",
    "GET /api/v1/auth/session",
    "POST /api/v1/auth/reset-password",
    "GET /api/v1/about",
    "POST /api/v1/auth/token",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/logout",
    "GET /health",
    "GET /ready",
    "GET /api/v1/health/detailed",
    "GET /metrics",
}
"""What the contract opens to anybody; everything else wants a signed-in account."""

TELLING_TIMES = {"/api/v1/health/detailed", "/api/v1/admin/overview"}
"""What tells admins how long components took: no two responses are alike."""

WITHOUT_CREATED_AT = {
    "GET /api/v1/titles/{title_id}/seasons",
    "GET /api/v1/titles/{title_id}/episodes",
    "GET /api/v1/next-up",
    "GET /api/v1/calendar",
    "GET /api/v1/imports/{import_id}/rows",
}
"""Lists in the order of a show, or worked out; every other one has the order of creation."""

CATALOGUE = ("/api/v1/titles", "/api/v1/genres", "/api/v1/platforms")


def is_for_admins(operation: Operation) -> bool:
    """Return whether the contract keeps an operation for admins."""
    if operation.path.startswith(("/api/v1/users", "/api/v1/admin")):
        return True
    if operation.method in ("PATCH", "DELETE") and operation.path == "/api/v1/titles/{title_id}":
        return False  # of their own too; of those of the catalogue tests/support/resources.yml tells
    is_of_everybody = operation.path.endswith(("/reviews", "/marks/{mark}", "/watch", "/unwatch"))
    return operation.method != "GET" and operation.path.startswith(CATALOGUE) and not is_of_everybody


SIGNED_IN = [operation for operation in OPERATIONS if str(operation) not in PUBLIC]
FOR_ADMINS = [operation for operation in OPERATIONS if is_for_admins(operation)]
KNOWING_CALLER = [one for one in OPERATIONS if one.route.signature.access not in (None, Access.IF_KNOWN)]


async def ask(http: httpx.AsyncClient, operation: Operation, address: str, **more: Any) -> httpx.Response:
    """Send an operation with an empty object where it takes JSON: never enough to change anything."""
    body: dict[str, Any] = {"json": {}} if operation.takes_json else {}
    return await http.request(operation.method, address, **(body | more))


def comparable(answer: httpx.Response) -> tuple[int, Any]:
    content = answer.json() if answer.content else None
    if isinstance(content, dict):
        content.pop("request_id", None)
    return answer.status_code, content


@pytest.fixture
async def asking(accounts: Accounts) -> Person:
    """An admin for all requests of a test that leave them as they were."""
    return await accounts.admin()


@for_each("operation", OPERATIONS)
async def test_path_with_a_trailing_slash_answers_the_same(
    operation: Operation, accounts: Accounts, asking: Person
) -> None:
    admin = asking if operation.method == "GET" else await accounts.admin()  # who may be signed out by it
    plain = await ask(admin.http, operation, operation.address())
    with_slash = await ask(admin.http, operation, operation.address() + "/")
    if operation.path in TELLING_TIMES:
        assert with_slash.status_code == plain.status_code == 200
        return
    if str(operation) == "DELETE /api/v1/auth/session":  # nobody is signed in any more
        assert (plain.status_code, with_slash.status_code) == (204, 401)
        return
    if plain.status_code == 201:  # an empty body is enough: each request makes a resource of its own
        assert with_slash.status_code == 201
        return
    assert comparable(with_slash) == comparable(plain)
    assert not with_slash.is_redirect


@for_each("operation", WITH_ID)
async def test_id_that_does_not_parse_is_not_valid(
    operation: Operation, asking: Person, subtests: pytest.Subtests
) -> None:
    for garbage in ("garbage", "0", "-1", "%00", "%ED%A0%80", f"{MISSING_ID}0", "9" * 3000):
        with subtests.test(garbage=garbage):
            problem = problem_of(await ask(asking.http, operation, operation.address(garbage)), 422)
            assert f"/path/{operation.parameters[0]}" in pointers_of(problem)


@for_each("operation", [one for one in WITH_ID if one.takes_own_id and one.method not in ("PUT", "POST")])
async def test_id_that_names_nothing_is_not_found(operation: Operation, asking: Person) -> None:
    problem = problem_of(await ask(asking.http, operation, operation.address()), 404)
    assert problem["code"].endswith("_not_found")
    assert problem["code"] != "route_not_found"


@for_each("operation", SIGNED_IN)
async def test_operation_without_credentials_asks_for_them(operation: Operation, client: httpx.AsyncClient) -> None:
    answer = await ask(client, operation, operation.address())
    problem_of(answer, 401, "authentication_required")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@for_each("operation", KNOWING_CALLER)
async def test_credentials_that_are_not_valid_are_refused(
    operation: Operation, client: httpx.AsyncClient, subtests: pytest.Subtests
) -> None:
    for credentials in ("Bearer nonsense", "Bearer", "Basic YTpi", "", "Bearer a.b.c"):
        with subtests.test(credentials=credentials):
            answer = await ask(client, operation, operation.address(), headers={"Authorization": credentials})
            problem_of(answer, 401, "invalid_token")
            assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@for_each("operation", FOR_ADMINS)
async def test_operation_of_admins_is_forbidden_to_others(operation: Operation, person: Person) -> None:
    problem_of(await ask(person.http, operation, operation.address()), 403, "admin_required")


@for_each("path", sorted({operation.path for operation in OPERATIONS}))
async def test_other_methods_are_refused_naming_those_there_are(path: str, client: httpx.AsyncClient) -> None:
    here = [operation for operation in OPERATIONS if operation.path == path]
    allowed = {operation.method for operation in here}
    named = allowed | ({"HEAD"} if "GET" in allowed else set())
    for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} - allowed):
        answer = await client.request(method, here[0].address())
        problem_of(answer, 405, "method_not_allowed")
        assert set(answer.headers["allow"].split(", ")) == named


@for_each("operation", WITH_JSON)
async def test_body_that_is_not_plain_json_is_of_an_unsupported_kind(
    operation: Operation, asking: Person, subtests: pytest.Subtests
) -> None:
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {},
    ):
        with subtests.test(headers=headers):
            answer = await asking.http.request(operation.method, operation.address(), content=b"{}", headers=headers)
            problem_of(answer, 415, "unsupported_media_type")


@for_each("operation", WITH_JSON)
async def test_body_that_is_no_object_is_not_valid(
    operation: Operation, asking: Person, subtests: pytest.Subtests
) -> None:
    headers = {"Content-Type": "application/json"}
    for body in (b"[]", b"null", b'"text"', b"1", *((b"",) if operation.needs_body else ())):
        with subtests.test(body=body):
            answer = await asking.http.request(operation.method, operation.address(), content=body, headers=headers)
            assert any(pointer.startswith("/body") for pointer in pointers_of(problem_of(answer, 422)))


@for_each("operation", [one for one in WITH_JSON if not one.needs_body])
async def test_body_that_is_not_needed_may_be_left_out(operation: Operation, accounts: Accounts) -> None:
    admin = await accounts.admin()
    answer = await admin.http.request(operation.method, operation.address())
    assert answer.status_code in (200, 201, 404), answer.text
    documented = service_document()["paths"][operation.route.path_format][operation.method.lower()]
    assert "required" not in documented["requestBody"]


@for_each("operation", WITH_JSON)
async def test_member_that_is_not_known_is_refused_with_its_place(
    operation: Operation, asking: Person, subtests: pytest.Subtests
) -> None:
    headers = {"Content-Type": "application/json"}
    for member in (b"role_", b"__proto__", b"a/b~c", rb"\ud800", rb"is_superuser\u0000"):
        with subtests.test(member=member):
            body = b'{"%s": 1}' % member
            answer = await asking.http.request(operation.method, operation.address(), content=body, headers=headers)
            codes = {error["code"] for error in problem_of(answer, 422)["errors"]}
            assert codes & {"extra_forbidden", "string_unicode"}


def sorts_of(operation: Operation) -> list[str]:
    """Return the orders that a list has."""
    model = operation.route.signature.model_of(Kind.QUERY)
    assert model is not None
    kind = model.model_fields["sort"].annotation
    orders: Any = next(one for one in (kind, *get_args(kind)) if isinstance(one, EnumType))
    return [order.value for order in orders]


@pytest.fixture
async def admin(accounts: Accounts, connection: asyncpg.Connection) -> Person:
    """An admin with what lists are below: a title, its watch entry, a shared list, a media server and a webhook. Their
    id is the one that otherwise names nothing."""
    admin = await accounts.admin()
    title_id = await stored_title(connection)
    await connection.execute(
        "WITH title AS (UPDATE titles SET id = $2 WHERE id = $1) UPDATE title_figures SET title_id = $2",
        title_id,
        MISSING_ID,
    )
    await added(admin, MISSING_ID)
    await connection.execute("UPDATE watch_entries SET id = $1", MISSING_ID)
    shown = await created(admin, visibility="link")
    await connection.execute("UPDATE lists SET id = $2 WHERE id = $1", shown["id"], MISSING_ID)
    await linked(admin, {"id": MISSING_ID})
    await stored_preview(connection, admin.id, MISSING_ID)
    await connection.execute("UPDATE list_links SET secret_hash = sha256($1)", str(MISSING_ID).encode())
    server = await admin.http.post("/api/v1/integrations/servers", json={"kind": "plex", "name": "Attic"})
    await connection.execute("UPDATE media_servers SET id = $2 WHERE id = $1", server.json()["id"], MISSING_ID)
    webhook = await admin.http.post("/api/v1/webhooks", json={"url": "https://example.org", "events": ["play.created"]})
    await connection.execute("UPDATE webhooks SET id = $2 WHERE id = $1", webhook.json()["id"], MISSING_ID)
    return admin


@for_each("operation", LISTS)
async def test_limit_out_of_bounds_is_not_valid(operation: Operation, admin: Person, subtests: pytest.Subtests) -> None:
    for limit in ("0", "-1", "101", "1000000000", "9" * 5000, "x", "", "1.5", "1e1", "NaN"):
        with subtests.test(limit=limit):
            answer = await admin.http.get(operation.address(), params={"limit": limit})
            assert pointers_of(problem_of(answer, 422)) == ["/query/limit"]


@for_each("operation", LISTS)
async def test_limit_at_its_bounds_is_valid(operation: Operation, admin: Person) -> None:
    for limit in ("1", "100"):
        answer = await admin.http.get(operation.address(), params={"limit": limit})
        assert answer.status_code == 200, limit
        assert set(answer.json()) == {"items", "next_cursor"}


@for_each("operation", LISTS)
async def test_cursor_that_is_garbage_is_not_valid(
    operation: Operation, admin: Person, subtests: pytest.Subtests
) -> None:
    for cursor in ("", "garbage", "AAAA", "!!!!", "é", "\U0001f600", "a" * 4001, "=", "%00", "\x00"):
        with subtests.test(cursor=cursor):
            answer = await admin.http.get(operation.address(), params={"cursor": cursor})
            assert pointers_of(problem_of(answer, 422)) == ["/query/cursor"]


@for_each("operation", LISTS)
async def test_unknown_sort_is_not_valid_and_the_known_are_named(
    operation: Operation, admin: Person, subtests: pytest.Subtests
) -> None:
    for sort in ("", "nonsense", "--created_at", "CREATED_AT", "id; DROP TABLE users", "\x00"):
        with subtests.test(sort=sort):
            problem = problem_of(await admin.http.get(operation.address(), params={"sort": sort}), 422)
            assert pointers_of(problem) == ["/query/sort"]
            known = sorts_of(operation)
            assert str(operation) in WITHOUT_CREATED_AT or {"created_at", "-created_at"} <= set(known)
            assert all(f"'{one}'" in problem["errors"][0]["detail"] for one in known)


@for_each("operation", LISTS)
async def test_total_is_told_only_when_asked_for(operation: Operation, admin: Person) -> None:
    with_total = await admin.http.get(operation.address(), params={"with_total": "true"})
    without = await admin.http.get(operation.address(), params={"with_total": "false"})
    assert with_total.json()["total"] == len(with_total.json()["items"])
    assert "total" not in without.json()


@for_each("operation", LISTS)
async def test_list_read_again_with_its_tag_is_not_sent_again(operation: Operation, admin: Person) -> None:
    first = await admin.http.get(operation.address())
    second = await admin.http.get(operation.address(), headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["cache-control"] == first.headers["cache-control"]


@for_each("operation", [one for one in LISTS if str(one) not in PUBLIC])
async def test_list_of_ones_own_may_not_be_kept_for_others(operation: Operation, admin: Person) -> None:
    answer = await admin.http.get(operation.address())
    assert "private" in answer.headers["cache-control"]
    assert "Authorization" in answer.headers["vary"]
