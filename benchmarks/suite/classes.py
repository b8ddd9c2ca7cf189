"""Classes of endpoints: what each asks, whom it is compared with, and the goals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.suite.load import Generator, Request
from benchmarks.suite.options import Options
from benchmarks.suite.postgres import Postgres
from benchmarks.suite.processes import Server
from benchmarks.suite.rounds import PgBench, Served, Variant
from benchmarks.suite.servers import Hosting, asked, pgbench_script
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


@dataclass(frozen=True, slots=True)
class EndpointClass:
    """`once` says that each request can be sent once, so that every window needs new ones."""

    name: str
    says: str
    compared: tuple[str, ...]
    goals: Mapping[str, Goal]
    once: bool = False


_AGAINST_NAIVE: Final = Goal(7, 10, is_least=True)

CLASSES: Final = (
    EndpointClass("health", "GET /health through the whole stack", (BARE,), {BARE: Goal(2.5, 2.0)}),
    EndpointClass(
        "list",
        "GET /watchlist, 20 entries",
        (BARE, THIN, NAIVE, DRF, DRF_TUNED, PGBENCH),
        {
            BARE: Goal(8.5, 6.5),
            THIN: Goal(1.5, 1.2),
            NAIVE: _AGAINST_NAIVE,
            DRF: Goal(10, 14, is_least=True),
            DRF_TUNED: Goal(8, 10, is_least=True),
            PGBENCH: Goal(1.4, 1.2),
        },
    ),
    EndpointClass("title", "GET /titles/{id}", (BARE, NAIVE), {BARE: Goal(6.5, 5.0), NAIVE: _AGAINST_NAIVE}),
    EndpointClass("cached", "GET /titles/{id}, known: 304", (BARE,), {BARE: Goal(6.0, 4.5)}),
    EndpointClass("search", "GET /titles?q=, a common word, 20 titles", (BARE,), {BARE: Goal(10, 8)}),
    EndpointClass("add", "POST /watchlist", (BARE, NAIVE), {BARE: Goal(9.5, 7.5), NAIVE: _AGAINST_NAIVE}, once=True),
    EndpointClass(
        "rate", "PUT /ratings/{id}, with the average", (BARE, NAIVE), {BARE: Goal(10, 8), NAIVE: _AGAINST_NAIVE}
    ),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What stands while everything is measured; `peers` are there only where they are wanted."""

    options: Options
    hosting: Hosting
    postgres: Postgres
    generator: Generator
    targets: Targets
    service: Server
    peers: Mapping[str, Server] = field(default_factory=dict)

    def supply(self, name: str) -> Supply:
        """Return what gives the requests of a class."""
        targets = self.targets
        fixed: Mapping[str, Callable[[], list[Request]]] = {
            "health": lambda: [Request("GET", "/health")],
            "list": targets.lists,
            "title": targets.title_reads,
            "cached": self._known_titles,
            "search": targets.searches,
            "rate": targets.rescorings,
        }
        if name not in fixed:
            return lambda: targets.next_additions(self.options.seconds)
        requests = fixed[name]()
        return lambda: requests

    def _known_titles(self) -> list[Request]:
        reads = self.targets.title_reads()[:_KNOWN_TAGS]
        return [replace(read, tag=asked(self.service, read).tag) for read in reads]


@contextmanager
def variants_of(one: EndpointClass, bench: Bench) -> Iterator[list[Variant]]:
    """Give the service and what it is compared with for a class, started and shown to answer."""
    supply = bench.supply(one.name)
    served = [_served(OWN, bench.service, supply, bench, one)]
    sample = supply()[0]
    _require_success(OWN, bench.service, sample)
    with ExitStack() as stack:
        if not bench.options.is_own_only:
            served += _peers_of(one, bench, supply)
            served.append(_bare(one, bench, supply, stack))
        others: list[Variant] = []
        if PGBENCH in one.compared and not bench.options.is_own_only:
            script = pgbench_script(bench.targets.people, bench.hosting.folder)
            others.append(PgBench(PGBENCH, bench.postgres, script, bench.options.seconds))
        yield [*served, *others]


def _peers_of(one: EndpointClass, bench: Bench, supply: Supply) -> list[Served]:
    found = []
    for name in one.compared:
        server = bench.peers.get(name)
        if server is None:
            continue
        given = bench.targets.drf_lists if name in (DRF, DRF_TUNED) else supply
        _require_success(name, server, given()[0])
        found.append(_served(name, server, given, bench, one))
    return found


def _bare(one: EndpointClass, bench: Bench, supply: Supply, stack: ExitStack) -> Served:
    sample = supply()[0]
    answer = asked(bench.service, sample)
    server = stack.enter_context(bench.hosting.bare(answer, sample))
    return _served(BARE, server, lambda: [sample], bench, replace(one, once=False))


def _served(name: str, server: Server, supply: Supply, bench: Bench, one: EndpointClass) -> Served:
    return Served(name, server, bench.postgres, bench.generator, supply, is_in_order=one.once)


def _require_success(name: str, server: Server, request: Request) -> None:
    answer = asked(server, request)
    if answer.status >= 400:  # noqa: PLR2004
        raise SystemExit(f"{name} answers {request.method} {request.path} with {answer.status}: {answer.body[:500]!r}")


def started_peers(
    hosting: Hosting, targets: Targets, requested: Sequence[EndpointClass], stack: ExitStack
) -> dict[str, Server]:
    """Start the servers that some class is compared with."""
    needed = {name for one in requested for name in one.compared}
    starters: Mapping[str, Callable[[], AbstractContextManager[Server]]] = {
        THIN: lambda: hosting.thin(targets.people),
        NAIVE: hosting.naive,
        DRF: lambda: hosting.django(is_tuned=False),
        DRF_TUNED: lambda: hosting.django(is_tuned=True),
    }
    return {name: stack.enter_context(start()) for name, start in starters.items() if name in needed}
