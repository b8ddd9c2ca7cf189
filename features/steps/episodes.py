"""Shows with episodes of the recorded providers, and what people watch of them."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from behave import given, step, then, when
from behave.runner import Context

from features.importing import enter_title
from features.steps.plays import find_entry
from features.steps.watchlist import add_title, change

REASONS = {"to continue": "continue", "as there are new episodes": "new_episodes"}
Json = dict[str, Any]


@given('the show "{title:Text}" with these episodes:')
def have_show(context: Context, title: str) -> None:
    seasons = {int(row["season"]): (int(row["episodes"]), int(row["first aired"].split()[0])) for row in context.table}
    number = secrets.randbelow(10**8) + 10**8
    parts = {f"season/{season}": season_of(season, *told) for season, told in seasons.items()}
    listed = [{"season_number": season, "episode_count": count} for season, (count, _) in seasons.items()]
    body = {"id": number, "name": title, "status": "Returning Series", "seasons": listed, **parts}
    context.standin.answers(body, path=f"/3/tv/{number}")
    have_episodes(context, enter_title(context, "show", title, 2020, external_ids={"tmdb": str(number)}))


@given('the anime "{title:Text}" with {count:d} episodes, one a week')
def have_anime(context: Context, title: str, count: int) -> None:
    first = datetime.now(UTC) - timedelta(weeks=count, days=1)
    times = [int((first + timedelta(weeks=at)).timestamp()) for at in range(count)]
    nodes = [{"episode": at, "airingAt": airs} for at, airs in enumerate(times, start=1)]
    schedule = {"pageInfo": {"hasNextPage": False}, "nodes": nodes}
    number = secrets.randbelow(10**8) + 10**8
    medium = {"id": number, "status": "RELEASING", "episodes": count, "duration": 24, "airingSchedule": schedule}
    context.standin.answers({"data": {"Media": medium}}, path="/anilist")
    have_episodes(context, enter_title(context, "anime", title, 2020, external_ids={"anilist": str(number)}))


def have_episodes(context: Context, title: Json) -> None:
    """Have the admin take the episodes of a title from its provider."""
    context.title = title
    answer = context.people.admin().http.post(f"/titles/{title['id']}/episodes/refresh")
    assert answer.status_code == 200, answer.text


def season_of(season: int, count: int, days_ago: int) -> Json:
    """Return a season as TMDb has it: one episode a week."""
    first = datetime.now(UTC).date() - timedelta(days=days_ago)
    episodes = [
        {"id": season * 1000 + at, "episode_number": at, "name": None, "air_date": str(first + timedelta(weeks=at - 1))}
        for at in range(1, count + 1)
    ]
    return {"id": season, "name": None, "episodes": episodes}


def act(context: Context, name: str, address: str, **body: Any) -> None:
    answer = context.people[name].http.post(address, json=body)
    assert answer.is_success, answer.text


@when("{name:Name} binges season {season:d}")
def binge(context: Context, name: str, season: int) -> None:
    act(context, name, f"/titles/{context.title['id']}/watch", season=season)


@when("{name:Name} has seen all up to season {season:d}, episode {number:d}")
def see_up_to(context: Context, name: str, season: int, number: int) -> None:
    here = {"episode": {"season": season, "number": number}}
    act(context, name, f"/titles/{context.title['id']}/watch", up_to=here, watched_on=None)


@step("{name:Name} watches season {season:d}, episode {number:d}")
def watch(context: Context, name: str, season: int, number: int) -> None:
    act(context, name, "/plays", title_id=context.title["id"], episode={"season": season, "number": number})


@when("{name:Name} watches the {number:d}. episode of all")
def watch_absolute(context: Context, name: str, number: int) -> None:
    act(context, name, "/plays", title_id=context.title["id"], episode={"absolute_number": number})


@given("{name:Name} completed it {days:d} days ago")
def have_completed(context: Context, name: str, days: int) -> None:
    add_title(context, name, context.title["id"])
    change(context, name, status="completed", finished_on=str(datetime.now(UTC).date() - timedelta(days=days)))


@when("{name:Name} wants the specials of it, too")
def want_specials(context: Context, name: str) -> None:
    change(context, name, include_specials=True)


@when("{name:Name} drops it")
def drop(context: Context, name: str) -> None:
    change(context, name, status="dropped")


@then("{name:Name} has seen {seen:d} of {total:d} episodes, and season {season:d}, episode {number:d} is next")
def see_next(context: Context, name: str, seen: int, total: int, season: int, number: int) -> None:
    progress = find_entry(context, name)["progress"]
    upcoming = progress["next_episode"] or {}
    assert (progress["seen"], progress["total"]) == (seen, total), progress
    assert (upcoming.get("season"), upcoming.get("number")) == (season, number), progress


@then("{name:Name} has seen {seen:d} of {total:d} episodes, and is caught up")
def see_caught_up(context: Context, name: str, seen: int, total: int) -> None:
    progress = find_entry(context, name)["progress"]
    assert (progress["seen"], progress["total"], progress["state"]) == (seen, total, "caught_up"), progress


@then("{number:d} episodes before are skipped")
def see_skipped(context: Context, number: int) -> None:
    assert find_entry(context, "Ada")["progress"]["skipped"] == number


@step("next up for {name:Name} is season {season:d}, episode {number:d}, {reason}")
def see_next_up(context: Context, name: str, season: int, number: int, reason: str) -> None:
    (up,) = context.people[name].http.get("/next-up").json()["items"]
    found = (up["episode"]["season"], up["episode"]["number"], up["reason"])
    assert found == (season, number, REASONS[reason]), up


@then("nothing is next up for {name:Name}")
def see_nothing(context: Context, name: str) -> None:
    assert context.people[name].http.get("/next-up").json()["items"] == []


@then("{name:Name} has logged {number:d} plays")
@then("{name:Name} has logged {number:d} play")
def see_plays_logged(context: Context, name: str, number: int) -> None:
    assert find_entry(context, name)["plays_count"] == number
