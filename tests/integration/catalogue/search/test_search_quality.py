"""What people type finds the title they mean among the first three: queries of 31 kinds over the demo catalogue."""

import csv
import gzip
import io
import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest

from tests.integration.catalogue.search.mistakes import KINDS
from tests.support.databases import SECRET, created_database
from tests.support.each import for_each
from watchkeeper.commands.demo import load_demo_catalogue
from watchkeeper.commands.load_catalogue import run_load
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.title_repository import TitleRepository

pytestmark = pytest.mark.xdist_group("search quality")  # the catalogue is loaded once

_FOLDER: Final = Path(__file__).parent
_FIRST: Final = 3
_FIRST_FIVE: Final = 5
_TRIED: Final = 60
_OVERALL: Final = 0.97
_FLOORS: Final = {"typo": 0.85, "typo2": 0.75}
"""By kind. Of the others every query finds what is meant."""

_NONSENSE: Final = (
    *("asdfghjkl", "qwertzuiop", "xyzzy plugh", "matrix zzzqqq", "jjjjjjjj", "blorptang", "vwxqz", "dark knightzzqx"),
    *(
        "kwyjibo frobnitz",
        "lkjhgfdsa 2008",
        "qqqqq",
        "zxcvbnm",
        "千龘",
        "ввввв",
        "🦖🦖🦖",
        "%%%%",
        "'; DROP TABLE titles",
    ),
)


def _queries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / "queries.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def catalogue_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, f"quality_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as dsn:
        yield dsn


@pytest.fixture(scope="module")
async def titles(catalogue_dsn: str, settings: Settings) -> AsyncIterator[TitleRepository]:
    """The demo catalogue and some titles in other scripts, with numerals and with signs."""
    application = create_application(settings, secret=SECRET, dsn=catalogue_dsn)
    async with application.router.lifespan_context(application):
        container = application.state.container
        await load_demo_catalogue(container)
        await run_load(container, _FOLDER / "extra_titles.csv")
        yield container.titles()


@pytest.fixture(scope="module")
def names() -> list[tuple[str, int]]:
    """Names of one film only with their years, in an order of their own."""
    packed = resources.files("watchkeeper.resources.demo_catalogue").joinpath("films.csv.gz").read_bytes()
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))))
    number = Counter(row["title"].casefold() for row in rows)
    once = [(row["title"], int(row["release_date"][:4])) for row in rows if number[row["title"].casefold()] == 1]
    return random.Random(14).sample(once, len(once))


async def _found(titles: TitleRepository, text: str, limit: int = _FIRST) -> list[list[Any]]:
    filters = TitleFilter(query=text, is_active=True)
    page = await titles.search(filters, TitleSort.RELEVANCE, PageRequest(limit=limit))
    return [[title.title, title.release_date.year if title.release_date else None] for title in page.items]


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_title_that_is_meant_is_among_the_first_three(titles: TitleRepository) -> None:
    hits: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for query in _queries():
        found = await _found(titles, query["q"])
        hits[query["kind"]].append(any(target in found for target in query["targets"]))
        if not hits[query["kind"]][-1]:
            missed.append(f"{query['kind']}: {query['q']} found {found} instead of {query['targets']}")

    every = [hit for of_kind in hits.values() for hit in of_kind]
    assert sum(every) / len(every) >= _OVERALL, "\n".join(missed)
    shares = {kind: sum(of_kind) / len(of_kind) for kind, of_kind in hits.items()}
    poor = {kind: share for kind, share in shares.items() if share < _FLOORS.get(kind, 1)}
    assert poor == {}, "\n".join(missed)


@pytest.mark.long
@pytest.mark.timeout(300)
@for_each("kind", KINDS)
async def test_name_that_somebody_gets_wrong_is_among_the_first_five(
    titles: TitleRepository, names: Sequence[tuple[str, int]], kind: str
) -> None:
    (mistake, floor), choice = KINDS[kind], random.Random(kind)
    typed = ((mistake(choice, name, year), name) for name, year in names)
    tried = list(islice(((text, name) for text, name in typed if text is not None), _TRIED))
    missed = [
        f"{text} instead of {name}"
        for text, name in tried
        if name not in [title for title, _ in await _found(titles, text, _FIRST_FIVE)]
    ]

    assert len(tried) == _TRIED
    assert len(missed) <= (1 - floor) * _TRIED, missed


@pytest.mark.long
@pytest.mark.parametrize("text", _NONSENSE)
async def test_nonsense_finds_nothing(titles: TitleRepository, text: str) -> None:
    assert await _found(titles, text) == []
