"""Lines in production: one JSON object each, in ASCII, whatever stands in it, with the time in UTC."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import structlog

from watchkeeper.foundation.observability.logging import LineWriter, line_processors


def line_of(capsys: pytest.CaptureFixture[str], **values: object) -> str:
    writer = LineWriter("watchkeeper.test")
    logger = structlog.wrap_logger(
        writer,
        processors=line_processors(is_development=False),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logger.info("tried", **values)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "value", ["plain", 'a "quote" and a \\', "Amélie \u2028", "\ud800", None, 4.0, True, {"a": ["ü"]}, "\x00\n\x7f"]
)
def test_line_is_one_json_object_in_ascii(value: object, capsys: pytest.CaptureFixture[str]) -> None:
    line = line_of(capsys, value=value)
    assert line.isascii()
    assert line.count("\n") == 1
    event = json.loads(line)
    assert event["value"] == value
    assert {name: event[name] for name in ("event", "level", "logger")} == {
        "event": "tried",
        "level": "info",
        "logger": "watchkeeper.test",
    }


@pytest.mark.parametrize("value", [UUID(int=7), ValueError("é"), {1, 2}])
def test_what_json_does_not_know_is_written_as_text_or_a_list(
    value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    written = json.loads(line_of(capsys, value=value))["value"]
    assert written in (str(value), [1, 2])


def test_time_is_of_now_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    stamp = json.loads(line_of(capsys))["timestamp"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", stamp)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(stamp)) < timedelta(minutes=1)
