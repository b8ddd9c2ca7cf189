"""Files that people take away: everything in our own form, and what other services can read."""

import csv
import io
import json
from datetime import date
from typing import Any

import asyncpg
import pytest
from defusedxml import ElementTree

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.exports import EXPORTS, fetched, members_of
from tests.support.feedback import rate, review
from tests.support.lists import created, put_in
from tests.support.marks import marked
from tests.support.personal_titles import typed
from tests.support.plays import played, stored_episode
from tests.support.watchlist import WATCHLIST, added, problem, stored_title
from watchkeeper.models.types.identity.account_rows import ACCOUNT_ROWS

pytestmark = pytest.mark.usefixtures("empty_tables")


async def test_archive_has_everything_but_secrets(person: Person, connection: asyncpg.Connection) -> None:
    film = await stored_title(connection, "Heat", release_date=date(1995, 12, 15), external_ids={"imdb": "tt0113277"})
    show = await stored_title(connection, "Severance", media_type="show", external_ids={"tvdb": "371980"})
    await stored_episode(connection, show, 1, 2, external_ids={"tvdb": "8000001"})
    await added(person, film, notes="Twice.", tags=["loud", "long"], hidden_from=["calendar"])
    await played(person, film, watched_on="2024-02-29", note="Late.", place="At home", tags=["alone"], score=4)
    await played(person, film, watched_on="2025-01-01T20:00:00Z", status="keep")
    await played(person, show, episode={"season": 1, "number": 2}, watched_on="2024-03")
    await rate(person, film, 4.5)
    await review(person, film, 4.5, body="Still good.", contains_spoilers=True)
    shown = await created(person, "Rainy days", description="Inside.", is_ranked=True)
    await put_in(person, shown, show, note="First")
    await put_in(person, shown, film)
    await marked(person, film, note="Of all.")

    answer = await fetched(person, "watchkeeper.zip")
    found = members_of(answer.content)

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="watchkeeper.zip"'
    assert answer.headers["Export-Left-Out"] == "0"
    titles = {line["ref"]: line for line in found["titles.jsonl"]}
    assert titles == {
        str(film): {
            "ref": str(film),
            "media_type": "movie",
            "title": "Heat",
            "year": 1995,
            "external_ids": {"imdb": "tt0113277"},
            "release_date": "1995-12-15",
        },
        str(show): {
            "ref": str(show),
            "media_type": "show",
            "title": "Severance",
            "year": None,
            "external_ids": {"tvdb": "371980"},
        },
    }
    entry = next(line for line in found["watchlist.jsonl"] if line["title_ref"] == str(film))
    assert (entry["status"], entry["notes"], entry["hidden_from"]) == ("completed", "Twice.", ["calendar"])
    assert {"number": 1, "state": "finished"}.items() <= entry["viewings"][0].items()
    plays = {line["watched_on"]: line for line in found["plays.jsonl"]}
    assert {
        "title_ref": str(film),
        "note": "Late.",
        "location": "At home",
        "tags": ["alone"],
        "score": 4.0,
        "viewing": 1,
    }.items() <= plays["2024-02-29"].items()
    assert {"season": 1, "episode": 2, "episode_ids": {"tvdb": "8000001"}}.items() <= plays["2024-03"].items()
    assert plays.keys() == {"2024-02-29", "2025-01-01T20:00:00Z", "2024-03"}
    assert [(line["score"], line["original_value"]) for line in found["ratings.jsonl"]] == [(4.5, None)]
    assert [(line["body"], line["has_spoilers"]) for line in found["reviews.jsonl"]] == [("Still good.", True)]
    lists = found["lists.jsonl"]
    assert {"name": "Rainy days", "description": "Inside.", "is_ranked": True}.items() <= lists[0].items()
    assert [(line["title_ref"], line["position"], line["note"]) for line in lists[1:]] == [
        (str(show), 1, "First"),
        (str(film), 2, None),
    ]
    assert found["tags.jsonl"] == [{"title_ref": str(film), "tags": ["loud", "long"]}]
    assert found["marks.jsonl"] == [{"title_ref": str(film), "mark": "favorite", "note": "Of all."}]
    assert {"username": person.username, "email": person.email}.items() <= found["account.json"].items()
    account = {name for name in found if name.startswith("account/")}
    assert account == {f"account/{table}.jsonl" for table in ACCOUNT_ROWS}
    assert found["account/sessions.jsonl"]
    assert found["account.json"]["preferences"] == {}
    assert sorted(found["account.json"]["tags"]) == ["alone", "long", "loud"]
    assert found["manifest.json"]["counts"] == {
        "watchlist": 2,
        "plays": 3,
        "ratings": 1,
        "reviews": 1,
        "lists": 3,
        "tags": 1,
        "marks": 1,
        "positions": 0,
        "personal": 0,
        "titles": 2,
    }
    assert "password" not in answer.text


async def test_archive_has_titles_that_only_their_owner_knows(person: Person) -> None:
    title = await typed(person, "Home movie")
    change = await person.http.patch(f"/api/v1/titles/{title['id']}", json={"overview": "Us."})
    assert change.status_code == 200, change.text
    entry = (await person.http.get(WATCHLIST)).json()["items"][0]
    await person.http.delete(f"{WATCHLIST}/{entry['id']}")

    titles = members_of((await fetched(person, "watchkeeper.zip")).content)["titles.jsonl"]

    assert [(line["title"], line["is_personal"], line["overview"]) for line in titles] == [("Home movie", True, "Us.")]


async def test_nobody_elses_rows_are_exported(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    await added(person, await stored_title(connection, "Mine"))
    other = await accounts.person()

    found = members_of((await fetched(other, "watchkeeper.zip")).content)

    assert all(not found[f"{name}.jsonl"] for name in found["manifest.json"]["counts"])
    assert str(person.id) not in str(found)


async def test_archive_has_what_hangs_on_the_account_without_secrets(person: Person) -> None:
    sent = {
        "/api/v1/auth/tokens": {"name": "Backup", "scopes": ["read"], "password": PASSWORD},
        "/api/v1/calendar/links": {"name": "Phone"},
        "/api/v1/integrations/servers": {"kind": "plex", "name": "Cellar"},
        "/api/v1/webhooks": {"url": "https://example.com/told", "events": ["play.created"]},
    }
    answers = [await person.http.post(path, json=body) for path, body in sent.items()]
    assert [answer.status_code for answer in answers] == [201] * len(answers), [answer.text for answer in answers]
    await person.http.put("/api/v1/auth/me/preferences", json={"theme": "dark"})

    found = members_of((await fetched(person, "watchkeeper.zip")).content)

    parts = ("application_tokens", "calendar_links", "media_servers")
    names = {part: [line["name"] for line in found[f"account/{part}.jsonl"]] for part in parts}
    assert names == {"application_tokens": ["Backup"], "calendar_links": ["Phone"], "media_servers": ["Cellar"]}
    assert [line["url"] for line in found["account/webhooks.jsonl"]] == ["https://example.com/told"]
    assert found["account.json"]["preferences"]["theme"] == "dark"
    assert found["account/audit_log.jsonl"]
    shown = {name: value for answer in answers for name, value in answer.json().items()}
    secrets = {shown[name].rpartition("/")[2] for name in ("token", "secret", "address") if name in shown}
    assert secrets
    assert not [secret for secret in secrets if secret in str(found)]


async def test_letterboxd_has_every_film_with_or_without_a_day(person: Person, connection: asyncpg.Connection) -> None:
    ids = {"imdb": "tt0113277", "tmdb": "949"}
    film = await stored_title(connection, "Heat", release_date=date(1995, 12, 15), external_ids=ids)
    for day in ("2024-02-29", "2025-01-01"):
        await played(person, film, watched_on=day, tags=["loud, long"])
    await review(person, film, 4.5, body='"Still"\ngood.')
    undated = await stored_title(connection, "=Formula")
    await added(person, undated, status="completed")
    show = await stored_title(connection, "Severance", media_type="show")
    await added(person, show, status="completed")
    await added(person, await stored_title(connection, "Later"))
    await marked(person, film)

    answer = await fetched(person, "letterboxd.csv")

    assert rows_of(answer.text) == [
        {
            "Title": "Heat",
            "Year": "1995",
            "imdbID": "tt0113277",
            "tmdbID": "949",
            "WatchedDate": "2024-02-29",
            "Rating10": "",
            "Rewatch": "",
            "Tags": "loud  long",
            "Review": "",
        },
        {
            "Title": "Heat",
            "Year": "1995",
            "imdbID": "tt0113277",
            "tmdbID": "949",
            "WatchedDate": "2025-01-01",
            "Rating10": "9",
            "Rewatch": "Yes",
            "Tags": "loud  long",
            "Review": '"Still"\ngood.',
        },
        {
            "Title": "'=Formula",
            "Year": "",
            "imdbID": "",
            "tmdbID": "",
            "WatchedDate": "",
            "Rating10": "",
            "Rewatch": "",
            "Tags": "",
            "Review": "",
        },
    ]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Export-Left-Out"] == "3"  # the show, the plan and the mark


async def test_imdb_has_what_is_rated_or_planned(person: Person, connection: asyncpg.Connection) -> None:
    rated = await stored_title(connection, "Heat", external_ids={"imdb": "tt0113277"})
    await added(person, rated, status="completed")
    await rate(person, rated, 3.5)
    planned = await stored_title(connection, "Severance", media_type="show", external_ids={"imdb": "tt11280740"})
    await added(person, planned, notes="With her.")
    await added(person, await stored_title(connection, "Nowhere"), status="completed")

    answer = await fetched(person, "imdb.csv")

    shown = ("Position", "Const", "Title Type", "Your Rating", "Description")
    assert [tuple(row[name] for name in shown) for row in rows_of(answer.text)] == [
        ("1", "tt0113277", "Movie", "7", ""),
        ("2", "tt11280740", "TV Series", "", "With her."),
    ]
    assert answer.headers["Export-Left-Out"] == "1"


async def test_trakt_has_history_ratings_and_watchlist(person: Person, connection: asyncpg.Connection) -> None:
    film = await stored_title(connection, "Heat", external_ids={"tmdb": "949"})
    await played(person, film, watched_on="2024-02-29")
    await review(person, film, 4.5, body="Still good.")
    show = await stored_title(connection, "Severance", media_type="show", external_ids={"tvdb": "371980"})
    await stored_episode(connection, show, 1, 2)
    await played(person, show, episode={"season": 1, "number": 2}, watched_on=None)
    await added(person, await stored_title(connection, "Later"))
    anime = await stored_title(connection, "Frieren", media_type="anime")
    await added(person, anime)

    answer = await fetched(person, "trakt.json")
    found = json.loads(answer.content)

    assert [(one["type"], one["watched_at"]) for one in found["history"]] == [
        ("movie", "2024-02-29"),
        ("episode", "1970-01-01T00:00:00.000Z"),
    ]
    assert found["history"][0]["movie"]["ids"] == {"trakt": None, "imdb": None, "tmdb": 949, "tvdb": None}
    assert found["history"][1]["show"]["ids"]["tvdb"] == 371980
    assert [(one["rating"], one["movie"]["title"]) for one in found["ratings"]] == [(9, "Heat")]
    assert [one["movie"]["title"] for one in found["watchlist"]] == ["Later"]
    assert [one["comment"]["comment"] for one in found["comments"]] == ["Still good."]
    assert answer.headers["Export-Left-Out"] == "1"


async def test_myanimelist_has_anime(person: Person, connection: asyncpg.Connection) -> None:
    anime = await stored_title(connection, "Frieren & <friends>", media_type="anime", external_ids={"mal": "52991"})
    entry = await added(person, anime, status="completed", notes="a ]]> & co")
    await person.http.patch(f"{WATCHLIST}/{entry['id']}", json={"finished_on": "2024-03"})
    await rate(person, anime, 5)
    await added(person, await stored_title(connection, "Heat"))

    answer = await fetched(person, "myanimelist.xml")
    found = ElementTree.fromstring(answer.content)

    assert found.tag == "myanimelist"
    fields = {field.tag: field.text for field in found.findall("anime")[0]}
    assert {
        "series_animedb_id": "52991",
        "series_title": "Frieren & <friends>",
        "my_status": "Completed",
        "my_comments": "a ]]> & co",
        "my_score": "10",
        "my_finish_date": "2024-03-00",
        "my_start_date": "0000-00-00",
        "my_times_watched": "0",
    }.items() <= fields.items()
    assert answer.headers["Export-Left-Out"] == "1"


async def test_unknown_form_is_not_found(person: Person) -> None:
    for name in ("netflix.csv", "LETTERBOXD.CSV", "x" * 500):
        problem(await person.http.get(f"{EXPORTS}/{name}"), 404, "export_format_unknown")


async def test_head_has_the_headers_alone(person: Person) -> None:
    answer = await person.http.head(f"{EXPORTS}/watchkeeper.zip")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Export-Left-Out"] == "0"


async def test_more_rows_than_a_portion_come_once_each(person: Person, connection: asyncpg.Connection) -> None:
    film = await stored_title(connection, "Heat")
    await played(person, film)
    await connection.execute(
        "INSERT INTO plays (user_id, id, title_id, viewing, precision, sorted_at, edited_at, created_at, updated_at)"
        " SELECT user_id, gen_random_uuid(), title_id, 1, 'unknown', '-infinity', now(), now(), now()"
        " FROM plays, generate_series(1, 1234)"
    )

    lines = members_of((await fetched(person, "watchkeeper.zip")).content)["plays.jsonl"]

    assert len({line["id"] for line in lines}) == len(lines) == 1235


def rows_of(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))
