"""Moments of five precisions."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.models.types.identity.time_zone import is_time_zone, time_zone
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When, WhenPrecision

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision", "shown", "day"),
    [
        ("2026-01-31T20:15:00+02:00", "instant", "2026-01-31T18:15:00Z", date(2026, 1, 31)),
        ("2026-01-31t00:15:00.25+02:00", "instant", "2026-01-30T22:15:00.250000Z", date(2026, 1, 31)),
        ("2026-01-31 20:15:00z", "instant", "2026-01-31T20:15:00Z", None),
        ("2026-01-31", "day", "2026-01-31", date(2026, 1, 31)),
        ("2026-01", "month", "2026-01", date(2026, 1, 1)),
        ("1870", "year", "1870", date(1870, 1, 1)),
    ],
)
def test_moment_comes_back_as_precisely_as_it_was_sent(text: str, precision: str, shown: str, day: date | None) -> None:
    moment = When.parse(text)

    assert (moment.precision, moment.text, moment.day) == (precision, shown, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "1869",
        "1869-12-31",
        "2026-13",
        "2026-02-30",
        "2026-1-1",
        "2026-00",
        "0000-00-00",
        "٢٠٢٦",
        "2026-01-31T20:15:00",
        "2026-01-31T25:15:00Z",
        "9999-12-31T23:59:59-12:00",
        "today",
    ],
)
def test_what_is_no_moment_is_rejected(text: str) -> None:
    with pytest.raises(InvalidWhenError):
        When.parse(text)


def test_instant_without_an_offset_has_the_day_of_the_person() -> None:
    moment = When.parse("2026-01-31T20:15:00Z")

    assert moment.in_zone(ZoneInfo("Pacific/Kiritimati")).day == date(2026, 2, 1)
    assert moment.in_zone(ZoneInfo("Pacific/Niue")).day == date(2026, 1, 31)
    assert moment.in_zone(ZoneInfo("Pacific/Niue")).text == "2026-01-31T20:15:00Z"


@given(st.dates(date(1870, 1, 1), date(9998, 12, 31)), st.sampled_from(["Pacific/Niue", "Pacific/Kiritimati"]))
def test_day_is_the_same_in_every_time_zone(day: date, zone: str) -> None:
    moment = When.parse(day.isoformat())

    assert moment.in_zone(time_zone(zone)) == moment
    assert moment.text == day.isoformat()


@given(st.datetimes(datetime(1871, 1, 1), datetime(9998, 1, 1)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001
def test_instant_has_the_day_of_its_offset(local: datetime, minutes: int) -> None:
    sent = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    moment = When.parse(sent.isoformat())

    assert (moment.instant, moment.day) == (sent, local.date())


@pytest.mark.parametrize(
    ("text", "is_in_the_future"),
    [
        ("2026-06-16T11:59:59Z", False),
        ("2026-06-16T12:00:00Z", True),
        ("2026-06-16", False),  # it has begun in UTC+14
        ("2026-06-17", True),
        ("2026-06", False),
        ("2026-07", True),
        ("2026", False),
        ("2027", True),
    ],
)
def test_moment_is_in_the_future_when_it_has_begun_nowhere(text: str, *, is_in_the_future: bool) -> None:
    assert When.parse(text).is_in_the_future(NOW) is is_in_the_future


def test_nothing_of_an_unknown_moment_is_filled_in() -> None:
    assert (UNKNOWN.precision, UNKNOWN.text, UNKNOWN.sorted_at) == (WhenPrecision.UNKNOWN, None, None)
    assert not UNKNOWN.is_in_the_future(NOW)


@pytest.mark.parametrize(("name", "is_known"), [("Europe/Berlin", True), ("UTC", True), ("Berlin", False), ("", False)])
def test_time_zones_are_known_by_their_names(name: str, *, is_known: bool) -> None:
    assert is_time_zone(name) is is_known
