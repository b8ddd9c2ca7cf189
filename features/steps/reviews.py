"""Reviews. A scenario has one review that it is about: the last that was written."""

from functools import partial
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.people import Person
from features.together import at_once

TAPS = 10


def review(context: Context, person: Person, score: float, body: str, **members: Any) -> httpx.Response:
    written = {"rating": score, "body": body} | members
    answer = person.http.post(f"/titles/{context.title['id']}/reviews", json=written)
    if answer.status_code == httpx.codes.CREATED:
        context.review = answer.json()
    return answer


def address_of_review(context: Context) -> str:
    return f"/reviews/{context.review['id']}"


def read_review(context: Context) -> httpx.Response:
    answer: httpx.Response = context.http.get(f"/api/v1{address_of_review(context)}")
    return answer


def read_reviews(context: Context, **requested: str) -> None:
    context.answer = context.http.get(f"/api/v1/titles/{context.title['id']}/reviews", params=requested)
    assert context.answer.status_code == 200, context.answer.text


@given('{name:Name} has reviewed it with {score:g}, "{body:Text}"')
def have_review(context: Context, name: str, score: float, body: str) -> None:
    answer = review(context, context.people.member(name), score, body, mark_completed=True)
    assert answer.status_code == 201, answer.text


@given("these people have reviewed it, one after the other:")
def have_reviews(context: Context) -> None:
    for row in context.table:
        spoils = row["spoilers"] == "yes"
        person = context.people.member(row["name"])
        answer = review(
            context, person, float(row["score"]), row["body"], contains_spoilers=spoils, mark_completed=True
        )
        assert answer.status_code == 201, answer.text


@when('{name:Name} reviews it with {score:g}, "{body:Text}"')
def write_review(context: Context, name: str, score: float, body: str) -> None:
    context.answer = review(context, context.people[name], score, body)


@when("{name:Name} reviews it with {score:g}:")
def write_long_review(context: Context, name: str, score: float) -> None:
    context.written = str(context.text)  # behave keeps the text of a step for the length of the step
    context.answer = review(context, context.people[name], score, context.written)
    assert context.answer.status_code == 201, context.answer.text


@when('{name:Name} says that {who:w} has watched it and reviews it with {score:g}, "{body:Text}"')
def review_as_watched(context: Context, name: str, who: str, score: float, body: str) -> None:
    del who
    have_review(context, name, score, body)


@when("{name:Name} reviews it ten times at once")
def review_many_times(context: Context, name: str) -> None:
    person = context.people[name]
    context.answers = at_once([partial(review, context, person, 4, "Now!", mark_completed=True)] * TAPS)


@when('{name:Name} corrects her review to "{body:Text}"')
def correct_review(context: Context, name: str, body: str) -> None:
    answer = context.people[name].http.patch(address_of_review(context), json={"body": body})
    assert answer.status_code == 200, answer.text


@when('{name:Name} writes her review anew with {score:g}, "{body:Text}"')
def replace_review(context: Context, name: str, score: float, body: str) -> None:
    answer = context.people[name].http.put(address_of_review(context), json={"rating": score, "body": body})
    assert answer.status_code == 200, answer.text


@when("{name:Name} deletes her review")
def delete_review(context: Context, name: str) -> None:
    assert context.people[name].http.delete(address_of_review(context)).status_code == 204
    assert context.people[name].http.delete(address_of_review(context)).status_code == 404


@when("{name:Name} tries to {do:w} the review of {other:Name}")
def touch_foreign_review(context: Context, name: str, do: str, other: str) -> None:
    assert context.review["author"]["username"] == context.people[other].username
    context.answer = touch(context, context.people[name], do)


@when("the admin tries to {do:w} the review of {other:Name}")
def touch_review_as_admin(context: Context, do: str, other: str) -> None:
    assert context.review["author"]["username"] == context.people[other].username
    context.answer = touch(context, context.people.admin(), do)


def touch(context: Context, person: Person, do: str) -> httpx.Response:
    words = {"rating": 1, "body": "Put into somebody's mouth."}
    method, body = {"change": ("PATCH", words), "replace": ("PUT", words), "remove": ("DELETE", None)}[do]
    return person.http.request(method, address_of_review(context), json=body)


@when("the admin removes the review")
def remove_review(context: Context) -> None:
    assert context.people.admin().http.delete(address_of_review(context)).status_code == 204


@when('the admin removes the review because "{reason:Text}"')
def remove_review_with_reason(context: Context, reason: str) -> None:
    answer = context.people.admin().http.delete(address_of_review(context), params={"reason": reason})
    assert answer.status_code == 204, answer.text


@when("{name:Name} and the admin remove the review at once")
def remove_review_together(context: Context, name: str) -> None:
    people = [context.people[name], context.people.admin()]
    context.answers = at_once([partial(one.http.delete, address_of_review(context)) for one in people])


@then("it was removed once")
def check_removed_once(context: Context) -> None:
    assert sorted(answer.status_code for answer in context.answers) == [204, 404]
    assert read_review(context).status_code == 404


@when("somebody reads its reviews")
def read_newest(context: Context) -> None:
    read_reviews(context)


@when("somebody reads its reviews, best first")
def read_best(context: Context) -> None:
    read_reviews(context, sort="-rating")


@when("somebody reads its reviews, without spoilers")
def read_harmless(context: Context) -> None:
    read_reviews(context, contains_spoilers="false")


@when("somebody reads its reviews of {score:g}")
def read_of_score(context: Context, score: float) -> None:
    read_reviews(context, rating=f"{score:g}")


@then("these reviews are shown: {names}")
def check_reviews(context: Context, names: str) -> None:
    shown = [one["author"]["username"] for one in context.answer.json()["items"]]
    assert shown == [context.people[name].username for name in names.split(", ")], shown


@then("everybody can read the review as it was written")
def check_written(context: Context) -> None:
    answer = read_review(context)
    assert answer.status_code == 200, answer.text
    assert answer.json()["body"] == context.written, answer.text


@then("nobody can read the review")
def check_gone(context: Context) -> None:
    assert read_review(context).status_code == 404
    read_reviews(context)
    assert context.review["id"] not in [one["id"] for one in context.answer.json()["items"]]


@then("nobody but admins and {name:Name} can read the review")
def check_hidden(context: Context, name: str) -> None:
    address = address_of_review(context)
    assert read_review(context).status_code == 404
    assert context.people.member("Visitor").http.get(address).status_code == 404
    assert context.people[name].http.get(address).status_code == 200
    assert context.people.admin().http.get(address).status_code == 200
    assert context.http.get(f"/api/v1/titles/{context.title['id']}/reviews").status_code == 404


@then('{name:Name}\'s review of it says "{body:Text}", with {score:g}')
def check_review(context: Context, name: str, body: str, score: float | None) -> None:
    read_reviews(context)
    author = context.people[name].username
    (shown,) = [one for one in context.answer.json()["items"] if one["author"]["username"] == author]
    assert (shown["body"], shown["rating"]) == (body, score), shown
    assert read_review(context).json() == shown
    assert context.people[name].http.get("/reviews").json()["items"] == [shown]


@then('{name:Name}\'s review of it says "{body:Text}", without a rating')
def check_review_without_rating(context: Context, name: str, body: str) -> None:
    check_review(context, name, body, None)


@then("it has {count:d} review")
@then("it has {count:d} reviews")
def check_count(context: Context, count: int) -> None:
    read_reviews(context)
    assert len(context.answer.json()["items"]) == count
    assert context.http.get(f"/api/v1/titles/{context.title['id']}").json()["reviews_count"] == count


@then("{name:Name} sees at the title that she has rated it {score:g} and reviewed it")
def check_viewer(context: Context, name: str, score: float) -> None:
    viewer = context.people[name].http.get(f"/titles/{context.title['id']}").json()["viewer"]
    assert (viewer["rating"], viewer["review_id"]) == (score, context.review["id"]), viewer


@when("{name:Name} deletes her review and her rating")
def delete_review_and_rating(context: Context, name: str) -> None:
    answer = context.people[name].http.delete(address_of_review(context), params={"rating": "delete"})
    assert answer.status_code == 204, answer.text
