"""What ten million people would need, from what docs/performance.md says a request costs.

    PYTHONPATH=src .venv/bin/python -m benchmarks.ten_million                      # every assumption has an option
    PYTHONPATH=src .venv/bin/python -m benchmarks.ten_million --people 1000000 --requests 30

A calculation, no measurement: rates follow from assumptions about people, costs are read from the measured table of
that page, sizes were measured once. All assumptions are printed with the result, which is Markdown.
"""

import argparse
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_ROW: Final = re.compile(r"^\| (?P<what>[^|]+) \| service \| (?P<cpu>\d+) \| (?P<postgres>\d+) \|", re.MULTILINE)
_MICRO: Final = 1e-6
_MEGA: Final = 1e6
_TERA: Final = 1e12

MIX: Final[Mapping[str, float]] = {
    "GET /watchlist, 20 entries": 0.40,
    "GET /titles/{id}": 0.40,
    "GET /titles?q=, a common word, 20 titles": 0.10,
    "POST /watchlist": 0.05,
    "PUT /ratings/{id}, with the average": 0.05,
}
"""Shares of requests, by the names of the measured classes. Several processes read what has not changed, too."""

_LIST: Final = "GET /watchlist, 20 entries"
_SEARCH: Final = "GET /titles?q=, a common word, 20 titles"
_WRITES: Final = ("POST /watchlist", "PUT /ratings/{id}, with the average")


_ACCOUNT: Final = 753
_ENTRY: Final = 365
_RATING: Final = 414
_TITLE: Final = 2260
"""Bytes a row with its share of all indexes, right after VACUUM: the benchmark's data at scale 0.2 (2,000 accounts with
a session each, 199,000 entries, 200,000 ratings, 20,000 titles with figures, genres, platforms and two ids)."""

_LOGGED: Final = 2900
"""The mean of an entry, 1644, and a rating, 4079: 3,000 of each, one a transaction, right after a checkpoint."""

_FIND: Final = 0.26
_RECORD: Final = 0.24
"""What a position takes PostgreSQL, as a part of what a list of 20 does: 57 and 53 of 217 microseconds, over the same
data and in one run. Asked for eight accounts at once it takes 60."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed; each has an option of its name."""

    people: float = field(default=10_000_000, metadata={"means": "accounts"})
    active: float = field(default=0.2, metadata={"means": "share of them who come on a day"})
    requests: float = field(default=60, metadata={"means": "requests of one who comes, a day"})
    sign_ins: float = field(default=0.1, metadata={"means": "sign-ins of one who comes, a day (sessions last a month)"})
    peak_hour: float = field(default=0.1, metadata={"means": "share of a day's requests in its busiest hour"})
    burst: float = field(default=2, metadata={"means": "busiest minutes, times the mean of that hour"})
    utilisation: float = field(default=0.5, metadata={"means": "how busy processors may be then"})
    hash_seconds: float = field(default=0.3, metadata={"means": "processor time of one sign-in (docs/operations.md)"})
    entries: float = field(default=150, metadata={"means": "watchlist entries of an account"})
    ratings: float = field(default=50, metadata={"means": "ratings of an account"})
    titles: float = field(default=1_000_000, metadata={"means": "titles"})
    account_bytes: float = field(default=_ACCOUNT, metadata={"means": "bytes of an account, with indexes (measured)"})
    entry_bytes: float = field(default=_ENTRY, metadata={"means": "bytes of an entry, with indexes (measured)"})
    rating_bytes: float = field(default=_RATING, metadata={"means": "bytes of a rating, with indexes (measured)"})
    title_bytes: float = field(default=_TITLE, metadata={"means": "bytes of a title and all its rows (measured)"})
    find: float = field(
        default=_FIND, metadata={"means": "a position asked for, times a list's PostgreSQL time (measured)"}
    )
    record: float = field(default=_RECORD, metadata={"means": "a note of a position, in lists (measured)"})
    wal_bytes: float = field(default=_LOGGED, metadata={"means": "bytes of the log (WAL) for a write (measured)"})
    cores: float = field(default=16, metadata={"means": "cores of a machine"})
    pool: float = field(default=10, metadata={"means": "connections of a process (DATABASE__POOL_SIZE)"})
    node_bytes: float = field(default=2 * _TERA, metadata={"means": "bytes that one node of PostgreSQL shall hold"})


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time of one request, in microseconds."""

    cpu: float
    postgres: float


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    value: float
    unit: str
    formula: str


def measured(page: str) -> dict[str, Cost]:
    """Return what the page says that each class of requests costs. Raises KeyError for one of MIX that is missing."""
    found = {row["what"]: Cost(float(row["cpu"]), float(row["postgres"])) for row in _ROW.finditer(page)}
    return {what: found[what] for what in MIX}


def calculated(given: Assumptions, costs: Mapping[str, Cost]) -> list[Line]:
    """Return what is needed at the peak, in the order in which it follows from each other."""
    visits = given.people * given.active * given.peak_hour / 3600 * given.burst
    rate = visits * given.requests
    return [
        Line("requests at the peak", rate, "a second", "people * active * requests * peak_hour / 3600 s * burst"),
        Line("of them writes", rate * _share_of_writes(), "a second", "times their share"),
        Line("log for each replica", rate * _share_of_writes() * given.wal_bytes / _MEGA, "MB/s", "writes * wal_bytes"),
        *_processes(given, visits, rate * sum(share * costs[what].cpu for what, share in MIX.items()) * _MICRO),
        *_databases(given, {what: rate * share * costs[what].postgres for what, share in MIX.items()}, rate, costs),
        *_sizes(given),
    ]


def _share_of_writes() -> float:
    return sum(MIX[what] for what in _WRITES)


def _processes(given: Assumptions, visits: float, busy: float) -> list[Line]:
    answering = busy / given.utilisation
    hashing = visits * given.sign_ins * given.hash_seconds / given.utilisation
    processes = math.ceil(answering + hashing)
    machines = math.ceil(processes / given.cores)
    return [
        Line("cores for the service", answering, "cores", "rate * sum of share * CPU / utilisation"),
        Line("cores for passwords", hashing, "cores", "sign-ins a second * hash_seconds / utilisation"),
        Line("worker processes", processes, "processes", "one a core"),
        Line("machines for the service", machines, "machines", "processes / cores"),
        Line("connections without a pooler", processes * (given.pool + 2), "connections", "processes * (pool + 2)"),
    ]


def _databases(given: Assumptions, micros: Mapping[str, float], rate: float, costs: Mapping[str, Cost]) -> list[Line]:
    busy = {what: spent * _MICRO / given.utilisation for what, spent in micros.items()}
    whole, written = sum(busy.values()), sum(busy[what] for what in _WRITES)
    writes = _share_of_writes()
    a_list = rate * costs[_LIST].postgres * _MICRO / given.utilisation
    positions = a_list * ((1 - writes) * given.find + writes * given.record)
    nodes = math.ceil(whole / given.cores)
    return [
        Line("cores for PostgreSQL in all", whole, "cores", "rate * sum of share * PostgreSQL / utilisation"),
        Line("- of them searches", busy[_SEARCH], "cores", "the same, of searches"),
        Line("- of them writes", written, "cores", "the same, of writes"),
        Line("- beside them positions", positions, "cores", "(reads * find + writes * record) * list / utilisation"),
        Line("cores for the primary with replicas", written + positions, "cores", "writes + positions"),
        Line("cores for the replicas", whole - written, "cores", "all - writes"),
        Line("nodes of Citus for the work", nodes, "nodes", "cores for PostgreSQL / cores"),
    ]


def _sizes(given: Assumptions) -> list[Line]:
    each = given.account_bytes + given.entries * given.entry_bytes + given.ratings * given.rating_bytes
    own, shared = given.people * each, given.titles * given.title_bytes
    nodes = math.ceil(own / max(given.node_bytes - shared, 1))
    return [
        Line("people's own rows", own / _TERA, "TB", "people * (account + entries * entry + ratings * rating bytes)"),
        Line("the catalogue", shared / _TERA, "TB", "titles * title_bytes; whole on each node"),
        Line("nodes of Citus for the size", nodes, "nodes", "own rows / (node_bytes - catalogue)"),
    ]


def shown(given: Assumptions, costs: Mapping[str, Cost], lines: list[Line]) -> str:
    """Return everything as Markdown."""
    assumed = [
        f"| `{one.name}` | {getattr(given, one.name):,.12g} | {one.metadata['means']} |" for one in fields(given)
    ]
    priced = [
        f"| {what} | {share:.0%} | {costs[what].cpu:g} | {costs[what].postgres:g} |" for what, share in MIX.items()
    ]
    counted = [f"| {line.what} | {_rounded(line.value)} {line.unit} | {line.formula} |" for line in lines]
    return "\n".join(
        [
            *("| assumed | | |", "|---|---|---|", *assumed, ""),
            *("| request | share | CPU µs | PostgreSQL µs |", "|---|---|---|---|", *priced, ""),
            *("| needed | | how |", "|---|---|---|", *counted),
        ]
    )


def _rounded(value: float) -> str:
    """Return two digits that count: there are no more in it."""
    digits = 1 - math.floor(math.log10(value)) if value else 0
    shown = round(float(value), digits)
    return f"{shown:,.{0 if shown.is_integer() else max(digits, 0)}f}"


def _assumptions() -> Assumptions:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for one in fields(Assumptions):
        parser.add_argument(
            f"--{one.name.replace('_', '-')}", type=float, default=one.default, help=one.metadata["means"]
        )
    return Assumptions(**vars(parser.parse_args()))


def main() -> None:
    given, costs = _assumptions(), measured(PAGE.read_text("utf-8"))
    print(shown(given, costs, calculated(given, costs)))


if __name__ == "__main__":
    main()
