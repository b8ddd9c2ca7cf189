"""Calendars. A scenario is about one entry, and one link of a calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context
from icalendar import Calendar

from features.importing import enter_title

_KNOWN_SHOWS = {"Breaking Bad": "1396"}
_MONTHS = {"January 2008": ("2008-01-01", "2008-01-31")}


def entry_of(context: Context, name: str, **reference: Any) -> None:
    answer = context.people.member(name).http.post("/watchlist", json=reference)
    assert answer.status_code == 201, answer.text
    context.entry = answer.json()


def drop(context: Context, name: str) -> None:
    person = context.people[name].http
    answer = person.patch(f"/watchlist/{context.entry['id']}", json={"status": "dropped"})
    assert answer.status_code == 200, answer.text


def events(context: Context) -> list[Any]:
    answer = context.http.get(context.calendar_link["url"])
    assert answer.status_code == 200, answer.text
    context.calendar_tag = answer.headers["ETag"]
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def in_three_days() -> datetime:
    return datetime.now(UTC) + timedelta(days=3)


@given('{name:Name} watches "{title:Text}", whose episodes are known')
def watch_show(context: Context, name: str, title: str) -> None:
    media = {"source": "tmdb", "external_id": _KNOWN_SHOWS[title], "media_type": "show", "title": title}
    entry_of(context, name, media=media, status="watching")
    address = f"/titles/{context.entry['title']['id']}/episodes/refresh"
    answer = context.people.admin().http.post(address)
    assert answer.status_code == 200, answer.text


@given('{name:Name} plans to see "{title:Text}", which is released in three days')
def plan_movie(context: Context, name: str, title: str) -> None:
    released = in_three_days().date()
    day = {"release_date": released.isoformat(), "release_date_precision": "day"}
    entered = enter_title(context, "movie", title, released.year, **day)
    entry_of(context, name, title_id=entered["id"])


@given("{name:Name} has given her telephone a link of her calendar")
def give_link(context: Context, name: str) -> None:
    answer = context.people[name].http.post("/calendar/links", json={"name": "Telephone"})
    assert answer.status_code == 201, answer.text
    context.calendar_link = answer.json()


@when("{name:Name} drops the show")
@when("{name:Name} drops the movie")
def drop_entry(context: Context, name: str) -> None:
    drop(context, name)


@when("{name:Name} opens her calendar of January 2008")
def open_calendar(context: Context, name: str) -> None:
    first, last = _MONTHS["January 2008"]
    answer = context.people[name].http.get("/calendar", params={"from": first, "to": last})
    assert answer.status_code == 200, answer.text
    context.items = answer.json()["items"]


@when("{name:Name} takes the link of her calendar back")
def take_calendar_link_back(context: Context, name: str) -> None:
    answer = context.people[name].http.delete(f"/calendar/links/{context.calendar_link['id']}")
    assert answer.status_code == 204, answer.text


@then('it shows the episodes "{numbers:Text}" of "{title:Text}"')
def shows_episodes(context: Context, numbers: str, title: str) -> None:
    assert ", ".join(str(one["episode"]["number"]) for one in context.items) == numbers
    assert {one["title"]["title"] for one in context.items} == {title}


@then("it shows nothing")
def shows_nothing(context: Context) -> None:
    assert context.items == []


@then("nothing but the first of them comes next for {name:Name}")
def first_is_next(context: Context, name: str) -> None:
    (item,) = next_up(context, name)
    assert item["episode"]["id"] == context.items[0]["id"]


@then("nothing comes next for {name:Name}")
def nothing_is_next(context: Context, name: str) -> None:
    assert next_up(context, name) == []


def next_up(context: Context, name: str) -> list[Any]:
    answer = context.people[name].http.get("/next-up")
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


@then('the telephone shows "{title:Text}" in three days')
def telephone_shows(context: Context, title: str) -> None:
    (event,) = events(context)
    assert (str(event["SUMMARY"]), event.decoded("DTSTART")) == (title, in_three_days().date())


@then("the telephone shows nothing")
def telephone_shows_nothing(context: Context) -> None:
    assert events(context) == []


@then("the telephone is told that nothing has changed when it asks again")
def telephone_knows(context: Context) -> None:
    again = context.http.get(context.calendar_link["url"], headers={"If-None-Match": context.calendar_tag})
    assert again.status_code == httpx.codes.NOT_MODIFIED


@then("the telephone finds no calendar")
def telephone_finds_none(context: Context) -> None:
    assert context.http.get(context.calendar_link["url"]).status_code == httpx.codes.NOT_FOUND
