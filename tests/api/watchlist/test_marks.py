"""Marks of titles: favourites in an order of one's own, and what somebody never wants to see."""

import asyncio
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.changes import Copy, read
from tests.support.marks import MARKS, mark_address, marked, marked_titles, marks_of, put
from tests.support.watchlist import WATCHLIST, added, listed, pointers, problem, stored_title


async def test_marked_title_is_listed_as_it_was_answered(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection, "Heat")

    answer = await put(person, title_id, note="For a rainy day.")

    assert (answer.status_code, answer.headers["Location"]) == (201, mark_address(title_id))
    mark = answer.json()
    assert mark["title"] == {
        "id": str(title_id),
        "media_type": "movie",
        "title": "Heat",
        "release_date": None,
        "poster_url": None,
    }
    assert (mark["mark"], mark["note"], mark["created_at"]) == ("favorite", "For a rainy day.", mark["updated_at"])
    assert await marks_of(person) == [mark]


async def test_marking_again_changes_nothing_that_was_not_sent(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    mark = await marked(person, title_id, note="Mine.")
    before = await read(person)

    again = [await put(person, title_id), await put(person, title_id, note="Mine.")]

    assert [(answer.status_code, answer.json()) for answer in again] == [(200, mark), (200, mark)]
    assert await read(person) == before
    cleared = (await put(person, title_id, note=None)).json()
    assert cleared == mark | {"note": None, "updated_at": cleared["updated_at"]}
    assert cleared["updated_at"] > mark["updated_at"]


async def test_title_has_marks_of_each_kind(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    favorite, unwanted = [await marked(person, title_id, mark) for mark in ("favorite", "not_interested")]

    assert await marks_of(person, mark="not_interested") == [unwanted]
    assert await marks_of(person, mark=["not_interested", "favorite"], sort="created_at") == [favorite, unwanted]
    page = (await person.http.get(MARKS, params={"mark": "favorite", "with_total": "true"})).json()
    assert page == {"items": [favorite], "next_cursor": None, "total": 1}


async def test_mark_is_taken_away_once(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await marked(person, title_id)

    answers = [await person.http.delete(mark_address(title_id)) for _ in range(2)]

    assert answers[0].status_code == 204
    problem(answers[1], 404, "mark_not_found")
    assert await marks_of(person) == []


async def test_unknown_titles_and_marks_are_refused(person: Person) -> None:
    for method in ("PUT", "DELETE"):
        problem(await person.http.request(method, mark_address(uuid4())), 404, "title_not_found")
        answer = await person.http.request(method, mark_address(uuid4(), "loved"))
        assert pointers(answer) == ["/path/mark"]
    assert pointers(await person.http.get(MARKS, params={"mark": "loved"})) == ["/query/mark/0"]


async def test_inactive_title_is_marked_no_more_but_its_mark_can_be_changed(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    await marked(person, title_id)
    await connection.execute("UPDATE titles SET is_active = false")

    changed = await put(person, title_id, note="Gone from the catalogue.")

    assert changed.status_code == 200
    problem(await put(person, await stored_title(connection, is_active=False)), 404, "title_not_found")
    assert (await person.http.delete(mark_address(title_id))).status_code == 204


async def test_stale_version_is_refused(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    address = mark_address(title_id)
    tag = (await put(person, title_id)).headers["ETag"]
    current = (await put(person, title_id, note="Newer.")).headers["ETag"]

    for method in ("PUT", "DELETE"):
        problem(await person.http.request(method, address, headers={"If-Match": tag}), 412, "precondition_failed")
    assert (await person.http.delete(address, headers={"If-Match": current})).status_code == 204
    for gone in (current, "*"):
        problem(await person.http.put(address, headers={"If-Match": gone}), 412, "precondition_failed")

    new = {"If-None-Match": "*"}
    assert (await person.http.put(address, headers=new)).status_code == 201
    for method in ("PUT", "DELETE"):
        problem(await person.http.request(method, address, headers=new), 412, "precondition_failed")


@pytest.mark.parametrize("sort", ["rank", "-rank", "created_at", "-created_at"])
async def test_pages_are_in_order(person: Person, connection: asyncpg.Connection, sort: str) -> None:
    names = [f"Title {place}" for place in range(5)]
    for name in names:
        await marked(person, await stored_title(connection, name))

    found = await marked_titles(person, sort=sort, limit=2)

    assert found == (names[::-1] if sort.startswith("-") else names)


async def test_favourites_are_brought_into_an_order(person: Person, connection: asyncpg.Connection) -> None:
    titles = [await stored_title(connection, name) for name in "ABCD"]
    a, b, c, d = [await marked(person, title_id) for title_id in titles]

    await put(person, titles[3], before=b["id"])
    assert await marked_titles(person) == ["A", "D", "B", "C"]
    await put(person, titles[0], after=c["id"])
    assert await marked_titles(person) == ["D", "B", "C", "A"]
    await put(person, titles[2], before=d["id"])
    assert await marked_titles(person) == ["C", "D", "B", "A"]
    unwanted = await marked(person, titles[0], "not_interested")
    await marked(person, await stored_title(connection, "E"), after=d["id"])
    assert await marked_titles(person, mark="favorite") == ["C", "D", "E", "B", "A"]
    others = {mark["id"]: mark for mark in await marks_of(person, mark="favorite")}
    assert others[b["id"]] == b, "moving one changes no other"

    for anchor in (unwanted["id"], str(uuid4()), others[a["id"]]["id"]):
        problem(await put(person, titles[0], before=anchor), 404, "anchor_not_found")
    assert pointers(await put(person, titles[0], before=b["id"], after=c["id"])) == ["/body"]


async def test_mark_that_is_in_its_place_already_does_not_change(
    person: Person, connection: asyncpg.Connection
) -> None:
    titles = [await stored_title(connection, name) for name in "AB"]
    a, b = [await marked(person, title_id) for title_id in titles]

    assert (await put(person, titles[0], before=b["id"])).json() == a
    assert (await put(person, titles[1], after=a["id"])).json() == b


async def test_thousandth_of_moves_to_one_place_is_still_in_order(
    person: Person, connection: asyncpg.Connection
) -> None:
    titles = [await stored_title(connection, name) for name in "ABC"]
    a = await marked(person, titles[0])
    for title_id in titles[1:]:
        await marked(person, title_id)
    copy = Copy(person, 500)

    for place in range(100):
        moved = titles[1 + place % 2]
        assert (await put(person, moved, after=a["id"])).status_code == 200
        assert await marked_titles(person) == (["A", "B", "C"] if place % 2 == 0 else ["A", "C", "B"])

    await copy.follow()
    assert [copy.rows["marks", mark["id"]] for mark in await marks_of(person)] == await marks_of(person)


async def test_equal_marks_at_once_are_one(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    answers = await asyncio.gather(*(put(person, title_id) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]


async def test_ranks_of_marks_made_at_once_never_tie(person: Person, connection: asyncpg.Connection) -> None:
    anchor = await marked(person, await stored_title(connection))
    titles = [await stored_title(connection, str(place)) for place in range(12)]
    places: tuple[dict[str, str], ...] = ({"before": anchor["id"]}, {"after": anchor["id"]}, {})
    await asyncio.gather(*(put(person, title_id, **places[n % 3]) for n, title_id in enumerate(titles)))
    ranks = [mark["rank"] for mark in await marks_of(person)]
    assert len(set(ranks)) == 13
    assert ranks == sorted(ranks)


async def test_marks_of_others_are_nobody_s_business(accounts: Accounts, connection: asyncpg.Connection) -> None:
    owner, stranger = await accounts.person(), await accounts.person()
    title_id = await stored_title(connection)
    mark = await marked(owner, title_id)

    problem(await stranger.http.delete(mark_address(title_id)), 404, "mark_not_found")
    problem(await put(stranger, title_id, before=mark["id"]), 404, "anchor_not_found")
    assert await marks_of(stranger) == []
    assert await marks_of(owner) == [mark]


async def test_watchlist_is_narrowed_to_favourites(person: Person, connection: asyncpg.Connection) -> None:
    titles = {name: await stored_title(connection, name) for name in ("Heat", "Ronin", "Alien")}
    for title_id in titles.values():
        await added(person, title_id)
    await marked(person, titles["Heat"])
    await marked(person, titles["Ronin"], "not_interested")

    assert await listed(person, favorite="true") == ["Heat"]
    assert sorted(await listed(person, favorite="false")) == ["Alien", "Ronin"]
    counts = (await person.http.get(f"{WATCHLIST}/counts", params={"favorite": "true"})).json()
    assert counts["total"] == 1
    assert (await person.http.get(WATCHLIST, params={"favorite": "often"})).status_code == 422


async def test_feed_tells_of_marks(person: Person, connection: asyncpg.Connection) -> None:
    copy = Copy(person, 2)
    titles = [await stored_title(connection, name) for name in "ABC"]
    for title_id in titles:
        await marked(person, title_id)
    await copy.follow()
    await person.http.delete(mark_address(titles[0]))
    await put(person, titles[1], note="Twice.")
    await copy.follow()

    kept = {key: row for key, row in copy.rows.items() if key[0] == "marks"}
    assert kept == {("marks", mark["id"]): mark for mark in await marks_of(person)}
    latest = (await person.http.get("/api/v1/changes/latest")).json()
    assert latest["areas"]["marks"]["count"] == 2


async def test_marked_title_is_in_use(accounts: Accounts, person: Person, connection: asyncpg.Connection) -> None:
    admin = await accounts.admin()
    title_id = await stored_title(connection)
    await marked(person, title_id)

    problem(await admin.http.delete(f"/api/v1/titles/{title_id}"), 409, "in_use")

    assert (await person.http.delete(mark_address(title_id))).status_code == 204
    assert (await admin.http.delete(f"/api/v1/titles/{title_id}")).status_code == 204


async def test_marks_go_with_the_account(person: Person, connection: asyncpg.Connection) -> None:
    await marked(person, await stored_title(connection))
    answer = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
    assert answer.status_code == httpx.codes.NO_CONTENT
    assert await connection.fetchval("SELECT count(*) FROM marks") == 0
    assert await connection.fetchval("SELECT count(*) FROM resource_changes") == 0


async def test_marks_of_merged_titles_are_united(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    admin, other = await accounts.admin(), await accounts.person()
    old, into = await stored_title(connection, "Old"), await stored_title(connection, "Into")
    await marked(person, old, note="Of the old one.")
    kept = await marked(person, into)
    moved = await marked(person, old, "not_interested")
    theirs = await marked(other, old, note="Theirs.")
    copy = Copy(person, 500)
    await copy.follow()

    answer = await admin.http.post(f"/api/v1/titles/{old}/merge", json={"into_id": str(into)})

    assert answer.status_code == 200, answer.text
    found = {mark["id"]: mark for mark in await marks_of(person)}
    assert found.keys() == {kept["id"], moved["id"]}
    assert {mark["title"]["title"] for mark in found.values()} == {"Into"}
    assert found[kept["id"]]["note"] == "Of the old one."
    (theirs_now,) = await marks_of(other)
    assert (theirs_now["id"], theirs_now["note"]) == (theirs["id"], "Theirs.")
    await copy.follow()
    assert {key[1]: row for key, row in copy.rows.items() if key[0] == "marks"} == found
    again = await put(person, old)
    assert (again.status_code, again.json()["id"]) == (200, kept["id"])
    assert (await person.http.delete(mark_address(old))).status_code == 204
