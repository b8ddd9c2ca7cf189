"""Discovery: what a scenario found last is `context.found`, the title of the catalogue is `context.title`."""

import subprocess
import sys
from functools import partial
from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.people import Person
from features.provider import PROJECT
from features.together import at_once

SINGULAR = {"movies": "movie", "shows": "show", "anime": "anime"}
SOURCES = {"movies": "tmdb", "shows": "tmdb", "anime": "anilist"}
COMPLETE = {"overview": "overview", "date": "release_date", "runtime": "runtime_minutes", "poster": "poster_url"}


def results(context: Context) -> list[dict[str, Any]]:
    assert context.answer.status_code == 200, context.answer.text
    found: list[dict[str, Any]] = context.answer.json()["results"]
    return found


def name_of(thing: dict[str, Any]) -> str:
    """Return what TMDb calls the title of a movie and the name of a show."""
    return str(thing.get("title") or thing.get("name"))


def named(context: Context, title: str) -> dict[str, Any]:
    (one,) = [result for result in context.found if name_of(result) == title]
    found: dict[str, Any] = one
    return found


def add(context: Context, person: Person, kind: str, number: int, title: str) -> httpx.Response:
    media = {"source": SOURCES[kind], "external_id": number, "media_type": SINGULAR[kind], "title": title}
    return person.http.post("/watchlist", json={"media": media})


def keep_entry(context: Context, name: str, answer: httpx.Response) -> None:
    assert answer.status_code == 201, answer.text
    context.things[name] = answer.json()["id"]
    context.title = answer.json()["title"]


def title_in_full(context: Context) -> dict[str, Any]:
    reader = context.people.member("Ada")
    answer = reader.http.get(f"/titles/{context.title['id']}")
    assert answer.status_code == 200, answer.text
    title: dict[str, Any] = answer.json()
    return title


@when("{name:Name} looks around among the {kind:w}")
def discover(context: Context, name: str, kind: str) -> None:
    context.answer = context.people[name].http.get(f"/{kind}/discover")


@then("she sees what there is, with posters")
def check_discovered(context: Context) -> None:
    found = results(context)
    assert found
    assert all(one["poster_url"].startswith("https://") for one in found)


@when('{name:Name} searches the {kind:w} for "{words:Text}"')
def search(context: Context, name: str, kind: str, words: str) -> None:
    context.kind = kind
    context.answer = context.people[name].http.get(f"/{kind}/search", params={"query": words})
    context.found = context.answer.json().get("results", [])


@then('"{title:Text}" is among what {who:w} finds')
def check_among(context: Context, title: str, who: str) -> None:
    del who
    assert title in [name_of(result) for result in results(context)]


@when('{name:Name} searches the {kind:w} for "{words:Text}" without what {who:w} never wants to see')
def search_wanted(context: Context, name: str, kind: str, words: str, who: str) -> None:
    del who
    query = {"query": words, "hide": "not_interested"}
    context.answer = context.people[name].http.get(f"/{kind}/search", params=query)


@then('"{title:Text}" is not among what {who:w} finds')
def check_not_among(context: Context, title: str, who: str) -> None:
    del who
    assert title not in [name_of(result) for result in results(context)]


@then("{number:d} result is hidden")
def check_hidden(context: Context, number: int) -> None:
    assert context.answer.json()["hidden"] == number


@then("{who:w} finds nothing")
def check_nothing(context: Context, who: str) -> None:
    del who
    assert results(context) == []


@when('{name:Name} opens "{title:Text}"')
def open_found(context: Context, name: str, title: str) -> None:
    context.answer = context.people[name].http.get(f"/{context.kind}/{named(context, title)['id']}")


@then("she reads that it came out on {date}")
def check_date(context: Context, date: str) -> None:
    assert context.answer.status_code == 200, context.answer.text
    details = context.answer.json()
    assert (details.get("release_date") or details.get("first_air_date")) == date


@then("she reads whom the facts come from")
def check_attribution(context: Context) -> None:
    attribution = context.answer.json()["attribution"]
    assert attribution["text"]
    assert attribution["url"].startswith("https://")


@when("{name:Name} reads about movie {number:d}")
def read_movie(context: Context, name: str, number: int) -> None:
    context.kind = "movies"
    context.answer = context.people[name].http.get(f"/movies/{number}")
    context.found = [context.answer.json()]


@given("{name:Name} can read about movie {number:d}")
@then("{name:Name} can read about movie {number:d}")
def check_movie(context: Context, name: str, number: int) -> None:
    answer = context.people[name].http.get(f"/movies/{number}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == number


@then("she reads who plays in it, where to watch it, and can see a trailer")
def check_details(context: Context) -> None:
    movie = context.answer.json()
    assert movie["credits"]["cast"]
    assert movie["watch_providers"]["results"]["US"]
    assert movie["videos"]["results"]


@when('{name:Name} puts "{title:Text}" in her watchlist, as she found it')
def add_found(context: Context, name: str, title: str) -> None:
    answer = add(context, context.people[name], context.kind, named(context, title)["id"], title)
    keep_entry(context, name, answer)


@when("{name:Name} puts movie {number:d} in her watchlist")
def add_movie(context: Context, name: str, number: int) -> None:
    keep_entry(context, name, add(context, context.people[name], "movies", number, f"Movie {number}"))


@when("{one:Name} and {other:Name} at once put movie {number:d} in their watchlists")
def add_movie_at_once(context: Context, one: str, other: str, number: int) -> None:
    people = (context.people[one], context.people[other])
    context.answers = at_once([partial(add, context, person, "movies", number, "The same") for person in people])


@then("the provider was asked for movie {number:d} once")
def check_asked_once(context: Context, number: int) -> None:
    assert len(context.standin.calls(f"/3/movie/{number}")) == 1


@then('"{title:Text}" stands there as {status:w}')
def check_mark(context: Context, title: str, status: str) -> None:
    found = named(context, title)
    assert (found["title_id"], found["watch_status"]) == (context.title["id"], status)


@then("the catalogue has it with {first}, {rest} and {last:w}")
def check_complete(context: Context, first: str, rest: str, last: str) -> None:
    title = title_in_full(context)
    for what in (first, *rest.split(", "), last):
        assert title[COMPLETE.get(what, what)], f"no {what}: {title}"
    assert not title["metadata_pending"]


@then('it is of the genres "{one:Text}" and "{other:Text}"')
def check_genres(context: Context, one: str, other: str) -> None:
    assert {genre["name"] for genre in title_in_full(context)["genres"]} == {one, other}


@then('it is on "{platform:Text}", among others')
def check_platform(context: Context, platform: str) -> None:
    assert platform in [one["name"] for one in title_in_full(context)["platforms"]]


@when("the admin imports movie {number:d}")
def import_movie(context: Context, number: int) -> None:
    body = {"source": "tmdb", "media_type": "movie", "external_id": str(number)}
    answer = context.people.admin().http.post("/titles/import", json=body)
    assert answer.status_code == 201, answer.text
    context.title = answer.json()


@given("the provider is gone")
def stop_provider(context: Context) -> None:
    context.provider.stop()


@given("the provider is busy")
def make_busy(context: Context) -> None:
    context.standin.is_busy(retry_after="30")


@given("the provider refuses the service")
def make_refuse(context: Context) -> None:
    context.standin.fails_with(401)


@given("the provider is slow")
def make_slow(context: Context) -> None:
    context.standin.is_slow(20)


@given("the provider fails")
def make_fail(context: Context) -> None:
    context.standin.fails_with(500)


@given("the provider sends garbage")
def make_garbage(context: Context) -> None:
    context.standin.answers_garbage()


@given("the provider hangs up")
def make_hang_up(context: Context) -> None:
    context.standin.hangs_up()


@when("the provider is well again")
def recover(context: Context) -> None:
    context.provider.start()
    context.standin.recovers()


@then("the catalogue has it as she sent it, and says that more is to come")
def check_pending(context: Context) -> None:
    title = title_in_full(context)
    assert title["title"].startswith("Movie ")
    assert title["overview"] is None
    assert title["metadata_pending"] is True


@then("the catalogue says that its provider does not know it")
def check_vanished(context: Context) -> None:
    title = title_in_full(context)
    assert (title["metadata_vanished"], title["metadata_pending"]) == (True, False)


@when("the operator refreshes the metadata")
def refresh(context: Context) -> None:
    command: list[Any] = [sys.executable, PROJECT / "manage.py", "refresh-metadata"]
    outcome = subprocess.run(command, env=context.variables, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
