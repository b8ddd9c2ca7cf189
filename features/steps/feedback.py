"""One's own ratings, and the figures of the title that the scenario is about."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.importing import enter_title, external_media
from features.people import PASSWORD, Person
from features.together import at_once

SCORES = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
TAPS = 10


def rate(context: Context, person: Person, score: float, *, watched: bool = False) -> httpx.Response:
    body = {"title_id": context.title["id"], "score": score, "mark_completed": watched}
    return person.http.post("/ratings", json=body)


def own_ratings(context: Context, person: Person) -> list[dict[str, Any]]:
    answer = person.http.get("/ratings", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return [rating for rating in answer.json()["items"] if rating["title"]["id"] == context.title["id"]]


def address_of_rating(context: Context, person: Person) -> str:
    (rating,) = own_ratings(context, person)
    return f"/ratings/{rating['id']}"


def rating_statistics(context: Context) -> dict[str, Any]:
    answer = context.http.get(f"/api/v1/titles/{context.title['id']}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()["rating"]
    return shown


@when("{name:Name} rates it {score:g}")
def rate_watched(context: Context, name: str, score: float) -> None:
    context.answer = rate(context, context.people[name], score)


@when("{name:Name} says that {who:w} has watched it and rates it {score:g}")
def rate_as_watched(context: Context, name: str, who: str, score: float) -> None:
    del who
    context.answer = rate(context, context.people[name], score, watched=True)


@when("somebody without an account rates it")
def rate_without_account(context: Context) -> None:
    context.answer = context.http.post("/api/v1/ratings", json={"title_id": context.title["id"], "score": 5})


@given("{name:Name} has rated it {score:g}")
@when("{name:Name} has rated it {score:g}")
def have_rating(context: Context, name: str, score: float) -> None:
    answer = rate(context, context.people.member(name), score, watched=True)
    assert answer.status_code == 201, answer.text


@given("{name:Name} has rated these:")
def have_ratings(context: Context, name: str) -> None:
    for row in context.table:
        context.title = enter_title(context, row["kind"], row["title"], int(row["year"]))
        have_rating(context, name, float(row["score"]))


@when("{name:Name} changes {whose:w} rating to {score:g}")
def change_rating(context: Context, name: str, whose: str, score: float) -> None:
    del whose
    person = context.people[name]
    answer = person.http.put(address_of_rating(context, person), json={"score": score})
    assert answer.status_code == 200, answer.text
    assert answer.json()["score"] == score


@when("{name:Name} takes {whose:w} rating back")
def take_rating_back(context: Context, name: str, whose: str) -> None:
    del whose
    person = context.people[name]
    address = address_of_rating(context, person)
    assert person.http.delete(address).status_code == 204
    assert person.http.delete(address).status_code == 404


@when("{name:Name} tries to {do:w} the rating of {other:Name}")
def touch_foreign_rating(context: Context, name: str, do: str, other: str) -> None:
    method, body = {"read": ("GET", None), "change": ("PATCH", {"score": 1}), "remove": ("DELETE", None)}[do]
    address = address_of_rating(context, context.people[other])
    context.answer = context.people[name].http.request(method, address, json=body)


@when("{name:Name} lists her ratings, best first")
def list_ratings(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/ratings", params={"sort": "-score"})


@when("{name:Name} lists the movies she has rated")
def list_rated_movies(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/ratings", params={"media_type": "movie"})


@when("somebody lists that genre by rating, best first")
def list_best(context: Context) -> None:
    requested = {"genre_id": context.genre["id"], "sort": "-average_rating"}
    context.answer = context.http.get("/api/v1/titles", params=requested)


@then("{name:Name}'s rating of it is {score:g}")
def check_rating(context: Context, name: str, score: float) -> None:
    person = context.people[name]
    assert [rating["score"] for rating in own_ratings(context, person)] == [score]
    entries = person.http.get("/watchlist").json()["items"]
    assert {entry["rating"] for entry in entries if entry["title"]["id"] == context.title["id"]} <= {score}


@then("{name:Name} has no rating of it")
def check_no_rating(context: Context, name: str) -> None:
    assert own_ratings(context, context.people[name]) == []


@then("it is known when {name:Name} completed it")
def check_completion_known(context: Context, name: str) -> None:
    (entry,) = context.people[name].http.get("/watchlist").json()["items"]
    assert entry["title"]["id"] == context.title["id"]
    assert entry["created_at"] <= entry["completed_at"] <= entry["updated_at"]


@then("it has no ratings")
def check_no_figures(context: Context) -> None:
    nothing = {"average": None, "weighted": None, "count": 0, "distribution": dict.fromkeys(SCORES, 0)}
    assert rating_statistics(context) == nothing, rating_statistics(context)


@then("its figures are {average:g} of {count:d} rating")
@then("its figures are {average:g} of {count:d} ratings")
def check_figures(context: Context, average: float, count: int) -> None:
    shown = rating_statistics(context)
    assert (shown["average"], shown["count"]) == (average, count), shown
    assert sum(shown["distribution"].values()) == count, shown
    assert 1 <= shown["weighted"] <= 5, shown


@then("its ratings are spread like this:")
def check_distribution(context: Context) -> None:
    expected = dict.fromkeys(SCORES, 0) | {row["score"]: int(row["people"]) for row in context.table}
    assert rating_statistics(context)["distribution"] == expected, rating_statistics(context)


@given("{count:d} people have watched it")
def have_audience(context: Context, count: int) -> None:
    context.audience = [context.people.member(f"viewer{number}") for number in range(count)]
    for person in context.audience:
        answer = person.http.post("/watchlist", json={"title_id": context.title["id"], "status": "completed"})
        assert answer.status_code == 201, answer.text


@when("all of them rate it at once")
def rate_together(context: Context) -> None:
    context.scores = [1 + number % len(SCORES) / 2 for number in range(len(context.audience))]
    answers = at_once([partial(rate, context, *each) for each in zip(context.audience, context.scores, strict=True)])
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]


@when("all of them change their ratings at once")
def change_together(context: Context) -> None:
    context.scores = [6 - score for score in context.scores[1:] + context.scores[:1]]
    addresses = [address_of_rating(context, person) for person in context.audience]
    changes = zip(context.audience, addresses, context.scores, strict=True)
    answers = at_once([partial(one.http.patch, address, json={"score": score}) for one, address, score in changes])
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]


@when("all of them take their ratings back at once")
def take_back_together(context: Context) -> None:
    addresses = [address_of_rating(context, person) for person in context.audience]
    removals = zip(context.audience, addresses, strict=True)
    answers = at_once([partial(one.http.delete, address) for one, address in removals])
    assert {answer.status_code for answer in answers} == {204}, [answer.text for answer in answers]


@when("all of them delete their accounts at once")
def leave_together(context: Context) -> None:
    body = {"password": PASSWORD}
    answers = at_once([partial(one.http.request, "DELETE", "/auth/me", json=body) for one in context.audience])
    assert {answer.status_code for answer in answers} == {204}, [answer.text for answer in answers]


@then("each of their ratings counts")
def check_all_count(context: Context) -> None:
    shown, scores = rating_statistics(context), context.scores
    assert shown["count"] == len(scores), shown
    mean = Decimal(sum(scores)) / len(scores)
    assert shown["average"] == float(mean.quantize(Decimal("0.01"), ROUND_HALF_UP)), shown
    spread = Counter(f"{score:g}" for score in scores)
    assert shown["distribution"] == {score: spread[score] for score in SCORES}, shown


@when("{name:Name} rates it ten times at once")
def rate_many_times(context: Context, name: str) -> None:
    person = context.people[name]
    context.answers = at_once([partial(rate, context, person, 4, watched=True)] * TAPS)


@then("it was done once, and the other times she was told that she has {done:w} it already")
def check_done_once(context: Context, done: str) -> None:
    assert sorted(answer.status_code for answer in context.answers) == [201] + [409] * (TAPS - 1)
    assert {answer.json()["code"] for answer in context.answers if answer.status_code == 409} == {f"already_{done}"}


@when('{name:Name} rates the {kind:w} "{title:Text}" {score:g} as watched, by its number elsewhere')
def rate_external(context: Context, name: str, kind: str, title: str, score: float) -> None:
    body = {"media": external_media(kind, title), "score": score, "mark_completed": True}
    answer = context.people[name].http.post("/ratings", json=body)
    assert answer.status_code == 201, answer.text
    context.title = answer.json()["title"]
