"""Time zones by their IANA names, the same ones on every machine."""

from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

reset_tzpath(())  # those of the tzdata package, whatever the machine has

UTC_NAME = "UTC"
_NAMES = frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Return whether there is a time zone with this IANA name, e.g. `Europe/Berlin`."""
    return name in _NAMES


def time_zone(name: str) -> ZoneInfo:
    """Return the time zone with this IANA name. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)
