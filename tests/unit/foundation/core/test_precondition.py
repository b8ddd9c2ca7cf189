"""Versions of resources."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from watchkeeper.foundation.core.errors import PreconditionFailedError
from watchkeeper.foundation.core.precondition import NOTHING_YET, UNCONDITIONAL, Precondition, version_of

MOMENT = datetime(2026, 1, 31, 12, 34, 56, 789012, tzinfo=UTC)


def test_version_tells_microseconds_apart_and_time_zones_not() -> None:
    assert version_of(MOMENT) != version_of(MOMENT + timedelta(microseconds=1))
    assert version_of(MOMENT) == version_of(MOMENT.astimezone(timezone(timedelta(hours=5))))


def test_version_is_exact_for_times_far_off() -> None:
    far = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert version_of(far) != version_of(far - timedelta(microseconds=1))


def test_named_version_is_met_by_that_one_alone() -> None:
    precondition = Precondition(frozenset({"other", version_of(MOMENT)}))
    precondition.verify(MOMENT)
    with pytest.raises(PreconditionFailedError):
        precondition.verify(MOMENT + timedelta(microseconds=1))


def test_no_version_at_all_is_met_by_none() -> None:
    with pytest.raises(PreconditionFailedError):
        Precondition(frozenset()).verify(MOMENT)


def test_absent_header_is_met_by_every_version() -> None:
    UNCONDITIONAL.verify(MOMENT)


def test_versions_are_moments_again_where_they_are_written_as_the_service_does() -> None:
    version = version_of(MOMENT)
    others = ("0x1f", version.upper(), f"0{version}", "", "zz", "f" * 40, f" {version}", "1_0")
    assert Precondition(frozenset({version, *others})).times == [MOMENT]
    assert UNCONDITIONAL.times is None


def test_nothing_yet_is_met_by_what_is_missing_alone() -> None:
    NOTHING_YET.verify_missing()
    UNCONDITIONAL.verify_missing()
    with pytest.raises(PreconditionFailedError):
        NOTHING_YET.verify(MOMENT)
    assert NOTHING_YET.times == []
    for some in ("*", '"1-2"'):
        with pytest.raises(PreconditionFailedError):
            Precondition.of(some).verify_missing()
