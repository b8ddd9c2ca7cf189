"""The way back from a mistake. A scenario is about the last deletion."""

from functools import partial

import httpx
from behave import then, when
from behave.runner import Context

from features.people import Person
from features.together import at_once

TAPS = 10


def delete(context: Context, person: Person, path: str, **query: str) -> None:
    answer = person.http.delete(path, params=query)
    assert answer.status_code == 204, answer.text
    context.operation_id = answer.headers["Operation-ID"]


def undo(context: Context, person: Person) -> httpx.Response:
    return person.http.post(f"/operations/{context.operation_id}/undo")


@when("{name:Name} takes it out of her watchlist by mistake")
def delete_entry(context: Context, name: str) -> None:
    person = context.people[name]
    (entry,) = person.http.get("/watchlist", params={"title_id": context.title["id"]}).json()["items"]
    delete(context, person, f"/watchlist/{entry['id']}")


@when("{name:Name} deletes her review and her rating by mistake")
def delete_review(context: Context, name: str) -> None:
    person = context.people[name]
    (review,) = person.http.get("/reviews").json()["items"]
    delete(context, person, f"/reviews/{review['id']}", rating="delete")


@when("{name:Name} puts it in again on her television, as {status:w}")
def add_on_television(context: Context, name: str, status: str) -> None:
    person = context.people[name]
    television = Person(context.service, name, vars(person))
    assert television.sign_in().status_code == 200
    answer = television.http.post("/watchlist", json={"title_id": context.title["id"], "status": status})
    assert answer.status_code == 201, answer.text


@when("{name:Name} undoes that")
def undo_once(context: Context, name: str) -> None:
    context.answer = undo(context, context.people[name])
    assert context.answer.status_code == 200, context.answer.text


@when("{name:Name} undoes that ten times at once")
def undo_often(context: Context, name: str) -> None:
    context.answers = at_once([partial(undo, context, context.people[name])] * TAPS)


@then("it came back")
def check_restored(context: Context) -> None:
    assert (context.answer.json()["restored"], context.answer.json()["left"]) == (1, [])


@then("both came back")
def check_both_restored(context: Context) -> None:
    assert (context.answer.json()["restored"], context.answer.json()["left"]) == (2, [])


@then("nothing came back, as {name:Name} has changed it since")
def check_left(context: Context, name: str) -> None:
    del name
    assert context.answer.json()["restored"] == 0
    assert [left["reason"] for left in context.answer.json()["left"]] == ["changed_since"]


@then("it came back once, and the other times she was told that it is back already")
def check_restored_once(context: Context) -> None:
    assert sorted(answer.status_code for answer in context.answers) == [200, *[409] * (TAPS - 1)]
    assert {answer.json()["code"] for answer in context.answers if answer.status_code == 409} == {"already_undone"}
