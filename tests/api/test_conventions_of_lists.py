"""Cursors: opaque, bound to their list and order, worth nothing once touched."""

import re
import string
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.problems import pointers_of, problem_of

GENRES = "/api/v1/genres"
NAMES = ["Action", "Comedy", "Drama", "Horror", "Western"]


@pytest.fixture
async def admin(accounts: Accounts) -> Person:
    admin = await accounts.admin()
    for name in NAMES:
        for path in (GENRES, "/api/v1/platforms"):
            created = await admin.http.post(path, json={"name": name})
            assert created.status_code == 201, created.text
    return admin


async def first_page(http: httpx.AsyncClient, **query: str) -> httpx.Response:
    answer = await http.get(GENRES, params={"limit": "2"} | query)
    assert answer.status_code == 200
    return answer


async def test_link_leads_through_the_whole_list(admin: Person) -> None:
    seen = []
    address = f"{GENRES}/?limit=2&sort=%2Dname"
    while address:
        page = await admin.http.get(address)
        seen += [genre["name"] for genre in page.json()["items"]]
        link = page.headers.get("link")
        assert (link is None) == (page.json()["next_cursor"] is None)
        match = re.fullmatch(r'<([^>]+)>; rel="next"', link or "")
        address = match[1] if match else ""
        if address:
            query = parse_qs(urlsplit(address).query)
            assert query["cursor"] == [page.json()["next_cursor"]]
            assert query["sort"] == ["-name"]
    assert seen == sorted(NAMES, reverse=True)


async def test_page_stays_where_it_is_while_rows_come_and_go(admin: Person) -> None:
    page = await first_page(admin.http)
    await admin.http.delete(f"{GENRES}/{page.json()['items'][1]['id']}")
    await admin.http.post(GENRES, json={"name": "Adventure"})
    after = await first_page(admin.http, cursor=page.json()["next_cursor"])
    assert [genre["name"] for genre in after.json()["items"]] == ["Drama", "Horror"]


async def test_cursor_with_any_sign_changed_is_not_valid(admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    signs = string.ascii_letters + string.digits + "-_"
    for place, sign in enumerate(cursor):
        # The very next sign differs in the last bit alone, which base64 may not use at the end.
        other = signs[(signs.index(sign) + 1) % len(signs)]
        answer = await admin.http.get(GENRES, params={"cursor": cursor[:place] + other + cursor[place + 1 :]})
        problem_of(answer, 422, "invalid_cursor")


@pytest.mark.parametrize(
    "pattern", ["{}=", "{}==", "={}", "{}A", "A{}", " {}", "{}!", "!{}", "{}\n", "{}%00", "{0}{0}"]
)
async def test_cursor_with_something_added_is_not_valid(pattern: str, admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    answer = await admin.http.get(GENRES, params={"cursor": pattern.format(cursor)})
    problem_of(answer, 422, "invalid_cursor")


async def test_cursor_that_is_cut_is_not_valid(admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    for length in range(len(cursor)):
        problem_of(await admin.http.get(GENRES, params={"cursor": cursor[:length]}), 422, "invalid_cursor")


@pytest.mark.parametrize("sort", ["-name", "created_at", "-created_at"])
async def test_cursor_of_another_order_is_not_valid(sort: str, admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    problem = problem_of(await admin.http.get(GENRES, params={"cursor": cursor, "sort": sort}), 422, "invalid_cursor")
    assert pointers_of(problem) == ["/query/cursor"]


async def test_cursor_of_another_list_is_not_valid(admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    problem_of(await admin.http.get("/api/v1/platforms", params={"cursor": cursor}), 422, "invalid_cursor")


async def test_cursor_outlives_another_limit(admin: Person) -> None:
    cursor = (await first_page(admin.http)).json()["next_cursor"]
    rest = await admin.http.get(GENRES, params={"cursor": cursor, "limit": "100"})
    assert [genre["name"] for genre in rest.json()["items"]] == ["Drama", "Horror", "Western"]
    assert rest.json()["next_cursor"] is None


async def test_total_counts_the_whole_list_on_every_page(admin: Person) -> None:
    first = await first_page(admin.http, with_total="true")
    second = await first_page(admin.http, with_total="true", cursor=first.json()["next_cursor"])
    assert first.json()["total"] == second.json()["total"] == len(NAMES)


async def test_list_that_ends_with_the_page_has_no_next_one(admin: Person) -> None:
    answer = await first_page(admin.http, limit=str(len(NAMES)))
    assert answer.json()["next_cursor"] is None
    assert "link" not in answer.headers


async def test_twenty_items_are_a_page_unless_asked_otherwise(admin: Person) -> None:
    for number in range(20):
        await admin.http.post(GENRES, json={"name": f"Genre {number}"})
    answer = await admin.http.get(GENRES)
    assert len(answer.json()["items"]) == 20
    assert answer.json()["next_cursor"] is not None
