from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.suite.hot import HotTitles
from benchmarks.suite.importing import Importing
from benchmarks.suite.lasting import Memory, Starts
from benchmarks.suite.report import BEGIN, END, PAGE, between_marks, markdown, svg, write
from benchmarks.suite.results import Results
from benchmarks.suite.rounds import Reading
from benchmarks.suite.statistics import Verdict


def _readings(cpu: float, *, error_share: float = 0.0) -> list[Reading]:
    return [Reading(cpu, cpu / 2, 1000.0, 1.0, 2.0, error_share)] * 3


def _results(own: list[Reading]) -> Results:
    others = {"B0": _readings(100.0), "B1": _readings(500.0), "naive": _readings(6000.0), "pgbench": _readings(250.0)}
    return Results({"date": "today"}, {"list": {"service": own, **others}}, trips={"list": 1, "search": 2})


def test_ratios_are_of_the_service_to_yardsticks_and_of_peers_to_the_service() -> None:
    lines = {line.what: (line.measured[:5], line.verdict) for line in _results(_readings(600.0)).comparisons()}
    assert lines == {
        "list: CPU / B0": ("6.00 ", Verdict.AMBITIOUS),
        "list: CPU / B1": ("1.20 ", Verdict.AMBITIOUS),
        "list: times less CPU than naive": ("10.00", Verdict.AMBITIOUS),
        "list: PostgreSQL's CPU / that of pgbench with the same SQL": ("2.40 ", Verdict.MISSED),
        "list: round trips to the database": ("1", Verdict.AMBITIOUS),
        "search: round trips to the database": ("2", Verdict.NONE),
    }


def test_windows_with_many_errors_are_not_judged() -> None:
    lines = _results(_readings(600.0, error_share=0.02)).comparisons()
    assert {line.verdict for line in lines if "CPU" in line.what} == {Verdict.UNCLEAR}


def test_tables_name_facts_costs_and_goals() -> None:
    text = markdown(_results(_readings(600.0)))
    assert "- date: today" in text
    assert "| GET /watchlist, 20 entries | service | 600 | 300 | 1000 | 1.0 | 2.0 | 0 |" in text
    assert "| list: CPU / B0 | 6.00 (pairs 6.00) | ≤ 8.5 | ≤ 6.5 | ambitious |" in text


def test_what_has_no_yardstick_is_judged_by_its_bound() -> None:
    results = Results({"date": "today"})
    results.hot_titles = [HotTitles(500, 500, 1, 0, 2.0, 100.0, 250.0), HotTitles(500, 499, 5, 0, 2.0, 10.0, 80.0)]
    results.importing = Importing(5000, 5000, 20.0, 2.0, 12.0, 10.0, 20.0, 0, 1)
    results.starts = Starts([2.5, 2.9, 9.0])
    results.memory = Memory({100: 80.0, 1000: 82.0}, {100: 120.0, 1000: 123.0}, 0)

    verdicts = {line.what: line.verdict for line in results.comparisons()}

    assert verdicts == {
        "figures after 500 ratings of one title at once": Verdict.AMBITIOUS,
        "ratings of one title at once: p99 / p50": Verdict.AMBITIOUS,
        "figures after 500 ratings of 5 titles at once": Verdict.MISSED,
        "ratings of 5 titles at once: p99 / p50": Verdict.MISSED,
        "5,000 entries of one person, who reads their list meanwhile": Verdict.MISSED,
        "p99 of one's list meanwhile / before": Verdict.MISSED,
        "p99 of one's list beside own additions / others'": Verdict.GOAL,
        "a second `manage.py run`: seconds to /ready, median": Verdict.GOAL,
        "memory of a worker: after 1,000 requests / a tenth": Verdict.AMBITIOUS,
    }
    assert "| memory of a worker after 1,000 requests | 82.0 MiB its own, 123.0 resident |" in markdown(results)


def test_plot_has_a_bar_for_each_server_but_the_yardstick() -> None:
    drawing = ET.fromstring(svg(_results(_readings(600.0))))
    texts = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[1:] == ["list, service", "6.0", "list, B1", "5.0", "list, naive", "60.0"]


def test_page_keeps_what_stands_around_the_marks(tmp_path: Path) -> None:
    page, plot = tmp_path / "page.md", tmp_path / "plot.svg"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write(_results(_readings(600.0)), page, plot)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert "](plot.svg)" in text
    assert plot.exists()


def test_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="needs"):
        between_marks("nothing here", "new")


def test_page_of_the_documents_has_the_marks() -> None:
    between_marks(PAGE.read_text(encoding="utf-8"), "new")
