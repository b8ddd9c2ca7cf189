"""Imports: files that people bring along. A scenario is about the last one."""

import time
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

_HEADER = "Date,Name,Year,Letterboxd URI,Rating\n"
_RATINGS = f"{_HEADER}2024-01-01,Heat,1995,https://boxd.it/1,4.5\n"
_PATIENT_SECONDS = 60.0


def upload(context: Context, name: str, content: str) -> None:
    context.uploaded = content
    context.answer = context.people.member(name).http.post("/imports", files={"file": ("ratings.csv", content)})
    context.upload = context.answer.json()


def imports_of(context: Context, name: str) -> list[Any]:
    items: list[Any] = context.people[name].http.get("/imports").json()["items"]
    return items


@given("{name:Name} has uploaded a file of Letterboxd")
def have_upload(context: Context, name: str) -> None:
    upload(context, name, _RATINGS)
    assert context.answer.status_code == 202, context.answer.text


@when("{name:Name} uploads these ratings of Letterboxd:")
def upload_ratings(context: Context, name: str) -> None:
    rows = [f"2024-01-01,{row['title']},{row['year']},,{row['rating']}\n" for row in context.table]
    upload(context, name, _HEADER + "".join(rows))


@when("{name:Name} uploads a letter to her grandmother")
def upload_letter(context: Context, name: str) -> None:
    upload(context, name, "Dear grandmother,\n\nthe weather is fine.\n")


@when("{name:Name} removes the import")
def remove_import(context: Context, name: str) -> None:
    assert context.people[name].http.delete(f"/imports/{context.upload['id']}").status_code == 204


@then('{name:Name} sees that the file is of "{source:Text}"')
def see_source(context: Context, name: str, source: str) -> None:
    assert context.upload["source"] == source, (name, context.upload)


@then("{name:Name} soon sees a preview of {count:d} rows")
def see_preview(context: Context, name: str, count: int) -> None:
    until = time.monotonic() + _PATIENT_SECONDS
    shown = context.upload
    while shown["state"] != "preview" and time.monotonic() < until:
        time.sleep(0.1)
        shown = context.people[name].http.get(f"/imports/{context.upload['id']}").json()
    assert (shown["state"], shown["counts"]["rows"]) == ("preview", count), shown
    context.owner = name


@then('{count:d} rows name a title, "{title:Text}" with the score {score:g} first')
def see_rows(context: Context, count: int, title: str, score: float) -> None:
    http: httpx.Client = context.people[context.owner].http
    rows = http.get(f"/imports/{context.upload['id']}/rows").json()["items"]
    named = [(row["title"], row["facts"]["score"]) for row in rows if row["title"]]
    assert (len(named), named[0]) == (count, (title, score)), named


@then("nothing is in {name:Name}'s watchlist")
def see_nothing(context: Context, name: str) -> None:
    assert context.people[name].http.get("/watchlist").json()["items"] == []


@then('the refusal is "{code:Text}"')
def see_refusal(context: Context, code: str) -> None:
    assert (context.answer.status_code, context.answer.json()["code"]) == (422, code)


@then("{name:Name} has no imports")
def see_no_imports(context: Context, name: str) -> None:
    assert imports_of(context, name) == []


@then("{name:Name} can upload another file")
def upload_another(context: Context, name: str) -> None:
    upload(context, name, _RATINGS)
    assert context.answer.status_code == 202, context.answer.text


@then("{name:Name} finds no such import")
def find_no_import(context: Context, name: str) -> None:
    answer = context.people.member(name).http.get(f"/imports/{context.upload['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "import_not_found")
