"""The search for words: what is found, and what comes first."""

import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import created_title, page, walked


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Amélie", "amelie"),
        ("Amelie", "AMÉLIE"),
        ("Ame\u0301lie", "amélie"),
        ("Straße nach Łódź", "strasse lodz"),
        ("Ærø", "aero"),
        ("The Lord of the Rings", "lord"),
        ("The Lord of the Rings", "rings lord"),
        ("The Lord of the Rings", "lor rin th"),
        ("The Lord of the Rings", "the the"),
        ("Spider-Man", "spider man"),
        ("Spider-Man", "spider-man"),
        ("Don't Look Now", "dont look"),
        ("Don\u2019t Look Now", "don't"),
        ("Dont Look Now", "don\u2019t"),
        ("WALL·E", "wall e"),
        ("snake_case", "case"),
        ("Москва слезам не верит", "МОСКВА слез"),
        ("千と千尋の神隠し", "千と千"),
        ("기생충", "기생"),
        ("مدينة", "مدينة"),
        ("ＦＵＬＬ width", "full"),
        ("2001: A Space Odyssey", "2001 odys"),
        ("!!!", "!!!"),
        ("100%", "100%"),
        ("%_\\", "%"),
        ("💔", "💔"),
        ("x" * 500, "x" * 150),
        ("ﷺ" * 500, "ﷺ" * 200),
        ("ﷺ" * 500, "صلى"),
        ("İstanbul", "istanbul"),
        ("O'Brien & Sons | (a:b) <-> *", "o'brien & sons | (a:b) <-> * !"),
    ],
)
async def test_title_is_found(client: httpx.AsyncClient, admin: Person, title: str, query: str) -> None:
    kept = (await created_title(admin, title))["title"]
    await created_title(admin, "Something quite different")

    assert await walked(client, q=query) == [kept]
    assert (await page(client, q=query, with_total=True))["total"] == 1


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("The Lord of the Rings", "lord knights"),
        ("The Lord of the Rings", "ord"),
        ("Heat", "heater"),
        ("Heat!", "!"),
        ("Amelie", "%"),
        ("Amelie", "_elie"),
        ("Amelie", "'"),
        ("axb", "a_b%"),
        ("Amelie", "\\"),
        ("Amelie", "\u0301"),
    ],
)
async def test_title_is_not_found(client: httpx.AsyncClient, admin: Person, title: str, query: str) -> None:
    await created_title(admin, title)

    assert await walked(client, q=query) == []


async def test_original_title_is_searched_too(client: httpx.AsyncClient, admin: Person) -> None:
    title = await created_title(admin, "Spirited Away", original_title="Sen to Chihiro no Kamikakushi")

    assert await walked(client, q="chihiro") == ["Spirited Away"]
    assert await walked(client, q="away kami") == ["Spirited Away"]
    await admin.http.patch(f"/api/v1/titles/{title['id']}", json={"original_title": None})
    assert await walked(client, q="chihiro") == []


async def test_alternative_titles_are_searched_like_the_title(client: httpx.AsyncClient, admin: Person) -> None:
    names = ["Chihiros Reise ins Zauberland", "El viaje de Chihiro", "El viaje de Chihiro"]
    title = await created_title(admin, "Spirited Away", alternative_titles=names)
    await created_title(admin, "El viaje de Chihiro a Roma")
    assert title["alternative_titles"] == names[:2]

    assert await walked(client, q="zauberland") == ["Spirited Away"]
    assert await walked(client, q="away reise") == ["Spirited Away"]
    assert await walked(client, q="zauberlnad") == ["Spirited Away"]
    assert await walked(client, q="el viaje de chihiro") == ["Spirited Away", "El viaje de Chihiro a Roma"]
    assert await walked(client, q="viaje", sort="-title") == ["Spirited Away", "El viaje de Chihiro a Roma"]

    changed = await admin.http.patch(f"/api/v1/titles/{title['id']}", json={"alternative_titles": ["Chihiro"]})
    assert changed.json()["alternative_titles"] == ["Chihiro"]
    assert (await client.get(f"/api/v1/titles/{title['id']}")).json()["alternative_titles"] == ["Chihiro"]
    assert await walked(client, q="zauberland") == []
    assert await walked(client, q="chihiro") == ["Spirited Away", "El viaje de Chihiro a Roma"]


async def test_new_title_replaces_the_old_one_in_the_search(client: httpx.AsyncClient, admin: Person) -> None:
    title = await created_title(admin, "Old", original_title="Vieux")
    await admin.http.patch(f"/api/v1/titles/{title['id']}", json={"title": "New"})

    assert (await walked(client, q="old"), await walked(client, q="new"), await walked(client, q="vieux")) == (
        [],
        ["New"],
        ["New"],
    )


RANKED = [
    "Dark City",  # the very title
    "The Dark City",
    "Dark Citys",  # begins with all words
    "Dark City 2",
    "Dark City: Return",
    "City Dark",  # whole words
    "Darkest Cityscape",  # word beginnings
]


async def test_best_match_comes_first_over_pages_of_any_size(client: httpx.AsyncClient, admin: Person) -> None:
    for title in reversed(RANKED):
        await created_title(admin, title)
    await created_title(admin, "Dark")

    for limit in (1, 2, 100):
        assert await walked(client, q="dark CITY", limit=limit) == RANKED
        assert await walked(client, q="dark city", sort="relevance", limit=limit) == RANKED
        assert await walked(client, q="dark city", sort="-relevance", limit=limit) == RANKED[::-1]


async def test_match_can_be_sorted_by_anything_else(client: httpx.AsyncClient, admin: Person) -> None:
    for title in RANKED:
        await created_title(admin, title)

    by_name = sorted(RANKED, key=lambda title: title.lower().removeprefix("the "))
    assert await walked(client, q="dark city", sort="title", limit=2) == by_name
    assert await walked(client, q="dark city", sort="-created_at", limit=2) == RANKED[::-1]


async def test_equally_good_matches_are_each_listed_once(client: httpx.AsyncClient, admin: Person) -> None:
    ids = [(await created_title(admin, "Heat"))["id"] for _ in range(5)]

    read: list[str] = []
    cursor = None
    while cursor is not None or not read:
        document = await page(client, q="heat", limit=2, **({"cursor": cursor} if cursor else {}))
        read += [title["id"] for title in document["items"]]
        cursor = document["next_cursor"]

    assert read == ids
