"""Genres and platforms: kept by admins, read by everybody, unique by name."""

import asyncio
from collections import Counter
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import as_json, created, created_title, pointers, problem

GENRES, PLATFORMS = "/api/v1/genres", "/api/v1/platforms"
BOTH = pytest.mark.parametrize("address", [GENRES, PLATFORMS])
MEMBERS = {
    GENRES: {"id", "name", "description", "created_at", "updated_at"},
    PLATFORMS: {"id", "name", "description", "website", "created_at", "updated_at"},
}
REFERENCES = {GENRES: "genre_ids", PLATFORMS: "platform_ids"}
MISSING = {GENRES: "genre_not_found", PLATFORMS: "platform_not_found"}


@BOTH
async def test_created_one_is_answered_located_and_read_by_anybody(
    client: httpx.AsyncClient, admin: Person, address: str
) -> None:
    answer = await admin.http.post(address, json={"name": "  Cafe\u0301  "})
    read = await client.get(answer.headers["Location"])

    assert answer.status_code == 201
    assert set(answer.json()) == MEMBERS[address]
    assert answer.json()["name"] == "Café"
    assert answer.headers["Location"] == f"{address}/{answer.json()['id']}"
    assert read.json() == answer.json()
    assert read.headers["ETag"] == answer.headers["ETag"]


@BOTH
async def test_list_is_narrowed_to_names_with_a_part(client: httpx.AsyncClient, admin: Person, address: str) -> None:
    for name in ("Drama", "Dramédie", "Melodrama", "100% Crime", "Crime"):
        await created(admin, address, name=name)

    for query, expected in (
        ("drama", ["Drama", "Melodrama"]),
        ("DRAMÉ", ["Dramédie"]),
        ("%", ["100% Crime"]),
        ("_", []),
        ("", ["100% Crime", "Crime", "Drama", "Dramédie", "Melodrama"]),
    ):
        document = (await client.get(address, params={"q": query, "with_total": "true"})).json()
        assert [item["name"] for item in document["items"]] == expected
        assert document["total"] == len(expected)
    first = await client.get(address, params={"q": "crime", "limit": 1})
    second = await client.get(address, params={"q": "crime", "limit": 1, "cursor": first.json()["next_cursor"]})
    assert [item["name"] for item in second.json()["items"]] == ["Crime"]
    assert pointers(await client.get(address, params={"q": "x" * 81})) == ["/query/q"]


@BOTH
async def test_list_is_sorted_by_name_without_case_and_accents(
    client: httpx.AsyncClient, admin: Person, address: str
) -> None:
    for name in ("zulu", "Écran", "alpha", "Drama", "eclipse"):
        await created(admin, address, name=name)

    read: list[str] = []
    page = (await client.get(address, params={"limit": 2, "with_total": True})).json()
    assert page["total"] == 5
    while True:
        read += [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        page = (await client.get(address, params={"limit": 2, "cursor": page["next_cursor"]})).json()
    backwards = (await client.get(address, params={"sort": "-name"})).json()

    assert read == ["alpha", "Drama", "eclipse", "Écran", "zulu"]
    assert [item["name"] for item in backwards["items"]] == read[::-1]


@BOTH
async def test_description_is_kept_changed_and_removed(admin: Person, address: str) -> None:
    one = await created(admin, address, name="Noir", description=" Rain.\nBlinds. ")
    assert one["description"] == "Rain.\nBlinds."
    for sent, kept in (
        ({"description": "Smoke."}, "Smoke."),
        ({"name": "Film noir"}, "Smoke."),
        ({"description": None}, None),
    ):
        changed = await admin.http.patch(f"{address}/{one['id']}", json=sent)
        assert changed.status_code == 200
        assert changed.json()["description"] == kept
    assert (await admin.http.post(address, json={"name": "Long", "description": "x" * 2001})).status_code == 422


@BOTH
async def test_names_are_found_by_a_part_of_them(client: httpx.AsyncClient, admin: Person, address: str) -> None:
    for name in ("Science Fiction", "Fantasy", "Émission", "100 %"):
        await created(admin, address, name=name)

    for query, found in (
        ("fic", ["Science Fiction"]),
        ("SCIENCE f", ["Science Fiction"]),
        ("emis", ["Émission"]),
        ("%", ["100 %"]),
        ("s", ["Émission", "Fantasy", "Science Fiction"]),
        ("western", []),
    ):
        page = (await client.get(address, params={"q": query, "with_total": True})).json()
        assert [one["name"] for one in page["items"]] == found
        assert page["total"] == len(found)
    assert len((await client.get(address, params={"q": ""})).json()["items"]) == 4
    first = await client.get(address, params={"q": "s", "limit": 2, "sort": "-name"})
    second = await client.get(first.links["next"]["url"])
    assert [one["name"] for one in first.json()["items"] + second.json()["items"]] == [
        "Science Fiction",
        "Fantasy",
        "Émission",
    ]


@BOTH
@pytest.mark.parametrize("other", ["Drama", "DRAMA", "\uff44rama", "  drama "])
async def test_name_that_differs_only_in_case_is_taken(admin: Person, address: str, other: str) -> None:
    await created(admin, address, name="Drama")
    second = await created(admin, address, name="Comedy")

    problem(await admin.http.post(address, json={"name": other}), 409, "name_taken")
    problem(await admin.http.patch(f"{address}/{second['id']}", json={"name": other}), 409, "name_taken")


@BOTH
async def test_twenty_equal_ones_at_once_make_one(admin: Person, address: str) -> None:
    answers = await asyncio.gather(*(admin.http.post(address, json={"name": "Drama"}) for _ in range(20)))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}


@BOTH
async def test_own_name_in_another_case_is_no_conflict(admin: Person, address: str) -> None:
    resource = await created(admin, address, name="drama")

    answer = await admin.http.patch(f"{address}/{resource['id']}", json={"name": "Drama"})

    assert answer.json()["name"] == "Drama"
    assert answer.json()["updated_at"] > resource["updated_at"]


@BOTH
async def test_change_of_nothing_changes_nothing(admin: Person, address: str) -> None:
    resource = await created(admin, address, name="Drama")

    answer = await admin.http.patch(f"{address}/{resource['id']}", json={})

    assert answer.json() == resource


@BOTH
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"name": " \n "}, "/body/name"),
        ({"name": "x" * 81}, "/body/name"),
        ({"name": "a\x00b"}, "/body/name"),
        ({"name": "\ud800"}, "/body/name"),
        ({"name": 5}, "/body/name"),
        ({"name": None}, "/body/name"),
        ({"name": "Drama", "colour": "red"}, "/body/colour"),
        ({"name": "Drama", "\ud800": "red"}, "/body"),
    ],
)
async def test_body_out_of_bounds_is_refused_with_its_place(
    admin: Person, address: str, body: dict[str, object], pointer: str
) -> None:
    resource = await created(admin, address, name="Existing")

    assert pointers(await admin.http.post(address, **as_json(body))) == [pointer]
    assert pointers(await admin.http.patch(f"{address}/{resource['id']}", **as_json(body))) == [pointer]


@BOTH
async def test_only_admins_write(client: httpx.AsyncClient, person: Person, admin: Person, address: str) -> None:
    resource = f"{address}/{(await created(admin, address, name='Drama'))['id']}"

    for http, status, code in ((client, 401, "authentication_required"), (person.http, 403, "admin_required")):
        problem(await http.post(address, json={"name": "Comedy"}), status, code)
        problem(await http.patch(resource, json={"name": "Comedy"}), status, code)
        problem(await http.delete(resource), status, code)


@BOTH
async def test_stale_version_is_refused(admin: Person, address: str) -> None:
    resource = f"{address}/{(await created(admin, address, name='Drama'))['id']}"
    tag = (await admin.http.get(resource)).headers["ETag"]
    await admin.http.patch(resource, json={"name": "Comedy"}, headers={"If-Match": tag})

    problem(await admin.http.patch(resource, json={"name": "X"}, headers={"If-Match": tag}), 412, "precondition_failed")
    problem(await admin.http.delete(resource, headers={"If-Match": tag}), 412, "precondition_failed")
    assert (await admin.http.get(resource, headers={"If-None-Match": tag})).status_code == 200


@BOTH
async def test_known_version_is_answered_with_304(client: httpx.AsyncClient, admin: Person, address: str) -> None:
    resource = f"{address}/{(await created(admin, address, name='Drama'))['id']}"

    for place in (resource, address):
        tag = (await client.get(place)).headers["ETag"]
        answer = await client.get(place, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")


@BOTH
async def test_one_in_use_stays_until_no_title_has_it(admin: Person, address: str) -> None:
    resource = await created(admin, address, name="Drama")
    title = await created_title(admin, "Heat", **{REFERENCES[address]: [resource["id"]]})

    problem(await admin.http.delete(f"{address}/{resource['id']}"), 409, "in_use")
    await admin.http.patch(f"/api/v1/titles/{title['id']}", json={REFERENCES[address]: []})

    assert (await admin.http.delete(f"{address}/{resource['id']}")).status_code == 204
    problem(await admin.http.delete(f"{address}/{resource['id']}"), 404, MISSING[address])


@BOTH
async def test_unknown_one_is_not_found(admin: Person, address: str) -> None:
    resource = f"{address}/{uuid4()}"

    problem(await admin.http.get(resource), 404, MISSING[address])
    problem(await admin.http.patch(resource, json={"name": "X"}), 404, MISSING[address])
    problem(await admin.http.delete(resource), 404, MISSING[address])
    assert (await admin.http.get(f"{address}/7")).status_code == 422


@BOTH
async def test_longest_name_of_expanding_characters_is_kept(
    admin: Person, address: str, connection: asyncpg.Connection
) -> None:
    resource = await created(admin, address, name="ﷺ" * 80)

    assert (await admin.http.get(f"{address}/{resource['id']}")).json()["name"] == "ﷺ" * 80


async def test_platform_keeps_what_is_said_of_it(admin: Person) -> None:
    platform = await created(
        admin, PLATFORMS, name="Criterion", description="Films.\nOld ones.", website="https://a.bc/x"
    )

    changed = await admin.http.patch(f"{PLATFORMS}/{platform['id']}", json={"description": None})

    assert (platform["description"], platform["website"]) == ("Films.\nOld ones.", "https://a.bc/x")
    assert (changed.json()["description"], changed.json()["website"]) == (None, "https://a.bc/x")
    assert changed.json()["name"] == "Criterion"


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "file:///etc/passwd", "http://localhost/", "x", "ftp://a.b"]
)
async def test_website_that_is_no_web_address_is_refused(admin: Person, website: str) -> None:
    assert pointers(await admin.http.post(PLATFORMS, json={"name": "X", "website": website})) == ["/body/website"]
