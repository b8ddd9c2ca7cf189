"""The catalogue. A scenario has one title and one genre at a time: the last that was named."""

import csv
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.importing import PROJECT, enter, enter_genre, enter_title


def read_title(context: Context) -> httpx.Response:
    answer: httpx.Response = context.http.get(f"/api/v1/titles/{context.title['id']}")
    return answer


@given('the genre "{name:Text}"')
def have_genre(context: Context, name: str) -> None:
    context.genre = enter_genre(context, name)


@given('the genre "{name:Text}" and the platform "{platform:Text}"')
def have_genre_and_platform(context: Context, name: str, platform: str) -> None:
    context.genre = enter_genre(context, name)
    context.platform = enter(context, "platforms", {"name": f"{platform} {secrets.token_hex(4)}"})


@given('the {kind:w} "{title:Text}" of {year:d}')
def have_title(context: Context, kind: str, title: str, year: int) -> None:
    context.title = enter_title(context, kind, title, year)


@given('the {kind:w} "{title:Text}" of {year:d} with that genre')
def have_title_of_genre(context: Context, kind: str, title: str, year: int) -> None:
    context.title = enter_title(context, kind, title, year, genre_ids=[context.genre["id"]])


@when('the admin enters the {kind:w} "{title:Text}" of {year:d} with that genre on that platform')
def enter_title_with_all(context: Context, kind: str, title: str, year: int) -> None:
    ids = {"genre_ids": [context.genre["id"]], "platform_ids": [context.platform["id"]]}
    context.title = enter_title(context, kind, title, year, **ids)


@then("everybody can read the title")
def check_readable(context: Context) -> None:
    answer = read_title(context)
    assert answer.status_code == 200, answer.text
    assert answer.json()["title"] == context.title["title"]


@then("nobody can read the title")
def check_gone(context: Context) -> None:
    assert read_title(context).status_code == 404


@then("nobody but admins can read the title")
def check_hidden(context: Context) -> None:
    address = f"/titles/{context.title['id']}"
    assert read_title(context).status_code == 404
    assert context.people.member("Visitor").http.get(address).status_code == 404
    assert context.people.admin().http.get(address).status_code == 200


@then('it is of the genre "{name:Text}"')
def check_genre(context: Context, name: str) -> None:
    (genre,) = read_title(context).json()["genres"]
    assert genre["id"] == context.genre["id"]
    assert genre["name"].startswith(name)


@then('it is of the genre "{name:Text}" and on the platform "{platform:Text}"')
def check_genre_and_platform(context: Context, name: str, platform: str) -> None:
    check_genre(context, name)
    (shown,) = read_title(context).json()["platforms"]
    assert shown["name"].startswith(platform)


@when('somebody searches for "{words:Text}"')
def search(context: Context, words: str) -> None:
    context.answer = context.http.get("/api/v1/titles", params={"q": words, "limit": 100})
    assert context.answer.status_code == 200


@then("the title is found")
def check_title_found(context: Context) -> None:
    assert context.title["id"] in [title["id"] for title in context.answer.json()["items"]]


@then("the title is not found")
def check_title_not_found(context: Context) -> None:
    assert context.title["id"] not in [title["id"] for title in context.answer.json()["items"]]


@when("somebody looks for movies of that genre from {first:d} to {last:d}")
def filter_titles(context: Context, first: int, last: int) -> None:
    requested = {"genre_id": context.genre["id"], "media_type": "movie", "year_from": first, "year_to": last}
    context.answer = context.http.get("/api/v1/titles", params=requested)


@when("somebody lists that genre by release date, newest first")
def sort_titles(context: Context) -> None:
    requested = {"genre_id": context.genre["id"], "sort": "-release_date"}
    context.answer = context.http.get("/api/v1/titles", params=requested)


@when("the admin hides the title")
def hide_title(context: Context) -> None:
    answer = context.people.admin().http.patch(f"/titles/{context.title['id']}", json={"is_active": False})
    assert answer.status_code == 200, answer.text


@when("the admin deletes the title")
def delete_title(context: Context) -> None:
    context.answer = context.people.admin().http.delete(f"/titles/{context.title['id']}")


@then("the admin can delete the title")
def check_deletable(context: Context) -> None:
    delete_title(context)
    assert context.answer.status_code == 204, context.answer.text


@when("the admin deletes the genre")
def delete_genre(context: Context) -> None:
    context.answer = context.people.admin().http.delete(f"/genres/{context.genre['id']}")


@when("the admin enters that genre again, in capital letters")
def enter_genre_again(context: Context) -> None:
    context.answer = context.people.admin().http.post("/genres", json={"name": context.genre["name"].upper()})


@when('the admin calls the genre "{name:Text}"')
def rename_genre(context: Context, name: str) -> None:
    body = {"name": f"{name} {secrets.token_hex(4)}"}
    answer = context.people.admin().http.patch(f"/genres/{context.genre['id']}", json=body)
    assert answer.status_code == 200, answer.text


@when("{name:Name} tries to enter a genre")
def enter_genre_as_member(context: Context, name: str) -> None:
    context.answer = context.people[name].http.post("/genres", json={"name": "Mine"})


@given("a file with these titles:")
def have_file(context: Context) -> None:
    mark = secrets.token_hex(4)
    rows = [{**dict(row.items()), "title": f"{row['title']} {mark}"} for row in context.table]
    context.titles = [row["title"] for row in rows]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, context.table.headings)
        writer.writeheader()
        writer.writerows(rows)
    context.file = Path(file.name)
    context.add_cleanup(context.file.unlink)


@when("the operator loads the file")
def load_file(context: Context) -> None:
    command: list[Any] = [sys.executable, PROJECT / "manage.py", "load-catalogue", context.file]
    outcome = subprocess.run(command, env=context.variables, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@then("each title of the file is in the catalogue once")
def check_loaded(context: Context) -> None:
    for title in context.titles:
        found = context.http.get("/api/v1/titles", params={"q": title}).json()["items"]
        assert [one["title"] for one in found] == [title]


@when("the admin enters these genres in one go:")
def enter_genres(context: Context) -> None:
    context.mark = secrets.token_hex(4)
    items = [
        {"name": f"{row['name']} {context.mark}", "description": row["description"], "key": row["name"]}
        for row in context.table
    ]
    context.answer = context.people.admin().http.post("/genres/bulk", json={"items": items})


@then('of these she is told "{first:w}", "{second:w}" and "{third:w}"')
@then('of these the admin is told "{first:w}", "{second:w}" and "{third:w}"')
def check_bulk_results(context: Context, first: str, second: str, third: str) -> None:
    assert context.answer.status_code == 200, context.answer.text
    assert [item["result"] for item in context.answer.json()["items"]] == [first, second, third]


@then('everybody finds the genre "{name:Text}" by a part of its name, with "{description:Text}"')
def check_genre_found(context: Context, name: str, description: str) -> None:
    found = context.http.get("/api/v1/genres", params={"q": f"{name[1:]} {context.mark}"}).json()["items"]
    assert [(genre["name"], genre["description"]) for genre in found] == [(f"{name} {context.mark}", description)]
