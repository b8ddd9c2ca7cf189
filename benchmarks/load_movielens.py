"""Load the MovieLens data set through the API, and prove the figures of every title against plain arithmetic.

    python -m benchmarks.load_movielens FOLDER [--people 60] [--workers 2] [--at-once 24] [--url http://127.0.0.1:8100]

FOLDER holds movies.csv, links.csv and ratings.csv of "ml-latest-small" (https://grouplens.org/datasets/movielens/).
See README.md beside this file. Exit status: 0 when every figure is right, 1 at any difference.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from benchmarks.api import Account, Api, Json, Tally
from benchmarks.movielens import (
    Rating,
    RatingStatistics,
    figures_by_title,
    figures_of,
    read_ratings,
    read_titles,
    write_catalogue,
)
from benchmarks.own_service import Service, own_service, running_service

_NO_RATINGS: Final = figures_of([])
_ORDER: Final = 7
_SHOWN: Final = 10
_HALF_STEP_OF_ROUNDING: Final = 0.005 + 1e-6
_ACCEPTED: Final = ("201", "409 already_rated")
"""The latter where a connection broke after the rating was stored; the comparison proves that it was."""


def main() -> int:
    requested = _arguments().parse_args()
    context: AbstractContextManager[Service]
    context = nullcontext(running_service(requested.url)) if requested.url else own_service(requested.workers)
    with context as service:
        return asyncio.run(_benchmark(service, requested))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load_movielens", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the unpacked data set")
    parser.add_argument("--people", type=int, help="only the ratings of the first so many people")
    parser.add_argument("--at-once", type=int, default=24, help="requests under way at the same time (24)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the service that is started (2)")
    parser.add_argument("--url", help="use a running service; its settings must be those of this environment")
    return parser


async def _benchmark(service: Service, requested: argparse.Namespace) -> int:
    ratings = read_ratings(requested.folder, requested.people)
    people = sorted({rating.person for rating in ratings})
    raised = sum(rating.is_raised for rating in ratings)
    print(f"{len(people)} people, {len(ratings)} ratings; {raised} of them are below 1, where the scale begins: as 1.")
    _load_titles(service, requested.folder)
    ids = await _unrated_titles(service)
    accounts = await _sign_up(service, people, requested.at_once)
    is_accepted = await _rate(service, ratings, accounts, ids, requested.at_once)
    expected = figures_by_title(ratings)
    differences = await _differences(service, expected, None)
    is_counted = _recount(service)
    mean = None if requested.url else sum((Fraction(rating.score) for rating in ratings), Fraction(0)) / len(ratings)
    differences += await _differences(service, expected, mean)
    print("\n".join([*differences[:_SHOWN], f"{len(differences)} differences in the figures of {len(ids)} titles."]))
    return 0 if is_accepted and is_counted and not differences else 1


def _load_titles(service: Service, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "movielens.csv"
        shared = write_catalogue(read_titles(folder), file)
        begin = time.perf_counter()
        done = service.manage("load-catalogue", str(file), "--json")
        if done.returncode:
            raise SystemExit(f"load-catalogue failed:\n{done.stdout}{done.stderr}")
    report = json.loads(done.stdout)
    counts = ", ".join(f"{report[name]} {name}" for name in ("new", "changed", "unchanged", "rejected"))
    print(f"Titles in {time.perf_counter() - begin:.1f} s: {counts}. Ids at TMDb that two titles share: {shared}.")
    for row in report["rejected_rows"]:
        print(f"  line {row['line']}: {row['reason']}")


async def _unrated_titles(service: Service) -> dict[str, str]:
    """Return the ids of the titles by their ids at MovieLens; somebody else's ratings would spoil the comparison."""
    ids = {}
    async with Api(service.url, Tally()) as api:
        async for title in api.titles():
            movie_id = title["external_ids"].get("movielens")
            if movie_id is not None and title["rating"]["count"]:
                raise SystemExit(f"{title['title']} has ratings already: this needs a service without any.")
            if movie_id is not None:
                ids[movie_id] = title["id"]
    return ids


async def _sign_up(service: Service, people: Sequence[int], at_once: int) -> dict[int, Account]:
    tally, accounts, remaining = Tally(), {}, iter(people)

    async def work() -> None:
        async with Api(service.url, tally) as api:
            for person in remaining:
                accounts[person] = await api.sign_up()

    await _timed("Signing up and in", tally, [work() for _ in range(at_once)])
    return accounts


async def _rate(
    service: Service, ratings: list[Rating], accounts: Mapping[int, Account], ids: Mapping[str, str], at_once: int
) -> bool:
    """Give all ratings, those of all people mixed; return whether all were taken."""
    shuffled = random.Random(_ORDER).sample(ratings, len(ratings))  # noqa: S311 - the same order every time
    tally, remaining = Tally(), iter(shuffled)

    async def work(mine: Iterator[Rating]) -> None:
        async with Api(service.url, tally) as api:
            for rating in mine:
                body = {"title_id": ids[rating.movie_id], "score": rating.score, "mark_completed": True}
                await api.post(accounts[rating.person], "/ratings", body)

    await _timed("Rating", tally, [work(remaining) for _ in range(at_once)])
    return sum(tally.answers[name] for name in _ACCEPTED) == len(ratings)


async def _timed(what: str, tally: Tally, work: Sequence[Coroutine[Any, Any, None]]) -> None:
    begin = time.perf_counter()
    await asyncio.gather(*work)
    seconds, number = time.perf_counter() - begin, len(tally.seconds)
    print(
        f"{what}: {number} requests in {seconds:.1f} s, {number / seconds:.0f} a second, "
        f"median {tally.percentile(0.5) * 1000:.0f} ms, 95th percentile {tally.percentile(0.95) * 1000:.0f} ms, "
        f"answers {dict(tally.answers)}, tried again {dict(tally.repeats)}."
    )


def _recount(service: Service) -> bool:
    done = service.manage("recount")
    print(f"recount: {done.stdout.strip()}{done.stderr.strip()}")
    return done.returncode == 0 and "no difference" in done.stdout


async def _differences(service: Service, expected: Mapping[str, RatingStatistics], mean: Fraction | None) -> list[str]:
    """Return how the catalogue differs from what is expected; the weighted average only where the mean is known."""
    found, unseen = [], set(expected)
    async with Api(service.url, Tally()) as api:
        async for title in api.titles():
            movie_id = title["external_ids"].get("movielens")
            if movie_id is not None:
                unseen.discard(movie_id)
                found += _difference(title, expected.get(movie_id, _NO_RATINGS), mean)
    return found + [f"title {movie_id} is not in the catalogue" for movie_id in sorted(unseen)]


def _difference(title: Json, figures: RatingStatistics, mean: Fraction | None) -> list[str]:
    shown = title["rating"]
    is_right = (shown["average"], shown["count"], shown["distribution"]) == (
        figures.average,
        figures.count,
        figures.distribution,
    )
    if mean is not None and figures.count and is_right:
        total = sum(Fraction(score) * number for score, number in figures.distribution.items())
        is_right = abs(shown["weighted"] - float((25 * mean + total) / (25 + figures.count))) <= _HALF_STEP_OF_ROUNDING
    return [] if is_right else [f"{title['title']} ({title['id']}): {shown} shown, {figures} expected"]


if __name__ == "__main__":
    sys.exit(main())
