"""One's own watchlist. Each person has at most one entry that a scenario is about: the last they made."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.importing import enter_title, external_media
from features.together import at_once


def add_title(context: Context, name: str, title_id: str, status: str = "planned") -> dict[str, Any]:
    answer = context.people.member(name).http.post("/watchlist", json={"title_id": title_id, "status": status})
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    context.things[name] = entry["id"]
    return entry


def read_entry(context: Context, name: str) -> dict[str, Any]:
    answer = context.people[name].http.get(f"/watchlist/{context.things[name]}")
    assert answer.status_code == 200, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


def change(context: Context, name: str, **members: Any) -> None:
    answer = context.people[name].http.patch(f"/watchlist/{context.things[name]}", json=members)
    assert answer.status_code == 200, answer.text


@given("{name:Name} has the title in {whose:w} watchlist")
def have_entry(context: Context, name: str, whose: str) -> None:
    del whose
    add_title(context, name, context.title["id"])


@given("{name:Name} has the title in {whose:w} watchlist as {status:w}")
def have_entry_as(context: Context, name: str, whose: str, status: str) -> None:
    del whose
    add_title(context, name, context.title["id"], status)


@given("{name:Name} has these in her watchlist:")
def have_entries(context: Context, name: str) -> None:
    for row in context.table:
        minutes = row.get("minutes")
        known = {"runtime_minutes": int(minutes)} if minutes else {}
        title = enter_title(context, row["kind"], row["title"], int(row["year"]), **known)
        add_title(context, name, title["id"], row["status"])


@when("{name:Name} finds the title and puts it in her watchlist")
def find_and_add(context: Context, name: str) -> None:
    person = context.people[name]
    found = person.http.get("/titles", params={"q": context.title["title"], "limit": 100}).json()["items"]
    title = next(one for one in found if one["id"] == context.title["id"])
    assert title["viewer"]["watch_entry_id"] is None
    entry = add_title(context, name, title["id"])
    seen = person.http.get(f"/titles/{title['id']}").json()
    assert seen["viewer"]["watch_entry_id"] == entry["id"]


@when("{name:Name} puts it in her watchlist")
def add_again(context: Context, name: str) -> None:
    context.answer = context.people[name].http.post("/watchlist", json={"title_id": context.title["id"]})


@when('{name:Name} puts the {kind:w} "{title:Text}" in her watchlist, by its number elsewhere')
def add_external(context: Context, name: str, kind: str, title: str) -> None:
    answer = context.people[name].http.post("/watchlist", json={"media": external_media(kind, title)})
    assert answer.status_code == 201, answer.text
    context.things[name] = answer.json()["id"]
    context.title = answer.json()["title"]


@when("{name:Name} takes over these from another list in one go:")
def change_many(context: Context, name: str) -> None:
    known = {context.title["title"]: {"title_id": context.title["id"]}}
    items = [
        {"action": "put", "status": row["status"]}
        | known.get(row["title"], {"media": external_media("movie", row["title"])})
        for row in context.table
    ]
    context.answer = context.people[name].http.post("/watchlist/bulk", json={"items": items})


@then('{name:Name}\'s watchlist shows "{title:Text}" as {status:w}')
def check_status_of(context: Context, name: str, title: str, status: str) -> None:
    items = context.people[name].http.get("/watchlist").json()["items"]
    assert [item["status"] for item in items if item["title"]["title"] == title] == [status]


@then("{name:Name} can read the title")
def check_own_title(context: Context, name: str) -> None:
    assert context.people[name].http.get(f"/titles/{context.title['id']}").status_code == 200


@then("nobody else can read the title")
def check_hidden_title(context: Context) -> None:
    stranger = context.people.member("Mallory").http
    assert context.http.get(f"/api/v1/titles/{context.title['id']}").status_code == 404
    assert stranger.get(f"/titles/{context.title['id']}").status_code == 404
    assert stranger.post("/watchlist", json={"title_id": context.title["id"]}).status_code == 404


@when(
    "{one:Name} and {other:Name} at once put the same number elsewhere in their watchlists,"
    ' as "{first:Text}" and "{second:Text}"'
)
def name_differently(context: Context, one: str, other: str, first: str, second: str) -> None:
    media = external_media("movie", first)
    acts = [
        partial(context.people[one].http.post, "/watchlist", json={"media": media}),
        partial(context.people[other].http.post, "/watchlist", json={"media": media | {"title": second}}),
    ]
    assert [answer.status_code for answer in at_once(acts)] == [201, 201]


@then('{name:Name} finds "{mine:Text}" and not "{others:Text}"')
def check_finds_own(context: Context, name: str, mine: str, others: str) -> None:
    http = context.people[name].http
    own = [item["title"]["title"] for item in http.get("/watchlist").json()["items"]]
    assert (mine in own, others in own) == (True, False)
    assert (mine in titles_found(http, "/titles", mine), titles_found(http, "/titles", others)) == (True, [])


@then('somebody without an account finds neither "{one:Text}" nor "{other:Text}"')
def check_finds_neither(context: Context, one: str, other: str) -> None:
    assert [titles_found(context.http, "/api/v1/titles", words) for words in (one, other)] == [[], []]


def titles_found(http: httpx.Client, address: str, words: str) -> list[str]:
    found = http.get(address, params={"q": words}).json()["items"]
    return [item["title"] for item in found if item["title"] == words]


@when('{name:Name} renames it "{title:Text}"')
def rename(context: Context, name: str, title: str) -> None:
    answer = context.people[name].http.patch(f"/titles/{context.title['id']}", json={"title": title})
    assert answer.status_code == 200, answer.text


@when("{name:Name} deletes it")
def delete_title(context: Context, name: str) -> None:
    assert context.people[name].http.delete(f"/titles/{context.title['id']}").status_code == 204


@then("both have the same title")
def check_same_title(context: Context) -> None:
    assert [answer.status_code for answer in context.answers] == [201, 201]
    assert len({answer.json()["title"]["id"] for answer in context.answers}) == 1


@when("{name:Name} puts it in her watchlist ten times at once")
def add_many_times(context: Context, name: str) -> None:
    body = {"title_id": context.title["id"]}
    http = context.people[name].http
    with ThreadPoolExecutor(10) as pool:
        context.answers = list(pool.map(lambda _: http.post("/watchlist", json=body), range(10)))


@given("{count:d} movies")
def have_movies(context: Context, count: int) -> None:
    context.titles = [enter_title(context, "movie", f"Part {number}", 2001)["id"] for number in range(1, count + 1)]


@when("{name:Name} puts all of them in her watchlist at once")
def add_all_at_once(context: Context, name: str) -> None:
    http = context.people[name].http
    acts = [partial(http.post, "/watchlist", json={"title_id": title_id}) for title_id in context.titles]
    context.answers = at_once(acts)


@then("all of them are in {name:Name}'s watchlist")
def check_all_added(context: Context, name: str) -> None:
    assert [answer.status_code for answer in context.answers] == [201] * len(context.titles)
    items = context.people[name].http.get("/watchlist", params={"limit": 100}).json()["items"]
    assert {item["title"]["id"] for item in items} == set(context.titles)


@then("it was put there once, and the other times she was told that it is there already")
def check_added_once(context: Context) -> None:
    assert sorted(answer.status_code for answer in context.answers) == [201] + [409] * 9
    refused = {answer.json()["code"] for answer in context.answers if answer.status_code == 409}
    assert refused == {"already_in_watchlist"}


@when("{name:Name} is watching it")
def watch(context: Context, name: str) -> None:
    change(context, name, status="watching")


@when("{name:Name} has watched it")
def complete(context: Context, name: str) -> None:
    change(context, name, status="completed")


@when('{name:Name} notes "{notes:Text}"')
def note(context: Context, name: str, notes: str) -> None:
    change(context, name, notes=notes)
    context.reader = name


@then('her note still says "{notes:Text}"')
def check_notes(context: Context, notes: str) -> None:
    assert read_entry(context, context.reader)["notes"] == notes


@then("it is known when she completed it")
def check_completed_at(context: Context) -> None:
    entry = read_entry(context, context.reader)
    assert entry["created_at"] <= entry["completed_at"] <= entry["updated_at"]


@then("it is not known when she completed it")
def check_not_completed(context: Context) -> None:
    (name,) = context.things
    assert read_entry(context, name)["completed_at"] is None


@when("{name:Name} takes it off her watchlist")
def remove(context: Context, name: str) -> None:
    address = f"/watchlist/{context.things[name]}"
    assert context.people[name].http.delete(address).status_code == 204
    assert context.people[name].http.delete(address).status_code == 404


@then("{name:Name}'s watchlist shows it as {status:w}")
def check_status(context: Context, name: str, status: str) -> None:
    items = context.people[name].http.get("/watchlist").json()["items"]
    shown = [(item["title"]["id"], item["status"]) for item in items]
    assert shown == [(context.title["id"], status)], shown


@then("{name:Name}'s watchlist is empty")
def check_empty(context: Context, name: str) -> None:
    assert context.people[name].http.get("/watchlist").json()["items"] == []


@when("{name:Name} tries to {do:w} the entry of {other:Name}")
def touch_foreign_entry(context: Context, name: str, do: str, other: str) -> None:
    method, body = {"read": ("GET", None), "change": ("PATCH", {"status": "dropped"}), "remove": ("DELETE", None)}[do]
    http: httpx.Client = context.people[name].http
    context.answer = http.request(method, f"/watchlist/{context.things[other]}", json=body)


@when("somebody without an account looks at their watchlist")
def look_without_account(context: Context) -> None:
    context.answer = context.http.get("/api/v1/watchlist")


@when('{name:Name} looks for "{words:Text}" in her watchlist')
def search_own(context: Context, name: str, words: str) -> None:
    context.answer = context.people[name].http.get("/watchlist", params={"q": words, "sort": "title"})


@when("{name:Name} looks for what she has watched")
def list_completed(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/watchlist", params={"status": "completed"})


@when("{name:Name} lists her movies by title")
def list_movies(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/watchlist", params={"media_type": "movie", "sort": "title"})


@when("{name:Name} looks for what takes at most {minutes:d} minutes")
def list_short(context: Context, name: str, minutes: int) -> None:
    query = {"runtime_to": minutes, "sort": "runtime_minutes"}
    context.answer = context.people[name].http.get("/watchlist", params=query)


@when("{name:Name} lists her watchlist, the longest first")
def list_longest(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/watchlist", params={"sort": "-runtime_minutes"})


@then("{name:Name} is told how many there are:")
def check_counts(context: Context, name: str) -> None:
    counts = context.people[name].http.get("/watchlist/counts").json()
    (expected,) = context.table
    shown = counts["by_status"] | counts["by_media_type"]
    assert {kind: str(shown[kind]) for kind in expected.headings} == dict(expected.items()), counts
