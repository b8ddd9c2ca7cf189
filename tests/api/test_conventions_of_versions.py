"""ETag, If-None-Match and If-Match (RFC 9110 §8.8.3 and §13)."""

import httpx
import pytest

from tests.support.accounts import Person
from tests.support.problems import problem_of

GENRES = "/api/v1/genres"


@pytest.fixture
async def genre(admin: Person) -> httpx.Response:
    """The answer to reading a genre."""
    created = await admin.http.post(GENRES, json={"name": "Drama"})
    return await admin.http.get(created.headers["location"])


def address_of(genre: httpx.Response) -> str:
    return f"{GENRES}/{genre.json()['id']}"


async def test_new_resource_has_the_tag_that_reading_it_shows(admin: Person) -> None:
    created = await admin.http.post(GENRES, json={"name": "Drama"})
    read = await admin.http.get(created.headers["location"])
    assert created.headers["etag"] == read.headers["etag"]
    assert created.json() == read.json()


async def test_changed_resource_has_another_tag(admin: Person, genre: httpx.Response) -> None:
    changed = await admin.http.patch(address_of(genre), json={"name": "Tragedy"})
    read = await admin.http.get(address_of(genre))
    assert changed.headers["etag"] == read.headers["etag"] != genre.headers["etag"]


@pytest.mark.parametrize(
    "pattern", ["{tag}", "W/{tag}", '"other", {tag}', '{tag},"other"', ' "a" ,W/"b", W/{tag}', "*", " * "]
)
async def test_known_version_is_not_sent_again(pattern: str, client: httpx.AsyncClient, genre: httpx.Response) -> None:
    known = pattern.format(tag=genre.headers["etag"])
    answer = await client.get(address_of(genre), headers={"If-None-Match": known})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == genre.headers["etag"]
    assert answer.headers["x-request-id"]
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("known", ['"other"', 'W/"other"', '"a", "b"', "garbage", "", '""', "{bare}", '"{bare}'])
async def test_unknown_version_is_sent(known: str, client: httpx.AsyncClient, genre: httpx.Response) -> None:
    header = known.format(bare=genre.headers["etag"].strip('"'))
    answer = await client.get(address_of(genre), headers={"If-None-Match": header})
    assert answer.status_code == 200
    assert answer.json() == genre.json()


async def test_known_versions_may_stand_in_several_lines(client: httpx.AsyncClient, genre: httpx.Response) -> None:
    lines = [("If-None-Match", '"other"'), ("If-None-Match", genre.headers["etag"])]
    assert (await client.get(address_of(genre), headers=lines)).status_code == 304


async def test_head_of_a_known_version_has_not_changed(client: httpx.AsyncClient, genre: httpx.Response) -> None:
    answer = await client.head(address_of(genre), headers={"If-None-Match": genre.headers["etag"]})
    assert answer.status_code == 304


async def test_refusal_is_no_version(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{GENRES}/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", headers={"If-None-Match": "*"})
    problem_of(answer, 404)
    assert "etag" not in answer.headers


@pytest.mark.parametrize("pattern", ["{tag}", '"other", {tag}', '{tag} ,W/"other"', "*"])
async def test_change_of_the_current_version_is_made(pattern: str, admin: Person, genre: httpx.Response) -> None:
    headers = {"If-Match": pattern.format(tag=genre.headers["etag"])}
    answer = await admin.http.patch(address_of(genre), json={"name": "Tragedy"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("pattern", ['"other"', "W/{tag}", "garbage", "", "{bare}", '"a", "b"', '"*"'])
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_change_of_another_version_is_refused(
    method: str, pattern: str, admin: Person, genre: httpx.Response
) -> None:
    tag = genre.headers["etag"]
    headers = {"If-Match": pattern.format(tag=tag, bare=tag.strip('"'))}
    body = {"name": "Tragedy"} if method == "PATCH" else None
    answer = await admin.http.request(method, address_of(genre), headers=headers, json=body)
    problem_of(answer, 412, "precondition_failed")
    assert (await admin.http.get(address_of(genre))).json() == genre.json()


async def test_versions_to_change_may_stand_in_several_lines(admin: Person, genre: httpx.Response) -> None:
    lines = [("If-Match", '"other"'), ("If-Match", genre.headers["etag"])]
    answer = await admin.http.patch(address_of(genre), json={"name": "Tragedy"}, headers=lines)
    assert answer.status_code == 200


async def test_second_change_of_the_same_version_is_refused(admin: Person, genre: httpx.Response) -> None:
    headers = {"If-Match": genre.headers["etag"]}
    first = await admin.http.patch(address_of(genre), json={"name": "Tragedy"}, headers=headers)
    second = await admin.http.patch(address_of(genre), json={"name": "Comedy"}, headers=headers)
    third = await admin.http.patch(
        address_of(genre), json={"name": "Comedy"}, headers={"If-Match": first.headers["etag"]}
    )
    assert first.status_code == 200
    problem_of(second, 412)
    assert third.status_code == 200


async def test_what_is_not_there_is_not_found_whatever_version_was_meant(admin: Person) -> None:
    address = f"{GENRES}/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
    problem_of(await admin.http.delete(address, headers={"If-Match": '"a"'}), 404)
