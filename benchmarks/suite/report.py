"""The tables as Markdown, the plot as SVG, and their place in docs/performance.md."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from benchmarks.suite.classes import BARE, NAIVE, THIN
from benchmarks.suite.facts import ADVICE
from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.growth import Growth
from benchmarks.suite.options import ROOT
from benchmarks.suite.results import THIN_TO_BARE, Results, cost_against_bare, side_by_side

PAGE: Final = ROOT / "docs" / "performance.md"
PLOT: Final = ROOT / "docs" / "performance.svg"
BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"

_CARRY: Final = (
    "B0 does no work of its own, so that its time is that of the event loop, the kernel and the processor's caches: a"
    " ratio to B0 compares runs on one machine, and says little on another. B1 and naive do the same work with the same"
    " database: ratios to them carry further. Absolute times carry nowhere."
)

_COMPARED: Final = (BARE, THIN, NAIVE, THIN_TO_BARE)
_LEFT, _WIDTH, _BAR, _GAP, _LABEL = 190, 560, 16, 22, 60
_COLOURS: Final = {"service": "#2a6f97", "B1": "#89c2d9", "naive": "#e09f3e", "DRF": "#9e2a2b", "DRF tuned": "#c8553d"}


def markdown(results: Results) -> str:
    """Return all tables."""
    parts = [
        _facts(results),
        ADVICE,
        _failures(results),
        _side_by_side(results),
        _costs(results),
        _goals(results),
    ]
    if results.growth is not None:
        parts.append(_growth(results.growth))
    besides = _besides(results)
    if besides:
        parts.append(_table(("besides", "measured"), besides))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _facts(results: Results) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in results.facts.items())


def _failures(results: Results) -> str:
    rows = [
        [name, variant, str(len(results.readings.get(name, {}).get(variant, ()))), reason.replace("|", "\\|")]
        for name, failures in results.failures.items()
        for variant, reason in failures.items()
    ]
    return _table(("**failed**", "by", "rounds before", "reason"), rows) if rows else ""


def _side_by_side(results: Results) -> str:
    """Return the ratios to each yardstick beside each other, and how far they carry."""
    rows = [
        [name, f"{cpu:.0f}", *(f"{ratios[other]:.2f}" if other in ratios else "" for other in _COMPARED)]
        for name, cpu, ratios in side_by_side(results)
    ]
    if not any(any(row[2:]) for row in rows):
        return ""
    return _table(("class", "CPU µs", "times B0", "times B1", "naive / service", THIN_TO_BARE), rows) + f"\n\n{_CARRY}"


def _costs(results: Results) -> str:
    rows = [
        [
            one.says,
            name,
            f"{reading.cpu:.0f}",
            f"{reading.database_cpu:.0f}",
            f"{reading.rate:.0f}",
            f"{reading.p50:.1f}",
            f"{reading.p99:.1f}",
            _errors(results, one.name, name, reading.error_share),
        ]
        for one, name, reading in results.summaries()
    ]
    head = ("what", "by", "CPU µs", "PostgreSQL µs", "a second", "p50 ms", "p99 ms", "errors")
    return _table(head, rows)


def _errors(results: Results, name: str, variant: str, share: float) -> str:
    if results.failure(name, variant):
        return "failed"
    return f"{share:.1%}" if share else "0"


def _goals(results: Results) -> str:
    rows = [[line.what, line.measured, line.goal, line.ambitious, line.verdict] for line in results.comparisons()]
    return _table(("goal", "measured", "floor", "aim", "reached"), rows)


def _growth(growth: Growth) -> str:
    rows = [
        [f"watchlist of {growth.entries:,} entries, first page", f"{growth.first:.2f}"],
        [f"the same at depth {growth.depth:,}", f"{growth.deep:.2f}"],
    ]
    orders = (
        ("relevance", growth.searches),
        ("number of ratings", growth.popular_searches),
        ("relevance", growth.other_searches),
    )
    rows += [[f"search by {order}, {kind}", f"{value:.2f}"] for order, found in orders for kind, value in found.items()]
    return _table(("one page, wall time at PostgreSQL, least of 30", "ms"), rows)


def _besides(results: Results) -> list[list[str]]:
    rows = [
        [
            f"{hot.writes} ratings of {hot.titles} at once",
            f"{hot.seconds:.1f} s, p50 {hot.p50:.0f} ms, p99 {hot.p99:.0f} ms",
        ]
        for hot in results.hot_titles
    ]
    if results.logins is not None:
        rows.append(["sign-ins beside pings", f"{results.logins.count}, all with status 200"])
    if results.bulk is not None:
        cost = results.bulk
        told = (
            f"{cost.bulk:.0f} + {cost.bulk_database:.0f} µs an entry, of one by itself"
            f" {cost.single:.0f} + {cost.single_database:.0f} µs; {cost.milliseconds:.0f} ms a request"
        )
        rows.append(["500 entries in bulk: CPU of service and PostgreSQL", told])
    if results.importing is not None:
        found = results.importing
        rows.append([f"{found.entries:,} entries of one person", f"{found.seconds:.1f} s"])
        times = (
            f"p99 {found.idle:.1f} ms before, {found.others:.1f} ms beside additions of others;"
            f" during them p50 {found.median:.1f} ms, p99 {found.busy:.1f} ms"
        )
        rows.append(["the same person's list", times])
    if results.starts is not None:
        rows.append(["a second start", f"least {results.starts.least:.2f} s, median {results.starts.median:.2f} s"])
    if results.memory is not None:
        memory = results.memory
        rows += [
            [
                f"memory of a worker after {number:,} requests",
                f"{own:.1f} MiB its own, {memory.resident[number]:.1f} resident",
            ]
            for number, own in memory.own.items()
        ]
    return rows


def svg(results: Results) -> str:
    """Return bars: CPU time of the server a request, in times of bare Starlette with the same bytes."""
    bars = cost_against_bare(results)
    longest = max((value for _, _, value in bars), default=1.0)
    height = _GAP * len(bars) + 40
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + _LABEL}" height="{height}"',
        ' font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="8" y="18">CPU of the server a request, in times of bare Starlette (less is better)</text>',
    ]
    for place, (endpoint, name, value) in enumerate(bars):
        top = 32 + place * _GAP
        length = max(1.0, _WIDTH * value / longest)
        colour = _COLOURS.get(name, "#777777")
        lines.append(
            f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(endpoint)}, {escape(name)}</text>'
        )
        lines.append(f'<rect x="{_LEFT}" y="{top}" width="{length:.1f}" height="{_BAR}" fill="{colour}"/>')
        lines.append(f'<text x="{_LEFT + length + 6:.1f}" y="{top + 12}">{value:.1f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def between_marks(page: str, content: str) -> str:
    """Return the page with `content` between its marks. Raises ValueError where they are not."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs {BEGIN} and, after it, {END}")
    return f"{head}{BEGIN}\n\n{content}\n{END}{tail}"


def write(results: Results, page: Path = PAGE, plot: Path = PLOT) -> None:
    """Put tables and plot into the page. Raises MeasurementError when something failed: the page is of one run."""
    if results.failures:
        raise MeasurementError(f"{page.name} stays as it is: {', '.join(results.failures)} failed")
    plot.write_text(svg(results), encoding="utf-8")
    content = f"{markdown(results)}\n![CPU a request in times of bare Starlette]({plot.name})\n"
    page.write_text(between_marks(page.read_text(encoding="utf-8"), content), encoding="utf-8")
