"""What ratings and reviews do to catalogue and watchlist: figures, orders, what the caller has to do with titles."""

import random
from fractions import Fraction
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import names
from tests.support.catalogue import walked as walked_catalogue
from tests.support.feedback import (
    SCORES,
    TITLES,
    people,
    rate,
    rated,
    rating_at,
    recounted,
    review,
    review_at,
    shown,
    walked,
    watched_title,
)
from tests.support.watchlist import WATCHLIST


async def test_figures_are_those_of_plain_arithmetic_after_every_single_change(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    dice = random.Random(7)
    raters = await people(accounts, 6)
    title_id = await watched_title(connection, *raters)
    title_status: dict[UUID, tuple[float, str]] = {}

    for _ in range(60):
        person, score = dice.choice(raters), dice.choice(SCORES)
        if person.id not in title_status:
            title_status[person.id] = (score, rating_at(await rate(person, title_id, score)))
        elif dice.random() < 0.4:
            assert (await person.http.delete(title_status.pop(person.id)[1])).status_code == 204
        else:
            address = title_status[person.id][1]
            answer = await person.http.put(address, json={"score": score})
            assert answer.status_code == 200
            title_status[person.id] = (score, address)
        scores = [score for score, _ in title_status.values()]
        assert await shown(client, title_id) == {**rated(scores), "reviews": 0}


@pytest.mark.parametrize(
    ("scores", "average", "weighted"),
    [
        ([5], 5.0, 3.08),
        ([1], 1.0, 2.92),
        ([4, 4, 5], 4.33, 3.14),
        ([1, 1.5, 2], 1.5, 2.84),
        ([3, 3.5, 3, 3, 3, 3, 3, 3.5], 3.13, 3.03),
    ],
)
async def test_average_and_weighted_average_of_known_ratings(
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
    scores: list[float],
    average: float,
    weighted: float,
) -> None:
    raters = await people(accounts, len(scores))
    title_id = await watched_title(connection, *raters)
    for person, score in zip(raters, scores, strict=True):
        await rate(person, title_id, score)

    rating_statistics = await shown(client, title_id)

    assert (rating_statistics["average"], rating_statistics["weighted"], rating_statistics["count"]) == (
        average,
        weighted,
        len(scores),
    )
    assert rating_statistics == {**rated(scores, mean=Fraction(3)), "reviews": 0}


async def test_deactivation_leaves_the_figures_as_they_are(accounts: Accounts, connection: asyncpg.Connection) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    title_id = await watched_title(connection, person)
    await review(person, title_id, 4.5)

    await admin.http.patch(f"{TITLES}/{title_id}", json={"is_active": False})
    hidden = await shown(admin.http, title_id)
    await admin.http.patch(f"{TITLES}/{title_id}", json={"is_active": True})

    assert hidden == await shown(person.http, title_id) == {**rated([4.5]), "reviews": 1}


class TestCatalogue:
    @pytest.fixture
    async def raters(self, accounts: Accounts, connection: asyncpg.Connection) -> list[Person]:
        """Three people and their ratings: many good ones of Alien, one perfect of Brazil, bad ones of Cats, none of
        Dune."""
        raters = await people(accounts, 3)
        for title, scores in {"Alien": (4.5, 4.5, 4), "Brazil": (5,), "Cats": (1, 1.5), "Dune": ()}.items():
            title_id = await watched_title(connection, *raters, title=title)
            for person, score in zip(raters, scores, strict=False):
                await rate(person, title_id, score)
        return raters

    @pytest.mark.parametrize("limit", [1, 100])
    @pytest.mark.parametrize(
        ("sort", "titles"),
        [
            ("average_rating", "Cats Alien Brazil Dune"),
            ("-average_rating", "Brazil Alien Cats Dune"),
            ("weighted_rating", "Cats Brazil Alien Dune"),
            ("-weighted_rating", "Alien Brazil Cats Dune"),
            ("ratings_count", "Dune Brazil Cats Alien"),
            ("-ratings_count", "Alien Cats Brazil Dune"),
        ],
    )
    async def test_catalogue_is_sorted_by_what_people_think(
        self, raters: list[Person], client: httpx.AsyncClient, sort: str, titles: str, limit: int
    ) -> None:
        assert await walked_catalogue(client, sort=sort, limit=limit) == titles.split()

    @pytest.mark.parametrize(
        ("least", "titles"),
        [("1", "Alien Brazil Cats"), ("1.25", "Alien Brazil Cats"), ("1.26", "Alien Brazil"), ("4.34", "Brazil"),
         ("4.33", "Alien Brazil"), ("5", "Brazil")],
    )  # fmt: skip
    async def test_catalogue_is_filtered_by_the_least_average(
        self, raters: list[Person], client: httpx.AsyncClient, least: str, titles: str
    ) -> None:
        assert await walked_catalogue(client, min_rating=least, sort="title") == titles.split()

    async def test_order_follows_the_very_next_rating(self, raters: list[Person], client: httpx.AsyncClient) -> None:
        cats = (await client.get(TITLES, params={"q": "cats"})).json()["items"][0]["id"]

        await rate(raters[2], UUID(cats), 5)

        document = (await client.get(TITLES, params={"sort": "-ratings_count", "limit": 2})).json()
        assert names(document) == ["Cats", "Alien"]
        assert document["items"][0]["rating"] == rated([1, 1.5, 5])


async def test_viewer_shows_entry_rating_and_review_of_the_caller_alone(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person, other = await accounts.person(), await accounts.person()
    reviewed, only_rated, unseen = [
        await watched_title(connection, person, other, title=title) for title in ("Alien", "Brazil", "Cats")
    ]
    written = await review(person, reviewed, 4.5)
    await rate(person, only_rated, 2)
    await review(other, unseen, 1)
    await connection.execute("DELETE FROM watch_entries WHERE title_id <> $1", reviewed)

    shown_to = {title["title"]: title.get("viewer") for title in (await person.http.get(TITLES)).json()["items"]}

    entry = (await walked(person.http, WATCHLIST))[0]["id"]
    expected = {"watch_entry_id": entry, "status": "completed", "rating": 4.5, "review_id": written["id"]}
    nothing = dict.fromkeys(expected)
    assert shown_to == {"Alien": expected, "Brazil": nothing | {"rating": 2}, "Cats": nothing}
    assert (await person.http.get(f"{TITLES}/{reviewed}")).json()["viewer"] == expected
    assert "viewer" not in (await client.get(f"{TITLES}/{reviewed}")).json()


async def test_watch_entry_shows_the_own_score_wherever_it_is_read(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, other = await accounts.person(), await accounts.person()
    title_id = await watched_title(connection, person, other)
    await rate(other, title_id, 1)
    (entry,) = await walked(person.http, WATCHLIST)
    address = f"{WATCHLIST}/{entry['id']}"
    assert entry["rating"] is None
    rating = await rate(person, title_id, 3.5)

    answers = [
        await person.http.get(address),
        await person.http.patch(address, json={"notes": "Twice."}),
        await person.http.put(address, json={"status": "watching"}),
    ]

    assert [answer.json()["rating"] for answer in answers] == [3.5, 3.5, 3.5]
    assert answers[0].json()["title"]["average_rating"] == 2.25
    assert (await person.http.delete(address)).status_code == 204
    again = await person.http.post(WATCHLIST, json={"title_id": str(title_id)})
    assert again.json()["rating"] == 3.5
    await person.http.delete(rating_at(rating))
    assert (await walked(person.http, WATCHLIST))[0]["rating"] is None


async def test_deleted_review_and_rating_leave_figures_of_others(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    first, second = await people(accounts, 2)
    title_id = await watched_title(connection, first, second)
    written = await review(first, title_id, 2)
    await review(second, title_id, 5)

    await first.http.delete(review_at(written))

    assert await shown(client, title_id) == {**rated([2, 5]), "reviews": 1} == await recounted(connection, title_id)
