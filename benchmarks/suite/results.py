"""What a run found: readings of each class, ratios and verdicts, and what was measured besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.suite.bulk import BULK_GOAL, BulkCost
from benchmarks.suite.classes import BARE, CLASSES, NAIVE, OWN, PEERS, PGBENCH, THIN, EndpointClass
from benchmarks.suite.growth import DEEP_GOAL, SEARCH_GOAL, Growth
from benchmarks.suite.hot import CONVOY_GOAL, LOGIN_GOAL, HotTitles, Logins
from benchmarks.suite.importing import BESIDE_GOAL, READ_GOAL, Importing
from benchmarks.suite.lasting import MEMORY_GOAL, START_GOAL, Memory, Starts
from benchmarks.suite.rounds import Measured, Reading, summary_of
from benchmarks.suite.statistics import Goal, Ratio, Verdict, ratio_of
from benchmarks.suite.trips import GOALS as TRIP_GOALS

THIN_TO_BARE = "B1 / B0"
MAX_ERRORS = 0.01
"""The share of broken connections and timeouts above which a window says nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table of goals."""

    what: str
    measured: str
    goal: str
    ambitious: str
    verdict: Verdict


@dataclass(slots=True)
class Results:
    """`facts` are about the run itself: versions, machine, scale.

    `failures` has the reason of each, by class and variant; what is no class of endpoints has one without a variant.
    """

    facts: Mapping[str, str]
    readings: dict[str, dict[str, list[Reading]]] = field(default_factory=dict)
    failures: dict[str, dict[str, str]] = field(default_factory=dict)
    growth: Growth | None = None
    trips: Mapping[str, int] = field(default_factory=dict)
    hot_titles: Sequence[HotTitles] = ()
    logins: Logins | None = None
    bulk: BulkCost | None = None
    importing: Importing | None = None
    starts: Starts | None = None
    memory: Memory | None = None

    def add(self, name: str, measured: Measured) -> None:
        """Keep what was measured of a class, and what failed."""
        self.readings[name] = measured.readings
        if measured.failures:
            self.failures[name] = measured.failures

    def failure(self, name: str, *variants: str) -> str:
        """Return why one of these variants failed in a class, or nothing."""
        failures = self.failures.get(name, {})
        return next((failures[variant] for variant in variants if variant in failures), "")

    def sound(self, name: str) -> dict[str, list[Reading]]:
        """Return the readings of a class, of the variants that did not fail; none when the service did."""
        readings = {} if self.failure(name, OWN) else self.readings.get(name, {})
        return {variant: found for variant, found in readings.items() if not self.failure(name, variant)}

    def summaries(self) -> Iterator[tuple[EndpointClass, str, Reading]]:
        for one in CLASSES:
            for name, readings in self.readings.get(one.name, {}).items():
                if readings:
                    yield one, name, summary_of(readings)

    def comparisons(self) -> list[Comparison]:
        return [*self._ratios(), *self._beside(), *self._round_trips(), *self._others(), *self._hot(), *self._lasting()]

    def _ratios(self) -> Iterator[Comparison]:
        for one in CLASSES:
            measured = self.sound(one.name)
            for name, goal in one.goals.items():
                if self.failure(one.name, OWN, name):
                    yield Comparison(f"{one.name}: {_relation(name)}", "", *_limits(goal), Verdict.FAILED)
                elif name in measured:
                    yield _compared(one, name, measured, goal)

    def _beside(self) -> Iterator[Comparison]:
        """Compare what classes cost of service and PostgreSQL with what others do."""
        costs = {one.name: _whole_cost(self.sound(one.name)[OWN]) for one in CLASSES if OWN in self.sound(one.name)}
        for one in CLASSES:
            for other, goal in one.beside.items():
                if one.name in costs and other in costs:
                    yield _plain(
                        f"{one.name} / {other} (CPU of service and PostgreSQL)", costs[one.name] / costs[other], goal
                    )

    def _round_trips(self) -> Iterator[Comparison]:
        for name, count in self.trips.items():
            goal = TRIP_GOALS.get(name)
            verdict = Verdict.NONE if goal is None else Verdict.AMBITIOUS if count <= goal else Verdict.MISSED
            limit = "" if goal is None else str(goal)
            yield Comparison(f"{name}: round trips to the database", str(count), limit, limit, verdict)

    def _others(self) -> Iterator[Comparison]:
        if self.growth is not None:
            grown = self.growth
            what = f"list of {grown.entries:,}: slower / faster of first page and depth {grown.depth:,} (wall)"
            yield _plain(what, grown.depth_ratio, DEEP_GOAL)
            yield _plain("search by relevance: worst / best word (wall)", grown.spread(grown.searches), SEARCH_GOAL)
            spread = grown.spread(grown.popular_searches)
            yield _plain("search by number of ratings: worst / best word (wall)", spread, SEARCH_GOAL)
        if self.bulk is not None:
            yield _plain("500 entries one by one / in bulk (CPU)", self.bulk.ratio, BULK_GOAL)
        if self.logins is not None and self.logins.idle:
            yield _plain("ping p99 with 16 sign-ins in flight / idle", self.logins.busy / self.logins.idle, LOGIN_GOAL)

    def _hot(self) -> Iterator[Comparison]:
        for hot in self.hot_titles:
            what = f"figures after {hot.writes} ratings of {_titles(hot.titles)} at once"
            measured = f"{hot.created} created, {hot.wrong} wrong, {hot.deadlocks} deadlocks"
            yield _exact(what, measured, is_exact=hot.is_exact)
            yield _plain(f"ratings of {_titles(hot.titles)} at once: p99 / p50", hot.p99 / hot.p50, CONVOY_GOAL)
        if self.importing is not None:
            found = self.importing
            what = f"{found.entries:,} entries of one person, who reads their list at the same time"
            measured = f"{found.created:,} created, {found.deadlocks} deadlocks"
            yield _exact(what, measured, is_exact=found.is_exact)
            yield _plain("p99 of one's list during / before", found.busy / found.idle, READ_GOAL)
            yield _plain("p99 of one's list beside own additions / others'", found.busy / found.others, BESIDE_GOAL)

    def _lasting(self) -> Iterator[Comparison]:
        if self.starts is not None:
            yield _plain("a second `manage.py run`: seconds to /ready, median", self.starts.median, START_GOAL)
        if self.memory is not None:
            number = f"{max(self.memory.own):,}"
            yield _plain(f"memory of a worker: after {number} requests / a tenth", self.memory.growth, MEMORY_GOAL)


def _compared(one: EndpointClass, name: str, measured: Mapping[str, list[Reading]], goal: Goal) -> Comparison:
    own, other = measured[OWN], measured[name]
    ratio = _ratio(own, other, name)
    spoilt = max(reading.error_share for reading in (*own, *other)) > MAX_ERRORS
    text = f"{ratio.value:.2f} (pairs {ratio.paired:.2f})" + (", with errors" if spoilt else "")
    verdict = Verdict.UNCLEAR if spoilt else goal.judge(ratio)
    return Comparison(f"{one.name}: {_relation(name)}", text, *_limits(goal), verdict)


def _limits(goal: Goal) -> tuple[str, str]:
    sign = "≥" if goal.is_least else "≤"
    return f"{sign} {goal.goal:g}", f"{sign} {goal.ambitious:g}"


def _ratio(own: Sequence[Reading], other: Sequence[Reading], name: str) -> Ratio:
    if name == PGBENCH:
        return ratio_of([one.database_cpu for one in own], [one.database_cpu for one in other])
    pair = ([one.cpu for one in own], [one.cpu for one in other])
    return ratio_of(*reversed(pair)) if name in PEERS else ratio_of(*pair)


def _relation(name: str) -> str:
    if name == PGBENCH:
        return "PostgreSQL's CPU / that of pgbench with the same SQL"
    return f"times less CPU than {name}" if name in PEERS else f"CPU / {name}"


def _titles(number: int) -> str:
    return "one title" if number == 1 else f"{number} titles"


def _exact(what: str, measured: str, *, is_exact: bool) -> Comparison:
    return Comparison(what, measured, "exact", "exact", Verdict.AMBITIOUS if is_exact else Verdict.MISSED)


def _whole_cost(readings: Sequence[Reading]) -> float:
    found = summary_of(readings)
    return found.cpu + found.database_cpu


def _plain(what: str, value: float, goal: Goal) -> Comparison:
    return Comparison(what, f"{value:.2f}", *_limits(goal), goal.verdict(value))


def cost_against_bare(results: Results) -> list[tuple[str, str, float]]:
    """Return class, variant and how many times B0's CPU time it takes, for the plot."""
    found = []
    for one in CLASSES:
        measured = results.sound(one.name)
        if BARE not in measured:
            continue
        for name, readings in measured.items():
            if name not in (BARE, PGBENCH):
                found.append((one.name, name, _times(readings, measured[BARE])))
    return found


def side_by_side(results: Results) -> Iterator[tuple[str, float, Mapping[str, float]]]:
    """Give each class, the service's CPU time, and its ratios: to B0 and B1, of naive to it, and of B1 to B0."""
    for one in CLASSES:
        measured = results.sound(one.name)
        if OWN not in measured:
            continue
        own = measured[OWN]
        ratios: dict[str, float] = {
            name: _ratio(own, measured[name], name).value for name in (BARE, THIN, NAIVE) if name in measured
        }
        if BARE in measured and THIN in measured:
            ratios[THIN_TO_BARE] = _times(measured[THIN], measured[BARE])
        yield one.name, summary_of(own).cpu, ratios


def _times(readings: Sequence[Reading], yardstick: Sequence[Reading]) -> float:
    return ratio_of([reading.cpu for reading in readings], [reading.cpu for reading in yardstick]).value
