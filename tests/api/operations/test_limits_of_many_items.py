"""Requests of many items count as several writes, or as none."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.support.limits import LimitedService, limit_headers, limited_service
from tests.support.problems import problem_of


@pytest.fixture
async def service(dsn: str, empty_tables: None) -> AsyncIterator[LimitedService]:
    async with limited_service(dsn, {"writes": "10/hour"}) as service:
        yield service


async def sent(person: httpx.AsyncClient, number: int) -> httpx.Response:
    items = [{"action": "delete", "id": str(uuid4())} for _ in range(number)]
    return await person.post("/watchlist/bulk", json={"items": items})


def left(answer: httpx.Response) -> int:
    return int(limit_headers(answer)["Remaining"])


async def test_refused_request_is_not_counted(service: LimitedService) -> None:
    person = await service.person("ada")
    assert left(await sent(person, 50)) == 7

    refused = await sent(person, 175)
    allowed = await sent(person, 150)

    problem_of(refused, 429, "rate_limited")
    assert left(refused) == 7
    assert (allowed.status_code, left(allowed)) == (200, 0)


async def test_request_is_never_more_than_the_whole_amount(service: LimitedService) -> None:
    answer = await sent(await service.person("ada"), 500)
    assert (answer.status_code, left(answer)) == (200, 0)
