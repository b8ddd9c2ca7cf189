"""The variants of one class: the service, its yardsticks and its peers."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from benchmarks.suite.classes import BARE, DRF, DRF_TUNED, NAIVE, OWN, PGBENCH, THIN, Bench, EndpointClass
from benchmarks.suite.failures import FAILURES, MeasurementError, reason_of
from benchmarks.suite.load import Request
from benchmarks.suite.processes import Server
from benchmarks.suite.rounds import Measured, PgBench, Served, Variant, interleaved
from benchmarks.suite.servers import Hosting, Response, pgbench_script, require_same_members, required
from benchmarks.suite.targets import Supply, Targets

Starters = Mapping[str, Callable[[], AbstractContextManager[Server]]]
"""What starts each peer, by name."""


def measured_class(one: EndpointClass, bench: Bench) -> Measured:
    """Measure a class. What fails is noted and left out; without the service nothing is measured."""
    compared = () if bench.options.is_own_only else one.compared
    variants: list[Variant] = []
    failures: dict[str, str] = {}
    with ExitStack() as stack:
        choice = _Choice(one, bench, stack)
        for name in (OWN, *compared):
            try:
                variants.append(choice.variant(name))
            except FAILURES as failure:
                failures[name] = reason_of(failure)
            if OWN in failures:
                return Measured(failures=failures)
        measured = interleaved(variants, bench.options.rounds)
    return Measured(measured.readings, failures | measured.failures)


@dataclass(slots=True)
class _Choice:
    """Makes the variants of a class, the service first: B0 sends the bytes of its response."""

    one: EndpointClass
    bench: Bench
    stack: ExitStack
    sample: tuple[Response, Request] | None = None

    def variant(self, name: str) -> Variant:
        """Return a variant whose server has responded as expected. Raises one of FAILURES when it has not."""
        if name == BARE:
            return self._bare()
        if name == PGBENCH:
            script = pgbench_script(self.bench.targets.people, self.bench.hosting.folder)
            return PgBench(name, self.bench.postgres, script, self.bench.options.seconds)
        server = self._server(name)
        is_django = name in (DRF, DRF_TUNED)
        supply: Supply = self.bench.targets.drf_lists if is_django else self.bench.supply(self.one.name)
        request = supply()[0]
        response = required(server, request)
        if name == OWN:
            self.sample = response, request
        elif name == THIN and self.sample is not None:
            require_same_members(self.sample[0], response)
        return Served(name, server, self.bench.postgres, self.bench.generator, supply, is_in_order=self.one.once)

    def _bare(self) -> Variant:
        assert self.sample is not None  # noqa: S101 - the service comes first
        response, request = self.sample
        server = self.stack.enter_context(self.bench.hosting.bare(response, request))
        return Served(BARE, server, self.bench.postgres, self.bench.generator, lambda: [request])

    def _server(self, name: str) -> Server:
        if name == OWN:
            return self.bench.service
        if name in self.bench.absent:
            raise MeasurementError(self.bench.absent[name])
        return self.bench.peers[name]


def peer_starters(hosting: Hosting, targets: Targets, requested: Sequence[EndpointClass]) -> Starters:
    """Return what starts the peers that some class is compared with."""
    needed = {name for one in requested for name in one.compared}
    starters: Starters = {
        THIN: lambda: hosting.thin(targets.people, targets.words.common),
        NAIVE: hosting.naive,
        DRF: lambda: hosting.django(is_tuned=False),
        DRF_TUNED: lambda: hosting.django(is_tuned=True),
    }
    return {name: start for name, start in starters.items() if name in needed}


def started_peers(starters: Starters, stack: ExitStack) -> tuple[dict[str, Server], dict[str, str]]:
    """Start peers until the stack ends; return those that started, and the reasons of the others."""
    started: dict[str, Server] = {}
    absent: dict[str, str] = {}
    for name, start in starters.items():
        try:
            started[name] = stack.enter_context(start())
        except FAILURES as failure:
            absent[name] = reason_of(failure)
    return started, absent
