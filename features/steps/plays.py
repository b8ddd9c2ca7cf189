"""What was watched. Each person has at most one play that a scenario is about: the last they logged."""

from typing import Any

from behave import given, step, then, when
from behave.runner import Context


def log_play(context: Context, name: str, watched_on: str | None) -> None:
    body = {"title_id": context.title["id"], "watched_on": watched_on}
    answer = context.people[name].http.post("/plays", json=body)
    assert answer.status_code == 201, answer.text
    context.play = answer.json()
    context.things[name] = find_entry(context, name)["id"]


def find_entry(context: Context, name: str) -> dict[str, Any]:
    query = {"title_id": context.title["id"]}
    answer = context.people[name].http.get("/watchlist", params=query)
    (entry,) = answer.json()["items"]
    found: dict[str, Any] = entry
    return found


@step('{name:Name} logs that she watched it in "{period}"')
@step('{name:Name} logs that she watched it on "{period}"')
def log_at(context: Context, name: str, period: str) -> None:
    log_play(context, name, period)


@when("{name:Name} logs that she watched it some day")
def log_some_day(context: Context, name: str) -> None:
    log_play(context, name, None)


@given('{name:Name} lives in "{zone}"')
@when('{name:Name} moves to "{zone}"')
def live_in(context: Context, name: str, zone: str) -> None:
    answer = context.people[name].http.patch("/auth/me", json={"time_zone": zone})
    assert answer.status_code == 200, answer.text


@when("{name:Name} begins to watch it again")
def begin_again(context: Context, name: str) -> None:
    answer = context.people[name].http.post(f"/watchlist/{context.things[name]}/rewatch")
    assert answer.status_code == 200, answer.text


@when("{name:Name} deletes that by mistake")
def delete_by_mistake(context: Context, name: str) -> None:
    answer = context.people[name].http.delete(f"/plays/{context.play['id']}")
    assert answer.status_code == 204, answer.text
    context.mistake = answer.headers["Operation-ID"]


@when("{name:Name} undoes it")
def undo_mistake(context: Context, name: str) -> None:
    answer = context.people[name].http.post(f"/operations/{context.mistake}/undo")
    assert answer.status_code == 200, answer.text


@then('{name:Name} has watched it {number:d} times, last on "{day}"')
def see_count(context: Context, name: str, number: int, day: str) -> None:
    entry = find_entry(context, name)
    assert (entry["plays_count"], entry["last_watched_on"]) == (number, day), entry


@then('her plays are of "{first}" and "{second}"')
def see_plays(context: Context, first: str, second: str) -> None:
    plays = context.people["Ada"].http.get("/plays").json()["items"]
    assert [play["watched_on"] for play in plays] == [first, second], plays


@then("it is not known when she watched it")
def see_unknown(context: Context) -> None:
    entry = find_entry(context, "Ada")
    assert (entry["last_watched_on"], entry["last_watched_precision"], entry["plays_count"]) == (None, "unknown", 1)


@then('the day of it is "{day}"')
def see_day(context: Context, day: str) -> None:
    play = context.people["Ada"].http.get(f"/plays/{context.play['id']}").json()
    assert play["local_date"] == day, play
