"""Requests that are sent again under the same key."""

from uuid import uuid4

import httpx
from behave import then, when
from behave.runner import Context

from features.together import at_once


def add_under_key(context: Context, name: str, key: str, title_id: str) -> httpx.Response:
    http: httpx.Client = context.people[name].http
    return http.post("/watchlist", json={"title_id": title_id}, headers={"Idempotency-Key": key})


@when('{name:Name} puts the title in {whose:w} watchlist under the key "{key:Text}"')
def add_title_under_key(context: Context, name: str, whose: str, key: str) -> None:
    del whose
    context.answer = add_under_key(context, name, key, context.title["id"])
    context.answers.append(context.answer)


@when('{name:Name} puts a title that is not there in her watchlist under the key "{key:Text}"')
def add_missing_under_key(context: Context, name: str, key: str) -> None:
    context.answer = add_under_key(context, name, key, str(uuid4()))


@when('{name:Name} puts the title in her watchlist ten times at once under the key "{key:Text}"')
def add_at_once_under_key(context: Context, name: str, key: str) -> None:
    title_id = context.title["id"]
    context.answers = at_once([lambda: add_under_key(context, name, key, title_id)] * 10)


@then("each time she is told that it was put there")
def check_created(context: Context) -> None:
    assert [answer.status_code for answer in context.answers] == [201, 201]


@then("the second answer is the first one again")
def check_replayed(context: Context) -> None:
    first, second = context.answers
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert second.content == first.content
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["etag"] == first.headers["etag"]


@then("once she is told that it was put there, and else the same again or that it is under way")
def check_created_once(context: Context) -> None:
    created = [answer for answer in context.answers if answer.status_code == 201]
    assert len([answer for answer in created if "idempotency-replayed" not in answer.headers]) == 1
    assert len({answer.content for answer in created}) == 1
    others = {(answer.status_code, answer.json()["code"]) for answer in context.answers if answer not in created}
    assert others <= {(409, "idempotency_key_in_use")}, others


@then("both have put it there, each for themselves")
def check_both_created(context: Context) -> None:
    assert [answer.status_code for answer in context.answers] == [201, 201]
    assert len({answer.json()["id"] for answer in context.answers}) == 2
    assert not any("idempotency-replayed" in answer.headers for answer in context.answers)


@then('{name:Name} has "{title:Text}" in her watchlist, and nothing else')
def check_only_entry(context: Context, name: str, title: str) -> None:
    answer = context.people[name].http.get("/watchlist")
    assert [entry["title"]["title"] for entry in answer.json()["items"]] == [title], answer.text
