import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event, vText

from watchkeeper.models.types.episodes.calendar import CalendarEvent, CalendarFile

_PRODUCT: Final = "-//Watchkeeper//Watchkeeper//EN"
_USUAL_NAME: Final = "Watchkeeper"
_READ_AGAIN_AFTER: Final = timedelta(hours=6)
_FIRST_REVISION: Final = datetime(2020, 1, 1, tzinfo=UTC)


class IcalendarAdapter:
    """Writes iCalendar files (RFC 5545) with the package icalendar, which folds lines and escapes text."""

    async def write(self, file: CalendarFile) -> bytes:
        return await asyncio.to_thread(_written, file)  # a fifth of a millisecond an event


def _written(file: CalendarFile) -> bytes:
    calendar = Calendar()
    name = file.name or _USUAL_NAME
    for property_name, value in (
        ("PRODID", _PRODUCT),
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("NAME", vText(name)),  # properties that the package does not know are not escaped
        ("X-WR-CALNAME", vText(name)),
    ):
        calendar.add(property_name, value)
    calendar.add("REFRESH-INTERVAL", _READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for event in file.events:
        calendar.add_component(_event(event, file.installation_id))
    written: bytes = calendar.to_ical()
    return written


def _event(shown: CalendarEvent, installation_id: UUID) -> Event:
    """Return an event: at an instant in UTC, or of a day wherever its reader is."""
    event = Event()
    event.add("UID", f"{shown.id}@{installation_id}")
    event.add("SUMMARY", _summary(shown))
    event.add("DTSTART", shown.date if shown.airs_at is None else shown.airs_at)
    if shown.airs_at is not None and shown.runtime_minutes is not None:
        event.add("DURATION", timedelta(minutes=shown.runtime_minutes))
    event.add("DTSTAMP", shown.updated_at)
    event.add("LAST-MODIFIED", shown.updated_at)
    event.add("SEQUENCE", max(0, int((shown.updated_at - _FIRST_REVISION).total_seconds())))
    event.add("TRANSP", "TRANSPARENT")
    return event


def _summary(shown: CalendarEvent) -> str:
    if shown.season is None or shown.number is None:
        return shown.title
    place = f"{shown.title} S{shown.season:02}E{shown.number:02}"
    return place if shown.episode_title is None else f"{place}: {shown.episode_title}"
