"""Imports that are taken in and rolled back. A scenario is about the last one, and the first."""

import time
from typing import Any

from behave import given, then, when
from behave.runner import Context

from features.importing import enter_title
from features.steps.imports import upload

_DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
_OLDER = f"{_DIARY}2020-01-02,Heat,1995,https://boxd.it/1,3,,,2020-01-01\n2020-02-02,Ran,1985,https://boxd.it/2,5,,,2020-02-01\n"
_NEWER = f"{_DIARY}2021-01-02,Heat,1995,https://boxd.it/3,4.5,Yes,,2021-01-01\n2021-02-02,Ikiru,1952,https://boxd.it/4,,,,2021-02-01\n"
_PATIENT_SECONDS = 60.0
_RUNNING = {"queued", "parsing", "matching", "committing", "rolling_back"}


def settled(context: Context, name: str, import_id: str) -> dict[str, Any]:
    """Return an import when nothing more is done for it."""
    until = time.monotonic() + _PATIENT_SECONDS
    while True:
        shown: dict[str, Any] = context.people[name].http.get(f"/imports/{import_id}").json()
        if shown["state"] not in _RUNNING or time.monotonic() > until:
            return shown
        time.sleep(0.1)


def take_in(context: Context, name: str) -> dict[str, Any]:
    """Commit the last upload, and return its import."""
    shown = settled(context, name, context.upload["id"])
    answer = context.people[name].http.post(f"/imports/{shown['id']}/commit", json={"mode": "only_new"})
    assert answer.status_code == 202, answer.text
    done = settled(context, name, shown["id"])
    assert done["state"] == "committed", done
    return done


def listed(context: Context, name: str, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = context.people[name].http.get(path, params={"limit": 100}).json()["items"]
    return sorted(items, key=lambda item: (item["title"]["title"], str(item.get("watched_on"))))


@given('the catalogue has two films "{title:Text}" of {year:d}')
def have_two_films(context: Context, title: str, year: int) -> None:
    context.films = [enter_title(context, "movie", title, year) for _ in range(2)]


@when("{name:Name} sees the preview, and that {count:d} row is undecided")
def see_undecided(context: Context, name: str, count: int) -> None:
    context.first = settled(context, name, context.upload["id"])
    assert (context.first["state"], context.first["undecided"]) == ("preview", count), context.first


@when('{name:Name} says which film "{title:Text}" is')
def decide(context: Context, name: str, title: str) -> None:
    path = f"/imports/{context.first['id']}/rows"
    http = context.people[name].http
    row = next(one for one in http.get(path, params={"result": "ambiguous"}).json()["items"] if one["title"] == title)
    chosen = {"decision": "candidate", "title_id": row["candidates"][1]["title_id"]}
    assert http.patch(f"{path}/{row['id']}", json=chosen).status_code == 200


@when("{name:Name} takes the import in")
def commit(context: Context, name: str) -> None:
    context.first = take_in(context, name)


@then('"{titles:Text}" are in {name:Name}\'s watchlist, and rated {scores}')
def see_titles(context: Context, titles: str, name: str, scores: str) -> None:
    assert ", ".join(one["title"]["title"] for one in listed(context, name, "/watchlist")) == titles
    assert ", ".join(str(one["score"]) for one in listed(context, name, "/ratings")) == scores


@when("{name:Name} uploads the same ratings again, and takes them in")
def upload_again(context: Context, name: str) -> None:
    upload(context, name, context.uploaded)
    context.last = take_in(context, name)


@then("that import has written nothing")
def see_nothing_written(context: Context) -> None:
    assert set(context.last["written"].values()) <= {0}, context.last


@when('{name:Name} notes "{note:Text}" at "{title:Text}"')
def note_at(context: Context, name: str, note: str, title: str) -> None:
    entry = next(one for one in listed(context, name, "/watchlist") if one["title"]["title"] == title)
    assert context.people[name].http.patch(f"/watchlist/{entry['id']}", json={"notes": note}).status_code == 200


@when("{name:Name} rolls her first import back")
def roll_back(context: Context, name: str) -> None:
    answer = context.people[name].http.post(f"/imports/{context.first['id']}/rollback")
    assert answer.status_code == 202, answer.text
    assert settled(context, name, context.first["id"])["state"] == "rolled_back"


@then('"{title:Text}" is in {name:Name}\'s watchlist, not rated, with the note "{note:Text}"')
def see_edited(context: Context, title: str, name: str, note: str) -> None:
    assert [(one["title"]["title"], one["notes"]) for one in listed(context, name, "/watchlist")] == [(title, note)]
    assert (listed(context, name, "/ratings"), listed(context, name, "/plays")) == ([], [])


@when("{name:Name} takes in the older half of her diary, then the newer one")
def take_in_order(context: Context, name: str) -> None:
    take_in_halves(context, name, _OLDER, _NEWER)


@when("{name:Name} takes in the newer half of that diary, then the older one")
def take_in_reverse(context: Context, name: str) -> None:
    take_in_halves(context, name, _NEWER, _OLDER)


def take_in_halves(context: Context, name: str, *halves: str) -> None:
    for half in halves:
        upload(context, name, half)
        assert context.answer.status_code == 202, context.answer.text
        take_in(context, name)


@then("{name:Name} and {other:Name} have the same plays, ratings and statuses")
def compare(context: Context, name: str, other: str) -> None:
    first, second = (library_of(context, one) for one in (name, other))
    assert first == second
    assert [len(part) for part in first] == [4, 2, 3]


def library_of(context: Context, name: str) -> list[list[tuple[Any, ...]]]:
    said = {"/plays": "watched_on", "/ratings": "score", "/watchlist": "status"}
    return [
        [(one["title"]["title"], one[member]) for one in listed(context, name, path)] for path, member in said.items()
    ]
