"""Tags of plays, which are those of entries."""

import asyncpg

from tests.support.accounts import Person
from tests.support.changes import Copy
from tests.support.plays import PLAYS, played, plays_of
from tests.support.watchlist import added, pointers, stored_title

TAGS = "/api/v1/tags"


async def test_play_has_tags_that_entries_have(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    entry = await added(person, title_id, tags=["Cinema"])

    play = await played(person, title_id, tags=["With Bob", "CINEMA", "cinema"])

    assert [tag["name"] for tag in play["tags"]] == ["With Bob", "Cinema"]
    assert play["tags"][1] == entry["tags"][0]
    assert (await person.http.get(f"{PLAYS}/{play['id']}")).json() == play
    tags = (await person.http.get(TAGS)).json()["items"]
    assert [(tag["name"], tag["entries_count"], tag["plays_count"]) for tag in tags] == [
        ("Cinema", 1, 1),
        ("With Bob", 0, 1),
    ]


async def test_tags_of_a_play_are_changed(person: Person, connection: asyncpg.Connection) -> None:
    play = await played(person, await stored_title(connection), tags=["Cinema"])
    address = f"{PLAYS}/{play['id']}"

    assert (await person.http.patch(address, json={"note": "Again."})).json()["tags"] == play["tags"]
    changed = (await person.http.patch(address, json={"tags": ["Train"]})).json()
    assert [tag["name"] for tag in changed["tags"]] == ["Train"]
    assert changed["updated_at"] > play["updated_at"]
    assert (await person.http.patch(address, json={"tags": []})).json()["tags"] == []
    assert pointers(await person.http.patch(address, json={"tags": [""]})) == ["/body/tags/0"]


async def test_plays_are_narrowed_by_tags(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    cinema, train, both, _ = [
        await played(person, title_id, tags=tags) for tags in (["Cinema"], ["Train"], ["Train", "Cinema"], [])
    ]

    assert {play["id"] for play in await plays_of(person, tag="cinema")} == {cinema["id"], both["id"]}
    by_id = await plays_of(person, tag=train["tags"][0]["id"], limit=1)
    assert {play["id"] for play in by_id} == {train["id"], both["id"]}
    assert len(await plays_of(person, tag=["train", "cinema"])) == 3
    assert await plays_of(person, tag="never") == []


async def test_play_that_is_there_already_makes_no_tag(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    key = {"source": "trakt", "source_key": "1"}
    play = await played(person, title_id, **key)

    again = await person.http.post(PLAYS, json={"title_id": str(title_id), "tags": ["Cinema"], **key})

    assert (again.status_code, again.json()) == (200, play)
    assert (await person.http.get(TAGS)).json()["items"] == []


async def test_tags_are_renamed_united_and_deleted_on_plays(person: Person, connection: asyncpg.Connection) -> None:
    copy = Copy(person, 500)
    play = await played(person, await stored_title(connection), tags=["Kino", "Cinema", "Train"])
    kino, cinema, train = (tag["id"] for tag in play["tags"])

    await person.http.patch(f"{TAGS}/{cinema}", json={"name": "Pictures"})
    renamed = (await person.http.get(f"{PLAYS}/{play['id']}")).json()
    assert [tag["name"] for tag in renamed["tags"]] == ["Kino", "Pictures", "Train"]
    assert renamed["updated_at"] == play["updated_at"]
    united = await person.http.patch(f"{TAGS}/{kino}", json={"name": "pictures"})
    assert (united.json()["id"], united.json()["plays_count"]) == (cinema, 1)
    await person.http.delete(f"{TAGS}/{train}")

    shown = (await person.http.get(f"{PLAYS}/{play['id']}")).json()
    assert [tag["name"] for tag in shown["tags"]] == ["Pictures"]
    assert shown["updated_at"] > play["updated_at"]
    await copy.follow()
    assert copy.rows["plays", play["id"]] == shown
    assert copy.rows["tags", cinema] == (await person.http.get(f"{TAGS}/{cinema}")).json()
