"""The mean that weighted averages lean on, and the recount, on real PostgreSQL."""

import asyncio
from contextvars import Context
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.feedback import (
    held,
    people,
    rate,
    rated,
    rating_at,
    recounted,
    review,
    shown,
    until_waiting,
    walked,
    watched_title,
)
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.logics.feedback.rating_statistics_logic import RatingStatisticsLogic

DUE = "UPDATE rating_prior SET refreshed_at = now() - interval '61 minutes'"


@pytest.fixture
def rating_statistics(container: Container, client: httpx.AsyncClient) -> RatingStatisticsLogic:
    logic: RatingStatisticsLogic = container.rating_statistics_logic()
    return logic


@pytest.fixture
async def titles(accounts: Accounts, connection: asyncpg.Connection) -> list[UUID]:
    """Two titles, rated 5, 5 and 2.5, and a third that is not rated: the mean of all is 4.1666…"""
    raters = await people(accounts, 2)
    titles = [await watched_title(connection, *raters, title=title) for title in ("Alien", "Brazil", "Cats")]
    await rate(raters[0], titles[0], 5)
    await rate(raters[1], titles[0], 5)
    await rate(raters[0], titles[1], 2.5)
    return titles


MEAN = Fraction(25, 6)


async def test_due_refresh_moves_the_weighted_averages_to_the_mean_of_all(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
) -> None:
    await connection.execute(DUE)
    assert await shown(client, titles[0]) == {**rated([5, 5]), "reviews": 0}

    assert await rating_statistics.refresh_when_due()

    assert await shown(client, titles[0]) == {**rated([5, 5], mean=MEAN), "reviews": 0}
    assert await shown(client, titles[1]) == {**rated([2.5], mean=MEAN), "reviews": 0}
    assert await shown(client, titles[2]) == {**rated([]), "reviews": 0}


async def test_rating_after_a_refresh_leans_on_its_mean_until_the_next(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
) -> None:
    await connection.execute(DUE)
    await rating_statistics.refresh_when_due()
    person = await accounts.person()

    rating = await rate(person, titles[2], 1, mark_completed=True)
    made = await shown(client, titles[2])
    await person.http.put(rating_at(rating), json={"score": 2})
    changed = await shown(client, titles[2])

    assert (made, changed) == tuple({**rated([score], mean=MEAN), "reviews": 0} for score in (1, 2))
    assert not await rating_statistics.refresh_when_due()
    assert await shown(client, titles[2]) == changed


async def test_mean_stays_when_no_rating_is_left(
    rating_statistics: RatingStatisticsLogic, titles: list[UUID], connection: asyncpg.Connection
) -> None:
    for _ in range(2):
        await connection.execute(DUE)
        assert await rating_statistics.refresh_when_due()
        await connection.execute("DELETE FROM ratings")

    assert abs(await connection.fetchval("SELECT mean FROM rating_prior") - Decimal(25) / 6) < Decimal("1e-9")


async def test_refresh_without_any_rating_leaves_three(
    rating_statistics: RatingStatisticsLogic,
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
) -> None:
    await connection.execute(DUE)
    assert await rating_statistics.refresh_when_due()
    person = await accounts.person()
    title_id = await watched_title(connection, person)

    await rate(person, title_id, 5)

    assert await shown(client, title_id) == {**rated([5], mean=Fraction(3)), "reviews": 0}


async def test_of_ten_refreshes_at_once_one_is_done(
    rating_statistics: RatingStatisticsLogic, titles: list[UUID], connection: asyncpg.Connection
) -> None:
    for prepare in (DUE, "DELETE FROM rating_prior"):
        await connection.execute(prepare)

        done = await asyncio.gather(*(rating_statistics.refresh_when_due() for _ in range(10)))

        assert sum(done) == 1


async def test_rating_under_way_keeps_the_mean_and_the_refresh_is_tried_again(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
) -> None:
    other = await accounts.person()
    await connection.execute(DUE)
    rating = "INSERT INTO ratings VALUES ($1, gen_random_uuid(), $2, 10, NULL, NULL, now(), now())"
    async with held(connection, rating, other.id, titles[2]):
        with pytest.raises(DatabaseUnavailableError):
            await rating_statistics.refresh_when_due()

    assert await shown(client, titles[2]) == {**rated([5]), "reviews": 0}
    assert await rating_statistics.refresh_when_due()
    assert await shown(client, titles[2]) == {**rated([5], mean=Fraction(35, 8)), "reviews": 0}


async def test_rating_that_waits_for_a_refresh_leans_on_the_new_mean(
    container: Container, titles: list[UUID], accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    async with container.unit_of_work().transaction():
        await container.rating_statistics().set_prior(Decimal(4))
        outside = Context()  # a task takes the transaction of its maker along
        waiting = asyncio.create_task(rate(person, titles[2], 1, mark_completed=True), context=outside)
        await until_waiting(connection)

    await waiting
    assert await shown(person.http, titles[2]) == {**rated([1], mean=Fraction(4)), "reviews": 0}


async def test_claim_is_granted_once_in_its_time(container: Container, client: httpx.AsyncClient) -> None:
    adapter, at = container.rating_statistics(), now()

    assert await adapter.claim_refresh(at, due_before=at)
    assert not await adapter.claim_refresh(at + timedelta(minutes=1), due_before=at - timedelta(minutes=59))
    assert await adapter.claim_refresh(at + timedelta(hours=1), due_before=at)


async def test_weighted_averages_are_renewed_in_portions_by_id(
    container: Container, titles: list[UUID], connection: asyncpg.Connection
) -> None:
    await connection.execute("UPDATE rating_prior SET mean = 4")
    rated_ones, nobody = sorted(titles[:2]), UUID(int=0)

    assert await container.rating_statistics().renew_weighted(nobody, 1) == rated_ones[:1]
    assert await container.rating_statistics().renew_weighted(rated_ones[0], 5) == rated_ones[1:]
    assert await container.rating_statistics().renew_weighted(nobody, 5) == []


async def test_recount_of_right_figures_finds_nothing(
    rating_statistics: RatingStatisticsLogic, titles: list[UUID]
) -> None:
    first, second = await rating_statistics.recount(), await rating_statistics.recount()

    assert (first.differences, second.differences) == ((), ())
    assert (first.reweighted, second.reweighted) == (2, 0)


@pytest.mark.parametrize(
    "damage",
    [
        "ratings_count = ratings_count + 1",
        "half_steps_sum = half_steps_sum - 1",
        "distribution[9] = distribution[9] + 1",
        "reviews_count = reviews_count + 1",
        "ratings_count = 0, half_steps_sum = 0, distribution = DEFAULT, weighted = NULL",
    ],
)
async def test_recount_reports_and_repairs_what_differs(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
    damage: str,
) -> None:
    await connection.execute(f"UPDATE title_figures SET {damage} WHERE title_id = $1", titles[0])

    report = await rating_statistics.recount()

    (difference,) = report.differences
    assert difference.title_id == titles[0]
    assert difference.stored != difference.counted
    assert (difference.counted.ratings_count, difference.counted.half_steps_sum) == (2, 20)
    assert await shown(client, titles[0]) == await recounted(connection, titles[0], mean=MEAN)
    assert (await rating_statistics.recount()).differences == ()


async def test_recount_makes_figures_that_are_missing(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
) -> None:
    await connection.execute("DELETE FROM title_figures WHERE title_id = ANY($1)", [titles[0], titles[2]])

    report = await rating_statistics.recount()

    assert [(difference.title_id, difference.stored) for difference in report.differences] == [
        (title_id, None) for title_id in sorted([titles[0], titles[2]])
    ]
    assert await shown(client, titles[0]) == {**rated([5, 5], mean=MEAN), "reviews": 0}
    assert await shown(client, titles[2]) == {**rated([]), "reviews": 0}


async def test_recount_beside_a_rating_under_way_counts_it_once(
    rating_statistics: RatingStatisticsLogic,
    titles: list[UUID],
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
    container: Container,
) -> None:
    other = await accounts.person()
    rating = "INSERT INTO ratings VALUES ($1, gen_random_uuid(), $2, 10, NULL, NULL, now(), now())"
    async with held(connection, rating, other.id, titles[0]):
        repair = asyncio.create_task(_recount_one(container, titles[0]))
        await asyncio.sleep(0.05)
        assert not repair.done()

    await repair
    assert await shown(client, titles[0]) == {**rated([5, 5, 5]), "reviews": 0}
    assert (await rating_statistics.recount()).differences == ()


async def _recount_one(container: Container, title_id: UUID) -> None:
    async with container.unit_of_work().transaction():
        await container.rating_statistics().recount(title_id)


async def test_reviews_are_recounted_too(
    rating_statistics: RatingStatisticsLogic, titles: list[UUID], accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    await review(person, titles[1], 4, mark_completed=True)
    await connection.execute("UPDATE title_figures SET reviews_count = 0")

    (difference,) = (await rating_statistics.recount()).differences

    assert (difference.title_id, difference.counted.reviews_count) == (titles[1], 1)
    assert len(await walked(person.http, f"/api/v1/titles/{titles[1]}/reviews")) == 1
