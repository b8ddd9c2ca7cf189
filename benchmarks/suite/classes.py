"""Classes of endpoints: what each requests, what it is compared with, and the goals."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from benchmarks.suite.load import Generator, Request
from benchmarks.suite.options import Options
from benchmarks.suite.postgres import Postgres
from benchmarks.suite.processes import Server
from benchmarks.suite.servers import Hosting, response_to
from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import Supply, Targets

OWN: Final = "service"
BARE: Final = "B0"
THIN: Final = "B1"
NAIVE: Final = "naive"
DRF: Final = "DRF"
DRF_TUNED: Final = "DRF tuned"
PGBENCH: Final = "pgbench"
PEERS: Final = (NAIVE, DRF, DRF_TUNED)

_KNOWN_TAGS = 200
_READS: Final = {
    "plays": "plays?limit=20",
    "next": "next-up?limit=20",
    "calendar": f"calendar?to={date.today() + timedelta(days=365)}",  # noqa: DTZ011 - the day of this machine is near
    "statistics": "statistics",
    "home": "home",
}
"""What each person reads of their own."""


@dataclass(frozen=True, slots=True)
class EndpointClass:
    """`once` says that each request can be sent once, so that every window needs new ones. `beside` has the classes
    that it is compared with (service and PostgreSQL), with the goals."""

    name: str
    says: str
    compared: tuple[str, ...]
    goals: Mapping[str, Goal]
    once: bool = False
    beside: Mapping[str, Goal] = field(default_factory=dict)


_AGAINST_NAIVE: Final = Goal(7, 10, is_least=True)
_AGAINST_THIN: Final = Goal(1.5, 1.2)
_WRITE_AGAINST_THIN: Final = Goal(2.0, 1.4)
"""B1 takes a body as it is; the service checks it, and waits for a permit of the account."""

CLASSES: Final = (
    EndpointClass("health", "GET /health through the whole stack", (BARE,), {BARE: Goal(2.5, 2.0)}),
    EndpointClass(
        "list",
        "GET /watchlist, 20 entries",
        (BARE, THIN, NAIVE, DRF, DRF_TUNED, PGBENCH),
        {
            BARE: Goal(8.5, 6.5),
            THIN: _AGAINST_THIN,
            NAIVE: _AGAINST_NAIVE,
            DRF: Goal(10, 14, is_least=True),
            DRF_TUNED: Goal(8, 10, is_least=True),
            PGBENCH: Goal(1.4, 1.2),
        },
    ),
    EndpointClass(
        "title",
        "GET /titles/{id}",
        (BARE, THIN, NAIVE),
        {BARE: Goal(6.5, 5.0), THIN: _AGAINST_THIN, NAIVE: _AGAINST_NAIVE},
    ),
    EndpointClass(
        "cached",
        "GET /titles/{id}, known: 304",
        (BARE, THIN),
        {BARE: Goal(6.0, 4.5), THIN: _AGAINST_THIN},
    ),
    EndpointClass(
        "changes",
        "GET /changes, nothing new: 304",
        (BARE,),
        {BARE: Goal(6.0, 4.5)},
        beside={"cached": Goal(1.3, 1.0)},
    ),
    EndpointClass(
        "search", "GET /titles?q=, a common word, 20 titles", (BARE, THIN), {BARE: Goal(10, 8), THIN: _AGAINST_THIN}
    ),
    EndpointClass(
        "add",
        "POST /watchlist",
        (BARE, THIN, NAIVE),
        {BARE: Goal(9.5, 7.5), THIN: _WRITE_AGAINST_THIN, NAIVE: _AGAINST_NAIVE},
        once=True,
    ),
    EndpointClass(
        "rate",
        "PUT /ratings/{id}, with the average",
        (BARE, THIN, NAIVE),
        {BARE: Goal(10, 8), THIN: _WRITE_AGAINST_THIN, NAIVE: _AGAINST_NAIVE},
    ),
    EndpointClass("plays", "GET /plays, 20 plays", (), {}, beside={"list": Goal(1.4, 1.2)}),
    EndpointClass("log", "POST /plays", (), {}, once=True, beside={"add": Goal(1.6, 1.4)}),
    EndpointClass("items", "GET /lists/{id}/items, 20 items", (), {}, beside={"list": Goal(1.4, 1.2)}),
    EndpointClass("put", "POST /lists/{id}/items", (), {}, once=True, beside={"add": Goal(1.6, 1.4)}),
    EndpointClass("next", "GET /next-up", (), {}, beside={"list": Goal(1.4, 1.2)}),
    EndpointClass("calendar", "GET /calendar, a year", (), {}),
    EndpointClass("statistics", "GET /statistics", (), {}),
    EndpointClass("home", "GET /home", (), {}),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What runs while everything is measured; `absent` has the peers that did not start, with the reason."""

    options: Options
    hosting: Hosting
    postgres: Postgres
    generator: Generator
    targets: Targets
    service: Server
    peers: Mapping[str, Server] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)

    def supply(self, name: str) -> Supply:
        """Return what gives the requests of a class."""
        targets = self.targets
        fixed: Mapping[str, Callable[[], list[Request]]] = {
            "health": lambda: [Request("GET", "/health")],
            "list": targets.lists,
            "title": targets.title_reads,
            "cached": self._known_titles,
            "changes": self._known_changes,
            "search": targets.searches,
            "rate": targets.rescorings,
            "items": targets.item_reads,
            **{one: partial(targets.reads, path) for one, path in _READS.items()},
        }
        if name not in fixed:
            return lambda: targets.next_additions(name, self.options.seconds)
        requests = fixed[name]()
        return lambda: requests

    def _known_titles(self) -> list[Request]:
        reads = self.targets.title_reads()[:_KNOWN_TAGS]
        return [replace(read, tag=response_to(read, self.service).tag, expected=304) for read in reads]

    def _known_changes(self) -> list[Request]:
        return [self._known_change(person.token) for person in self.targets.people[:_KNOWN_TAGS]]

    def _known_change(self, token: str) -> Request:
        """Return the request of a client that has read all changes of its account."""
        latest = response_to(Request("GET", "/api/v1/changes/latest", token), self.service)
        read = Request("GET", f"/api/v1/changes?cursor={json.loads(latest.body)['cursor']}", token)
        return replace(read, tag=response_to(read, self.service).tag, expected=304)
