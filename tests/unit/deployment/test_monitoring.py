"""Dashboard, alert rules and the page about them speak of metrics and labels that the service has."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.observability.metrics import PoolState
from watchkeeper.foundation.observability.prometheus_metrics import PrometheusMetrics

DEPLOY = PROJECT_ROOT / "deploy"
PAGE = PROJECT_ROOT / "docs" / "observability.md"
_NAME = re.compile(r"\bwatchkeeper_[a-z_]+")
_SELECTION = re.compile(r"\b(watchkeeper_[a-z_]+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_GROUPING = re.compile(r"\b(?:by|on) \(([^)]*)\)")
_ADDED_BY_PROMETHEUS = {"instance", "job"}


def known() -> dict[str, set[str]]:
    """Return the name of every series of the service, with its labels."""
    metrics = PrometheusMetrics(version="1")
    metrics.begin_request()
    metrics.show_requests()
    metrics.end_request("GET", "/", 200, 0.1)
    metrics.count_limit("login", "allowed")
    metrics.count_cache("titles", "hit")
    metrics.observe_upstream("tmdb", "ok", 0.1)
    metrics.show_breaker("tmdb", "closed")
    metrics.observe_connection_wait(0.1)
    metrics.count_connection_timeout()
    metrics.count_replica_read("answered")
    metrics.show_pool(PoolState(1, 1, 0, 0))
    metrics.show_waiting_writes(1)
    metrics.observe_loop_lag(0.1)
    metrics.observe_import_wait(0.1)
    metrics.end_import_step("imdb", "parsing", "matching", 0.1, 1)
    metrics.show_hashing(1)
    return {sample.name: set(sample.labels) for family in metrics.registry.collect() for sample in family.samples}


KNOWN = known()


def rules() -> list[dict[str, Any]]:
    document = yaml.safe_load((DEPLOY / "prometheus" / "watchkeeper.rules.yml").read_text("utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DEPLOY / "grafana" / "watchkeeper.json").read_text("utf-8"))
    return document


def charts() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for chart in charts() for target in chart["targets"])


def headings() -> set[str]:
    return set(re.findall(r"^### (\w+)$", PAGE.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("expression", [*expressions()])
def test_expression_asks_for_series_and_labels_that_there_are(expression: str) -> None:
    chosen = _SELECTION.findall(expression)
    names = {name for name, _ in chosen}
    assert names or expression == 'up{job="watchkeeper"} == 0'
    assert names <= set(KNOWN)
    for name, labels in chosen:
        assert set(_LABEL.findall(labels)) <= KNOWN[name] | _ADDED_BY_PROMETHEUS
    grouped = {label.strip() for group in _GROUPING.findall(expression) for label in group.split(",")}
    assert grouped <= set.union(set(), *(KNOWN[name] for name in names)) | _ADDED_BY_PROMETHEUS
    assert expression.count("(") == expression.count(")")


def test_every_metric_is_on_the_dashboard_and_on_the_page() -> None:
    metrics = {re.sub(r"_(bucket|sum|count)$", "", name) for name in KNOWN}
    shown = " ".join(target["expr"] for chart in charts() for target in chart["targets"])
    assert [name for name in metrics if name not in shown] == []
    assert set(re.findall(r"^\| `(watchkeeper_\w+)`", PAGE.read_text("utf-8"), re.MULTILINE)) == metrics


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_alert_says_how_long_how_bad_what_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+m", rule["for"])
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["alert"] in headings()
    assert rule["annotations"]["runbook"] == f"docs/observability.md#{rule['alert'].lower()}"


def test_page_tells_of_no_alert_that_there_is_not() -> None:
    assert headings() == {rule["alert"] for rule in rules()}


def test_dashboard_asks_the_source_that_was_chosen_and_its_panels_lie_side_by_side() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {chart["datasource"]["uid"] for chart in charts()} == {"${datasource}"}
    places = [
        (column, line)
        for panel in panels
        for column in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for line in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(places) == len(set(places))
    assert max(column for column, _ in places) == 23


def test_example_of_scraping_reads_the_rules_that_are_there() -> None:
    example = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    assert [name for name in example["rule_files"] if not (DEPLOY / "prometheus" / name).exists()] == []
    assert [job["job_name"] for job in example["scrape_configs"]] == ["watchkeeper"]


def test_metrics_of_compose_are_reached_from_inside_alone() -> None:
    api = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["api"]
    port = api["environment"]["METRICS__PORT"]
    assert f"`api:{port}`" in PAGE.read_text("utf-8")
    assert [published for published in api["ports"] if port in published] == []
