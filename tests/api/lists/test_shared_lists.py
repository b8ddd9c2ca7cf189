"""A link opens a list for whoever has it, shows nothing private, and is taken back at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET
from tests.support.lists import Json, all_items, body_of, created, linked, list_at, put_in
from tests.support.personal_titles import typed
from tests.support.watchlist import added, pointers, problem, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.clock import now

SHARED = "/api/v1/shared/lists"


@pytest.fixture
async def shared(person: Person) -> tuple[Json, Json]:
    """A list that may be read by its links, and one of these."""
    made = await created(person, description="Popcorn.", visibility="link", is_ranked=True)
    return made, await linked(person, made, name="For Alan")


async def test_link_is_shown_once_and_listed_without_its_address(
    person: Person, shared: tuple[Json, Json], connection: asyncpg.Connection
) -> None:
    made, link = shared
    listed = body_of(await person.http.get(f"{list_at(made)}/links"))["items"]

    secret = link.pop("url").removeprefix(f"http://watchkeeper.test{SHARED}/")
    assert len(secret) == 43  # 256 bits
    assert listed == [link]
    assert (link["name"], link["expires_at"]) == ("For Alan", None)
    assert body_of(await person.http.get(f"{list_at(made)}/links/{link['id']}")) == link
    row = await connection.fetchrow("SELECT * FROM list_links")
    assert secret not in str(dict(row))


async def test_new_link_is_kept_by_nobody_on_the_way(person: Person) -> None:
    made = await created(person)
    address = f"{list_at(made)}/links"
    answer = await person.http.post(address, json={})
    link = body_of(answer, 201)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"] == f"{address}/{link['id']}"
    assert body_of(await person.http.post(address), 201)["url"] != link["url"]


async def test_stranger_sees_the_list_and_its_items(
    client: httpx.AsyncClient, person: Person, shared: tuple[Json, Json], connection: asyncpg.Connection
) -> None:
    made, link = shared
    title_id = await stored_title(connection, "Heat", external_ids={"tmdb": "949"}, half_steps=(8,))
    item = await put_in(person, made, title_id, note="The diner.")
    made = body_of(await person.http.get(list_at(made)))

    seen = await client.get(link["url"])

    hidden = ("visibility", "owner")
    assert body_of(seen) == {name: made[name] for name in made if name not in hidden} | {
        "owner": {"username": person.username}
    }
    assert seen.headers["Cache-Control"] == "private, no-cache"
    (shown,) = await all_items(client, f"{link['url']}/items")
    assert shown["title"] == item["title"] | {"year": None}
    assert {name: shown[name] for name in ("id", "rank", "note")} == {
        name: item[name] for name in ("id", "rank", "note")
    }
    again = await client.get(link["url"], headers={"If-None-Match": seen.headers["ETag"]})
    assert again.status_code == 304
    assert (await client.get(link["url"], params={"utm_source": "letter"})).status_code == 200
    assert (await client.get(f"{link['url']}/")).status_code == 200


async def test_shared_list_holds_nothing_private(
    client: httpx.AsyncClient, person: Person, shared: tuple[Json, Json], connection: asyncpg.Connection
) -> None:
    made, link = shared
    public = await stored_title(connection, "Heat")
    own = await typed(person, "Our wedding", poster_url="https://images.example.org/wedding.jpg")
    hidden = await stored_title(connection, "Withdrawn")
    entry = await added(person, public, status="completed", notes="Cried at the end.")
    for title_id in (public, own["id"]):
        rating = await person.http.post("/api/v1/ratings", json={"title_id": str(title_id), "score": 1.5})
        assert rating.status_code == 201, rating.text
    for title_id in (public, own["id"], hidden):
        await put_in(person, made, title_id)
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", hidden)

    texts = []
    for sort in ("rank", "average_rating", "-release_date"):
        page = await client.get(f"{link['url']}/items", params={"sort": sort, "limit": 1})
        while "Link" in page.headers:
            texts.append(page.text)
            page = await client.get(page.links["next"]["url"])
        texts.append(page.text)
    texts.append((await client.get(link["url"])).text)

    private = (person.email, str(person.id), "completed", "Cried", entry["id"], own["id"], str(hidden), "wedding.jpg")
    for text in texts:
        assert [word for word in private if word in text] == []
    items = {item["title"]["title"]: item for item in await all_items(client, f"{link['url']}/items")}
    words: Json = {
        "id": None,
        "media_type": "movie",
        "year": None,
        "release_date": None,
        "release_date_precision": None,
        "runtime_minutes": None,
        "poster_url": None,
        "genres": [],
        "external_ids": {},
        "average_rating": None,
        "ratings_count": None,
    }
    assert items["Our wedding"]["title"] == words | {"title": "Our wedding"}
    assert items["Withdrawn"]["title"] == words | {"title": "Withdrawn"}
    assert items["Heat"]["title"]["id"] == str(public)


async def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(
    client: httpx.AsyncClient, person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    closed = await created(person, "Private")
    open_ = await created(person, "Open", visibility="link")
    gone = await created(person, "Gone", visibility="link")
    other = await accounts.person()
    foreign = await created(other, "Foreign", visibility="link")
    links = {
        "private": await linked(person, closed),
        "taken back": await linked(person, open_),
        "expired": await linked(person, open_, expires_at=(now() + timedelta(hours=1)).isoformat()),
        "deleted list": await linked(person, gone),
        "disabled owner": await linked(other, foreign),
    }
    for name, link in links.items():
        assert (await client.get(link["url"])).status_code == (404 if name == "private" else 200), name
    taken_back = f"{list_at(open_)}/links/{links['taken back']['id']}"
    assert (await person.http.delete(taken_back)).status_code == 204
    problem(await person.http.delete(taken_back), 404, "list_link_not_found")
    await connection.execute("UPDATE list_links SET expires_at = now() WHERE expires_at IS NOT NULL")
    assert (await person.http.delete(list_at(gone))).status_code == 204
    await admin.http.patch(f"/api/v1/users/{other.id}", json={"is_active": False})

    addresses = [link["url"] for link in links.values()]
    addresses += [f"{SHARED}/{secret}" for secret in ("x", "ä" * 300, uuid4(), "%00")]
    for address in addresses:
        for path in (address, f"{address}/items"):
            answer = await client.get(path)
            document = problem(answer, 404, "link_not_found")
            for member in ("request_id", "instance"):
                del document[member]
            assert document == {
                "type": "urn:watchkeeper:problem:link_not_found",
                "title": "No list is shared here",
                "status": 404,
                "detail": "The link is wrong, has expired or was taken back, or the list is private or gone.",
                "code": "link_not_found",
            }


async def test_private_list_is_closed_at_the_next_request_and_open_again_later(
    client: httpx.AsyncClient, person: Person, shared: tuple[Json, Json]
) -> None:
    made, link = shared
    tag = (await client.get(link["url"])).headers["ETag"]
    await person.http.patch(list_at(made), json={"visibility": "private"})
    for path in (link["url"], f"{link['url']}/items"):
        problem(await client.get(path, headers={"If-None-Match": tag}), 404, "link_not_found")
    await person.http.patch(list_at(made), json={"visibility": "link"})
    assert (await client.get(link["url"])).status_code == 200


async def test_only_the_owner_makes_lists_and_removes_links(
    client: httpx.AsyncClient, person: Person, accounts: Accounts, shared: tuple[Json, Json]
) -> None:
    made, link = shared
    path = f"{list_at(made)}/links"
    for stranger in (await accounts.person(), await accounts.admin()):
        problem(await stranger.http.post(path, json={}), 404, "list_not_found")
        problem(await stranger.http.get(path), 404, "list_not_found")
        problem(await stranger.http.get(f"{path}/{link['id']}"), 404, "list_link_not_found")
        problem(await stranger.http.delete(f"{path}/{link['id']}"), 404, "list_link_not_found")
        assert (await stranger.http.get(link["url"])).status_code == 200
        problem(await stranger.http.get(list_at(made)), 404, "list_not_found")
    problem(await client.post(path, json={}), 401, "authentication_required")
    assert (await client.get(link["url"])).status_code == 200


@pytest.mark.parametrize("terms", [{"expires_at": "2020-01-31T18:00:00Z"}, {"expires_at": "tomorrow"}, {"name": ""}])
async def test_link_that_makes_no_sense_is_refused(person: Person, terms: Json) -> None:
    made = await created(person)
    answer = await person.http.post(f"{list_at(made)}/links", json=terms)
    assert pointers(answer) == [f"/body/{next(iter(terms))}"]


async def test_secret_is_in_no_log(
    client: httpx.AsyncClient, shared: tuple[Json, Json], capfd: pytest.CaptureFixture[str]
) -> None:
    _, link = shared
    secret = link["url"].rpartition("/")[2]
    for path in (link["url"], f"{link['url']}/items", f"{link['url']}x", f"{link['url']}/items?limit=0"):
        await client.get(path)
    assert (await client.post(link["url"])).status_code == 405
    output = "".join(capfd.readouterr())
    assert "shared/lists" in output
    assert secret not in output


@pytest.fixture
async def below_a_path(settings: Settings, dsn: str, empty_tables: None) -> AsyncIterator[FastAPI]:
    application = create_application(settings.model_copy(update={"root_path": "/wk"}), secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


async def test_address_has_the_path_below_which_the_service_is(
    below_a_path: FastAPI, connection: asyncpg.Connection
) -> None:
    accounts = Accounts(below_a_path)
    person = await accounts.person()
    made = await created(person, visibility="link")
    link = await linked(person, made)
    assert link["url"].startswith(f"http://watchkeeper.test/wk{SHARED}/")
    assert body_of(await accounts.client().get(link["url"]))["id"] == made["id"]
