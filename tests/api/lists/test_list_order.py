"""The order of a list is total whatever happens at once, and one moved item changes no other."""

import asyncio
import random

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.counting import counted_statements
from tests.support.lists import Json, all_items, body_of, created, item_at, items_of, list_at, put_in, titles_in
from tests.support.watchlist import problem, stored_title


@pytest.fixture
async def abc(person: Person, connection: asyncpg.Connection) -> tuple[Json, list[Json]]:
    """A list of A, B and C, and its items."""
    made = await created(person)
    return made, [await put_in(person, made, await stored_title(connection, name)) for name in "ABC"]


async def order_of(person: Person, shown: Json) -> str:
    return "".join(await titles_in(person, shown))


async def fill(connection: asyncpg.Connection, person: Person, shown: Json, number: int) -> list[str]:
    """Put many items into a list, and return their ids in order."""
    rows = await connection.fetch(
        """
        WITH t AS (
            INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words,
                                created_at, updated_at)
            SELECT gen_random_uuid(), 'movie', n, 'day', true, n, '{}', now(), now() FROM generate_series(1, $3::int) n
            RETURNING id
        )
        INSERT INTO list_items (user_id, list_id, id, title_id, rank, created_at, updated_at)
        SELECT $1, $2, gen_random_uuid(), id, row_number() OVER () * 4294967296, now(), now() FROM t
        RETURNING id
        """,
        person.id,
        shown["id"],
        number,
    )
    await connection.execute("UPDATE lists SET items_count = $1", number)
    return [str(row["id"]) for row in rows]


async def test_items_stand_at_the_end_or_before_and_after_others(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    made, (a, _, c) = abc
    assert await order_of(person, made) == "ABC"
    for name, place, order in (
        ("D", {"before": a["id"]}, "DABC"),
        ("E", {"after": a["id"]}, "DAEBC"),
        ("F", {"before": c["id"]}, "DAEBFC"),
        ("G", {"after": c["id"]}, "DAEBFCG"),
    ):
        await put_in(person, made, await stored_title(connection, name), **place)
        assert await order_of(person, made) == order


async def test_moved_item_changes_no_other(person: Person, abc: tuple[Json, list[Json]]) -> None:
    made, (a, b, c) = abc
    before = {item["id"]: item for item in await all_items(person.http, items_of(made))}
    for item, place, order in (
        (c, {"before": a["id"]}, "CAB"),
        (c, {"after": b["id"]}, "ABC"),
        (b, {"before": a["id"]}, "BAC"),
        (b, {"after": b["id"]}, "BAC"),
        (b, {"after": a["id"]}, "ABC"),
        (b, {"before": c["id"]}, "ABC"),
    ):
        moved = body_of(await person.http.patch(item_at(item), json=place))
        assert await order_of(person, made) == order
        after = {one["id"]: one for one in await all_items(person.http, items_of(made))}
        assert after == before | {item["id"]: moved}
        before = after


async def test_anchor_that_is_not_there_is_not_found(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    made, (a, b, _) = abc
    assert (await person.http.delete(item_at(b))).status_code == 204
    body = {"title_id": str(await stored_title(connection)), "after": b["id"]}
    problem(await person.http.post(items_of(made), json=body), 404, "anchor_not_found")
    problem(await person.http.patch(item_at(a), json={"before": b["id"]}), 404, "anchor_not_found")
    assert await order_of(person, made) == "AC"


async def test_thirty_at_once_at_both_ends_lose_nothing_and_never_tie(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    made, (a, _, _) = abc
    titles = [await stored_title(connection, f"T{n}") for n in range(30)]
    places = [{"before": a["id"]} if n % 2 else {} for n in range(30)]

    answers = await asyncio.gather(
        *(
            person.http.post(items_of(made), json={"title_id": str(title_id), **place})
            for title_id, place in zip(titles, places, strict=True)
        )
    )

    assert {answer.status_code for answer in answers} == {201}
    items = await all_items(person.http, items_of(made))
    ranks = [item["rank"] for item in items]
    assert ranks == sorted(set(ranks))
    names = [item["title"]["title"] for item in items]
    middle = names.index("A")
    assert set(names[:middle]) == {f"T{n}" for n in range(1, 30, 2)}
    assert names[middle : middle + 3] == ["A", "B", "C"]
    assert set(names[middle + 3 :]) == {f"T{n}" for n in range(0, 30, 2)}
    assert body_of(await person.http.get(list_at(made)))["items_count"] == 33


@pytest.mark.parametrize("number", [100, pytest.param(1000, marks=pytest.mark.long)])
async def test_many_items_go_to_one_place(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection, number: int
) -> None:
    made, (a, _, c) = abc
    ids = await fill(connection, person, await created(person, "Source"), number)
    titles = await connection.fetch("SELECT title_id FROM list_items WHERE id = ANY($1) ORDER BY rank", ids)
    expected: list[str] = []
    for row in titles:
        item = await put_in(person, made, row["title_id"], after=a["id"])
        expected.insert(0, item["id"])

    items = await all_items(person.http, items_of(made))
    assert [item["id"] for item in items][1:-2] == expected
    assert [items[0]["id"], items[-1]["id"]] == [a["id"], c["id"]]
    assert max(abs(item["rank"]) for item in items) < 2**53


async def test_list_is_put_in_a_new_order(person: Person, abc: tuple[Json, list[Json]]) -> None:
    made, items = abc
    read = await person.http.get(list_at(made))
    ids = [items[place]["id"] for place in (1, 2, 0)]

    answer = await person.http.post(
        f"{list_at(made)}/reorder", json={"item_ids": ids}, headers={"If-Match": read.headers["ETag"]}
    )

    shown = body_of(answer)
    assert shown == read.json() | {"updated_at": shown["updated_at"]}
    assert shown["updated_at"] > read.json()["updated_at"]
    assert answer.headers["ETag"] == (await person.http.get(list_at(made))).headers["ETag"]
    assert await order_of(person, made) == "BCA"


async def test_order_needs_the_version_that_it_is_of(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    made, items = abc
    address, body = f"{list_at(made)}/reorder", {"item_ids": [item["id"] for item in reversed(items)]}
    problem(await person.http.post(address, json=body), 428, "precondition_required")

    stale = {"If-Match": (await person.http.get(list_at(made))).headers["ETag"]}
    await put_in(person, made, await stored_title(connection, "D"))
    problem(await person.http.post(address, json=body, headers=stale), 412, "precondition_failed")

    everything = {"If-Match": "*"}
    for ids in (body["item_ids"], body["item_ids"] * 2, [*body["item_ids"], items[0]["list_id"]], []):
        answer = await person.http.post(address, json={"item_ids": ids}, headers=everything)
        problem(answer, 409, "order_incomplete")
    assert await order_of(person, made) == "ABCD"


async def test_order_beside_items_that_are_added_is_theirs_or_stale(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    made, items = abc
    for round_ in range(5):
        read = await person.http.get(list_at(made))
        ids = [item["id"] for item in await all_items(person.http, items_of(made))]
        random.Random(round_).shuffle(ids)
        title_id = await stored_title(connection, f"T{round_}")
        reordered, put = await asyncio.gather(
            person.http.post(
                f"{list_at(made)}/reorder", json={"item_ids": ids}, headers={"If-Match": read.headers["ETag"]}
            ),
            person.http.post(items_of(made), json={"title_id": str(title_id)}),
        )
        new = body_of(put, 201)["id"]
        now = [item["id"] for item in await all_items(person.http, items_of(made))]
        if reordered.status_code == 200:
            assert now == [*ids, new]
        else:
            problem(reordered, 412, "precondition_failed")
            assert now[-1] == new
    assert len(items) == 3


async def test_ten_thousand_items_are_reordered_by_a_few_statements(
    person: Person, connection: asyncpg.Connection
) -> None:
    made = await created(person)
    ids = await fill(connection, person, made, 10_000)
    random.Random(1).shuffle(ids)

    with counted_statements() as asked:
        answer = await person.http.post(f"{list_at(made)}/reorder", json={"item_ids": ids}, headers={"If-Match": "*"})

    assert answer.status_code == 200, answer.text
    assert len(asked) <= 6, asked
    found = await connection.fetch("SELECT id FROM list_items WHERE list_id = $1 ORDER BY rank, id", made["id"])
    assert [str(row["id"]) for row in found] == ids
    page = body_of(await person.http.get(items_of(made), params={"limit": 100}))
    assert [item["id"] for item in page["items"]] == ids[:100]
