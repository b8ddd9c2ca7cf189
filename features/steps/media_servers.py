"""What a media server tells. Its messages are those of Jellyfin's webhook plugin, about the title of the scenario."""

import time
from typing import Any
from uuid import uuid4

import httpx
from behave import given, then, when
from behave.runner import Context

_SERVERS = "/integrations/servers"
_MINUTE = 60 * 10_000_000
_SECONDS = 30


@given("{name:Name}'s media server tells of {own:Name} and ignores {other:Name}")
def add_server(context: Context, name: str, own: str, other: str) -> None:
    wish = {"kind": "jellyfin", "name": "Living room", "people_map": {own: "me", other: "ignored"}}
    answer = context.people[name].http.post(_SERVERS, json=wish)
    assert answer.status_code == 201, answer.text
    context.server = answer.json()
    context.owner = name
    context.tmdb_id = str(uuid4().int % 10**9)
    ids = {"external_ids": {"tmdb": context.tmdb_id}}
    patched = context.people.admin().http.patch(f"/titles/{context.title['id']}", json=ids)
    assert patched.status_code == 200, patched.text


def tell(context: Context, person: str, minutes: int = 120, **members: Any) -> None:
    """Send a message, and wait until it is known what became of it."""
    message = {
        "NotificationType": "PlaybackStop",
        "NotificationUsername": person,
        "ItemType": "Movie",
        "ItemId": "a1",
        "Provider_tmdb": context.tmdb_id,
        "PlaybackPositionTicks": minutes * _MINUTE,
        "RunTimeTicks": 120 * _MINUTE,
        "PlayedToCompletion": minutes > 100,
    } | members
    answer = httpx.post(context.server["url"], json=message)
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + _SECONDS
    while any(event["result"] == "queued" for event in events(context)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def events(context: Context) -> list[dict[str, Any]]:
    answer = context.people[context.owner].http.get(f"{_SERVERS}/{context.server['id']}/events")
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@when("the media server tells that {person:Name} has played it to the end")
def tell_end(context: Context, person: str) -> None:
    tell(context, person)


@when("the media server tells twice that {person:Name} has played it to the end")
def tell_twice(context: Context, person: str) -> None:
    tell(context, person)
    tell(context, person)


@when("the media server tells that {person:Name} has stopped after {minutes:d} of 120 minutes")
def tell_stop(context: Context, person: str, minutes: int) -> None:
    tell(context, person, minutes)


@when("the media server tells of a film that nobody can identify")
def tell_unknown(context: Context) -> None:
    tell(context, context.owner, Provider_tmdb=None, ItemId="b2")


@when('{name:Name} says that it is "{title}"')
def resolve(context: Context, name: str, title: str) -> None:
    (event,) = events(context)
    assert event["result"] == "unmatched", event
    address = f"{_SERVERS}/{context.server['id']}/events/{event['id']}/resolve"
    answer = context.people[name].http.post(address, json={"title_id": context.title["id"]})
    assert answer.status_code == 200, answer.text


@then("{name:Name} has one play of it")
def has_one_play(context: Context, name: str) -> None:
    answer = context.people[name].http.get("/plays", params={"title_id": context.title["id"]})
    assert len(answer.json()["items"]) == 1, answer.text


@then("{name:Name} has no play of it")
def has_no_play(context: Context, name: str) -> None:
    answer = context.people[name].http.get("/plays", params={"title_id": context.title["id"]})
    assert answer.json()["items"] == [], answer.text


@then("{name:Name} can go on after {minutes:d} minutes")
def can_go_on(context: Context, name: str, minutes: int) -> None:
    answer = context.people[name].http.get(f"/positions/{context.title['id']}")
    assert answer.json()["seconds"] == minutes * 60, answer.text
