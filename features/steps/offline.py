"""A phone with a copy of what its person has, kept in step by the change feed. `context.copies` has the copies."""

from dataclasses import dataclass, field
from typing import Any

from behave import given, then, when
from behave.runner import Context

from features.importing import enter_title
from features.people import Person
from features.steps.watchlist import add_title

LISTS = {"watchlist": "/watchlist", "ratings": "/ratings", "reviews": "/reviews"}

Key = tuple[str, str]


@dataclass
class Copy:
    """What a phone has, by kind and id, and how far it has read."""

    cursor: str | None = None
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    def sync(self, person: Person) -> None:
        self.told = []
        has_more = True
        while has_more:
            query = {"limit": "2"} | ({"cursor": self.cursor} if self.cursor else {})
            answer = person.http.get("/changes", params=query)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            self.told += page["items"]
            self.cursor, has_more = page["next_cursor"], page["has_more"]
        for change in self.told:
            key = (change["kind"], change["id"])
            self.rows.pop(key, None)
            if change["change"] == "upsert":
                self.rows[key] = change["data"]


def entry_of(context: Context, name: str, title: str) -> dict[str, Any]:
    entries = context.people[name].http.get("/watchlist", params={"limit": 100}).json()["items"]
    entry: dict[str, Any] = next(one for one in entries if one["title"]["title"] == title)
    return entry


def title_of(copy: Copy, change: dict[str, Any]) -> str:
    row = change["data"] or copy.rows[change["kind"], change["id"]]
    return str(row["title"]["title"])


@given("{name:Name}'s phone has a copy of all that")
def copy_all(context: Context, name: str) -> None:
    context.copies[name] = Copy()
    context.copies[name].sync(context.people[name])


@given("{name:Name}'s phone is offline for a month")
def stay_offline(context: Context, name: str) -> None:
    assert context.copies[name].cursor is not None


@when('{name:Name} completes "{title:Text}" at home')
def complete(context: Context, name: str, title: str) -> None:
    entry = entry_of(context, name, title)
    answer = context.people[name].http.patch(f"/watchlist/{entry['id']}", json={"status": "completed"})
    assert answer.status_code == 200, answer.text


@when('{name:Name} rates "{title:Text}" with {score:f} at home')
def rate(context: Context, name: str, title: str, score: float) -> None:
    body = {"title_id": entry_of(context, name, title)["title"]["id"], "score": score}
    answer = context.people[name].http.post("/ratings", json=body)
    assert answer.status_code == 201, answer.text


@when('{name:Name} removes "{title:Text}" from her watchlist at home')
def remove(context: Context, name: str, title: str) -> None:
    entry = entry_of(context, name, title)
    assert context.people[name].http.delete(f"/watchlist/{entry['id']}").status_code == 204


@when('{name:Name} adds the {kind:w} "{title:Text}" of {year:d} at home')
def add(context: Context, name: str, kind: str, title: str, year: int) -> None:
    add_title(context, name, enter_title(context, kind, title, year)["id"])


@when("{name:Name} changes his watchlist meanwhile")
def change_other(context: Context, name: str) -> None:
    context.people.member(name)
    add_title(context, name, enter_title(context, "movie", "Thief", 1981)["id"])


@then("{name:Name}'s phone, online again, is told of these and of nothing else:")
def check_told(context: Context, name: str) -> None:
    copy = context.copies[name]
    before = Copy(rows=dict(copy.rows))
    copy.sync(context.people[name])
    told = [(one["kind"], title_of(before, one), one["change"]) for one in copy.told]
    assert sorted(told) == sorted(tuple(row.cells) for row in context.table), told


@then("{name:Name}'s phone, online again, is told of nothing")
def check_nothing(context: Context, name: str) -> None:
    context.copies[name].sync(context.people[name])
    assert context.copies[name].told == []


@then("{name:Name}'s phone, online again, is told of nothing that it has")
def check_nothing_known(context: Context, name: str) -> None:
    copy = context.copies[name]
    before = dict(copy.rows)
    copy.sync(context.people[name])
    assert {change["change"] for change in copy.told} == {"delete"}
    assert copy.rows == before


@then("the copy on {name:Name}'s phone is what the service has")
def check_copy(context: Context, name: str) -> None:
    http = context.people[name].http
    there = {
        (kind, row["id"]): row
        for kind, path in LISTS.items()
        for row in http.get(path, params={"limit": 100}).json()["items"]
    }
    copy = {key: row for key, row in context.copies[name].rows.items() if key[0] in LISTS}
    assert copy == there, (copy, there)
