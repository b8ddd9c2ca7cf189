import platform
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.suite.facts import python
from benchmarks.suite.failures import MeasurementError
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


def test_ratios_to_each_yardstick_stand_beside_each_other_with_how_far_they_carry() -> None:
    text = markdown(_results(_readings(600.0)))
    assert "| class | CPU µs | times B0 | times B1 | naive / service | B1 / B0 |\n| --- |" in text
    assert "| list | 600 | 6.00 | 1.20 | 10.00 | 5.00 |" in text
    assert "a ratio to B0 compares runs on one machine, and says little on another" in text


def test_peer_that_failed_is_named_with_its_reason_and_nothing_is_compared_with_it() -> None:
    results = _results(_readings(600.0))
    results.readings["list"]["naive"] = _readings(6000.0)[:1]
    results.failures["list"] = {"naive": "12 of 90 responses were not 200 (12 with 500); the first: 500 a|b"}

    text = markdown(results)

    reason = "12 of 90 responses were not 200 (12 with 500); the first: 500 a\\|b"
    assert f"| list | naive | 1 | {reason} |" in text
    assert "| GET /watchlist, 20 entries | naive | 6000 | 3000 | 1000 | 1.0 | 2.0 | failed |" in text
    assert "| list: times less CPU than naive |  | ≥ 7 | ≥ 10 | failed |" in text
    assert "| list | 600 | 6.00 | 1.20 |  | 5.00 |" in text
    assert "naive" not in svg(results)


def test_class_whose_service_failed_has_no_ratio() -> None:
    results = _results(_readings(600.0)[:1])
    results.failures["list"] = {"service": "no response"}

    lines = [
        line for line in results.comparisons() if line.what.startswith("list: ") and "round trips" not in line.what
    ]

    assert {(line.measured, line.verdict) for line in lines} == {("", Verdict.FAILED)}
    assert "times B0" not in markdown(results)
    assert "list" not in svg(results)


def test_page_stays_as_it_is_when_something_failed(tmp_path: Path) -> None:
    page, plot = tmp_path / "page.md", tmp_path / "plot.svg"
    page.write_text(f"{BEGIN}\nlast month\n{END}\n", encoding="utf-8")
    results = _results(_readings(600.0))
    results.failures["logins"] = {"": "sign-ins: no response"}

    with pytest.raises(MeasurementError, match=r"stays as it is: logins failed"):
        write(results, page, plot)

    assert page.read_text(encoding="utf-8") == f"{BEGIN}\nlast month\n{END}\n"
    assert not plot.exists()


@pytest.mark.parametrize(
    ("configured", "built"),
    [
        ("'--enable-optimizations' '--with-lto'", "built with PGO and with LTO"),
        ("'--enable-optimizations'", "built with PGO and without LTO"),
        ("", "built without PGO and without LTO"),
    ],
)
def test_python_is_named_with_how_it_was_built(configured: str, built: str) -> None:
    assert python(configured).startswith(f"{platform.python_implementation()} {platform.python_version()} (")
    assert python(configured).endswith(built)


def test_what_has_no_yardstick_is_judged_by_its_bound() -> None:
    results = Results({"date": "today"})
    results.hot_titles = [HotTitles(500, 500, 1, 0, 2.0, 100.0, 250.0), HotTitles(500, 499, 5, 0, 2.0, 10.0, 80.0)]
    results.importing = Importing(5000, 5000, 20.0, 2.0, 12.0, 10.0, 20.0, 1)
    results.starts = Starts([2.5, 2.9, 9.0])
    results.memory = Memory({100: 80.0, 1000: 82.0}, {100: 120.0, 1000: 123.0})

    verdicts = {line.what: line.verdict for line in results.comparisons()}

    assert verdicts == {
        "figures after 500 ratings of one title at once": Verdict.AMBITIOUS,
        "ratings of one title at once: p99 / p50": Verdict.AMBITIOUS,
        "figures after 500 ratings of 5 titles at once": Verdict.MISSED,
        "ratings of 5 titles at once: p99 / p50": Verdict.MISSED,
        "5,000 entries of one person, who reads their list at the same time": Verdict.MISSED,
        "p99 of one's list during / before": Verdict.MISSED,
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
    page.write_text(f"before\n{BEGIN}\nlast month\n{END}\nafter\n", encoding="utf-8")
    write(_results(_readings(600.0)), page, plot)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "last month" not in text
    assert "](plot.svg)" in text
    assert plot.exists()


def test_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="needs"):
        between_marks("nothing here", "new")


def test_page_of_the_documents_has_the_marks() -> None:
    between_marks(PAGE.read_text(encoding="utf-8"), "new")
