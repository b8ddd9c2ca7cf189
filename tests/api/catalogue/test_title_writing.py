"""Titles made, changed and removed by admins."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import (
    TITLES,
    as_json,
    created_genre,
    created_platform,
    created_title,
    pointers,
    problem,
    watched,
)
from tests.support.each import for_each

MEMBERS = {
    "id", "media_type", "title", "original_title", "alternative_titles", "overview", "release_date",
    "release_date_precision",
    "runtime_minutes", "poster_url", "is_active", "genres", "platforms", "external_ids", "rating", "reviews_count",
    "created_at", "updated_at", "metadata_pending", "metadata_vanished", "visibility",
    "external_id_aliases", "airing", "seasons_count", "episodes_count", "aired_count", "next_episode", "last_episode",
    "episodes_state", "episode_source",
}  # fmt: skip
SCORES = ["1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]


def at(title: dict[str, Any]) -> str:
    return f"{TITLES}/{title['id']}"


async def test_least_title_is_created_with_defaults(client: httpx.AsyncClient, admin: Person) -> None:
    answer = await admin.http.post(TITLES, json={"title": "Heat", "media_type": "movie"})
    read = await client.get(answer.headers["Location"])

    title = read.json()
    assert answer.status_code == 201
    assert set(title) == MEMBERS
    assert answer.json() == title | {"viewer": dict.fromkeys(("watch_entry_id", "status", "rating", "review_id"))}
    assert (title["is_active"], title["release_date_precision"]) == (True, "day")
    assert title["genres"] == title["platforms"] == []
    assert title["external_ids"] == {}
    assert title["rating"] == {"average": None, "weighted": None, "count": 0, "distribution": dict.fromkeys(SCORES, 0)}
    assert list(title["rating"]["distribution"]) == SCORES
    assert title["reviews_count"] == 0
    assert title["created_at"] == title["updated_at"]


async def test_full_title_is_kept_as_sent_with_links_by_name(admin: Person) -> None:
    genres = [await created_genre(admin, name) for name in ("Western", "Épopée", "drama")]
    platforms = [await created_platform(admin, name) for name in ("Netflix", "arte")]
    body: dict[str, Any] = {
        "title": "千と千尋の神隠し",
        "media_type": "anime",
        "original_title": "Sen to Chihiro",
        "overview": "Line one.\n\tLine two.",
        "release_date": "2001-07-20",
        "runtime_minutes": 125,
        "poster_url": "https://image.tmdb.org/t/p/w500/a.jpg",
        "is_active": False,
        "external_ids": {"tmdb": "129", "anilist": "199"},
    }

    title = await created_title(admin, **body, genre_ids=genres + genres[:1], platform_ids=platforms)

    assert {name: title[name] for name in body} == body
    assert [genre["name"] for genre in title["genres"]] == ["drama", "Épopée", "Western"]
    assert [platform["name"] for platform in title["platforms"]] == ["arte", "Netflix"]
    assert {genre["id"] for genre in title["genres"]} == set(genres)


@for_each(
    ("member", "value"),
    [
        ("title", ""), ("title", "x" * 501), ("title", "a\nb"), ("title", "a\x00"), ("title", "\udc00"),
        ("title", None),
        ("media_type", "film"), ("media_type", None),
        ("original_title", ""), ("overview", "x" * 10_001), ("overview", "\x07"),
        ("release_date", "2001-7-20"), ("release_date", "2001-02-30"), ("release_date", "2001-07-20T00:00:00"),
        ("release_date", 20010720), ("release_date_precision", "month"), ("release_date_precision", None),
        ("runtime_minutes", 0), ("runtime_minutes", 100_001), ("runtime_minutes", 3.0), ("runtime_minutes", "3"),
        ("runtime_minutes", True), ("runtime_minutes", 2**70),
        ("poster_url", "javascript:alert(1)"), ("poster_url", "http://127.0.0.1/x.png"),
        ("is_active", "true"), ("is_active", 1), ("is_active", None),
        ("genre_ids", None), ("genre_ids", [str(uuid4())] * 51), ("platform_ids", "x"),
        ("external_ids", None), ("external_ids", []), ("external_ids", {f"s{i}": "1" for i in range(21)}),
        ("colour", "red"), ("viewer", None), ("title_sort", "x"),
    ],
)  # fmt: skip
async def test_member_out_of_bounds_is_refused_with_its_place(admin: Person, member: str, value: object) -> None:
    title = await created_title(admin)

    body = {"title": "A", "media_type": "show", member: value}

    assert pointers(await admin.http.post(TITLES, **as_json(body))) == [f"/body/{member}"]
    assert pointers(await admin.http.patch(at(title), **as_json({member: value}))) == [f"/body/{member}"]


@pytest.mark.parametrize("source", ["TMDB", "1tmdb", "t-mdb", "", "t" * 33, "tmdb\n", "\ud800"])
async def test_external_source_out_of_pattern_is_refused(admin: Person, source: str) -> None:
    body = {"title": "A", "media_type": "show", "external_ids": {source: "1"}}

    (pointer,) = pointers(await admin.http.post(TITLES, **as_json(body)))

    assert pointer.startswith("/body/external_ids/")


@pytest.mark.parametrize("external_id", ["", "x" * 201, True, None, "a\x00"])
async def test_external_id_out_of_bounds_is_refused(admin: Person, external_id: object) -> None:
    body = {"title": "A", "media_type": "show", "external_ids": {"tmdb": external_id}}

    assert pointers(await admin.http.post(TITLES, json=body)) == ["/body/external_ids/tmdb"]


async def test_reference_that_is_no_id_is_refused_with_its_place(admin: Person) -> None:
    body = {"title": "A", "media_type": "show", "genre_ids": [str(uuid4()), "7"]}

    assert pointers(await admin.http.post(TITLES, json=body)) == ["/body/genre_ids/1"]


async def test_unknown_references_are_named_each_and_nothing_is_stored(
    admin: Person, connection: asyncpg.Connection
) -> None:
    genre, platform = await created_genre(admin, "Drama"), await created_platform(admin, "Arte")
    unknown = str(uuid4())
    body = {"genre_ids": [genre, unknown], "platform_ids": [unknown, platform, genre]}
    expected = ["/body/genre_ids/1", "/body/platform_ids/0", "/body/platform_ids/2"]

    answer = await admin.http.post(TITLES, json={"title": "A", "media_type": "show", **body})
    assert pointers(answer, "unknown_reference") == expected
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0

    title = await created_title(admin, genre_ids=[genre])
    answer = await admin.http.patch(at(title), json={"title": "B", **body})
    assert pointers(answer, "unknown_reference") == expected
    assert (await admin.http.get(at(title))).json() == title


async def test_external_id_is_taken_within_a_media_type(admin: Person) -> None:
    await created_title(admin, "A", external_ids={"tmdb": "1"})
    show = await created_title(admin, "B", media_type="show", external_ids={"tmdb": "1"})
    other = await created_title(admin, "C", external_ids={"tmdb": "2"})

    problem(
        await admin.http.post(TITLES, json={"title": "D", "media_type": "movie", "external_ids": {"tmdb": "1"}}),
        409,
        "external_id_taken",
    )
    problem(await admin.http.patch(at(other), json={"external_ids": {"tmdb": "1"}}), 409, "external_id_taken")
    problem(await admin.http.patch(at(show), json={"media_type": "movie"}), 409, "external_id_taken")
    assert (await admin.http.get(at(show))).json() == show


async def test_external_ids_follow_the_media_type(admin: Person) -> None:
    title = await created_title(admin, "A", external_ids={"tmdb": "1"})

    moved = await admin.http.patch(at(title), json={"media_type": "anime"})

    assert moved.json()["external_ids"] == {"tmdb": "1"}
    await created_title(admin, "B", external_ids={"tmdb": "1"})
    body = {"title": "C", "media_type": "anime", "external_ids": {"tmdb": "1"}}
    problem(await admin.http.post(TITLES, json=body), 409, "external_id_taken")


async def test_media_type_and_external_ids_change_together(admin: Person) -> None:
    await created_title(admin, "A", media_type="show", external_ids={"tmdb": "1"})
    title = await created_title(admin, "B", external_ids={"tmdb": "1"})

    changed = await admin.http.patch(at(title), json={"media_type": "show", "external_ids": {"tmdb": "2"}})

    assert (changed.status_code, changed.json()["external_ids"]) == (200, {"tmdb": "2"})


async def test_change_touches_the_members_sent_alone(admin: Person) -> None:
    genre, platform = await created_genre(admin, "Drama"), await created_platform(admin, "Arte")
    title = await created_title(
        admin, "A", overview="x", genre_ids=[genre], platform_ids=[platform], external_ids={"tmdb": "1"}
    )

    changed = (await admin.http.patch(at(title), json={"original_title": "Ä"})).json()

    assert changed["updated_at"] > title["updated_at"]
    assert changed == title | {"original_title": "Ä", "updated_at": changed["updated_at"]}


@pytest.mark.parametrize(
    ("change", "member", "expected"),
    [
        ({"genre_ids": []}, "genres", []),
        ({"platform_ids": []}, "platforms", []),
        ({"external_ids": {"imdb": "tt0000001"}}, "external_ids", {"imdb": "tt0000001"}),
        ({"external_ids": {}}, "external_ids", {}),
        ({"overview": None}, "overview", None),
        ({"release_date": None}, "release_date", None),
        ({"is_active": False}, "is_active", False),
    ],
)
async def test_sent_member_is_replaced_and_the_version_moves(
    admin: Person, change: dict[str, Any], member: str, expected: object
) -> None:
    title = await created_title(
        admin,
        overview="x",
        release_date="1995-12-15",
        genre_ids=[await created_genre(admin, "Drama")],
        platform_ids=[await created_platform(admin, "Arte")],
        external_ids={"tmdb": "1"},
    )

    changed = (await admin.http.patch(at(title), json=change)).json()

    assert changed[member] == expected
    assert changed["updated_at"] > title["updated_at"]
    assert (await admin.http.get(at(title))).json() == changed


async def test_genres_sent_anew_replace_the_old_ones(admin: Person) -> None:
    first, second, third = [await created_genre(admin, name) for name in ("A", "B", "C")]
    title = await created_title(admin, genre_ids=[first, second])

    changed = await admin.http.patch(at(title), json={"genre_ids": [third, second]})

    assert [genre["name"] for genre in changed.json()["genres"]] == ["B", "C"]


async def test_empty_change_changes_nothing(admin: Person) -> None:
    title = await created_title(admin)

    assert (await admin.http.patch(at(title), json={})).json() == title


async def test_year_alone_is_kept_as_january_first_until_a_day_is_sent(admin: Person) -> None:
    title = await created_title(admin, release_date="1927-05-23", release_date_precision="year")
    renamed = (await admin.http.patch(at(title), json={"title": "B"})).json()
    exact = (await admin.http.patch(at(title), json={"release_date": "1927-01-10"})).json()
    coarse = (await admin.http.patch(at(title), json={"release_date_precision": "year"})).json()

    dates = [(each["release_date"], each["release_date_precision"]) for each in (title, renamed, exact, coarse)]
    assert dates == [("1927-01-01", "year"), ("1927-01-01", "year"), ("1927-01-10", "day"), ("1927-01-01", "year")]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_first_and_last_day_of_the_calendar_are_kept(admin: Person, day: str) -> None:
    title = await created_title(admin, release_date=day)

    assert (await admin.http.get(at(title))).json()["release_date"] == day


async def test_stale_version_is_refused_and_the_current_one_taken(admin: Person) -> None:
    title = await created_title(admin)
    tag = (await admin.http.get(at(title))).headers["ETag"]

    taken = await admin.http.patch(at(title), json={"genre_ids": []}, headers={"If-Match": tag})
    rejected = await admin.http.patch(at(title), json={"title": "X"}, headers={"If-Match": tag})
    kept = await admin.http.delete(at(title), headers={"If-Match": tag})
    removed = await admin.http.delete(at(title), headers={"If-Match": taken.headers["ETag"]})

    assert taken.status_code == 200
    problem(rejected, 412, "precondition_failed")
    problem(kept, 412, "precondition_failed")
    assert removed.status_code == 204


async def test_removed_title_is_gone_with_its_links(admin: Person, connection: asyncpg.Connection) -> None:
    genre = await created_genre(admin, "Drama")
    title = await created_title(admin, genre_ids=[genre], external_ids={"tmdb": "1"})

    assert (await admin.http.delete(at(title))).status_code == 204

    problem(await admin.http.delete(at(title)), 404, "title_not_found")
    problem(await admin.http.get(at(title)), 404, "title_not_found")
    assert (await admin.http.delete(f"/api/v1/genres/{genre}")).status_code == 204
    assert await connection.fetchval("SELECT count(*) FROM title_external_ids") == 0


async def test_title_in_a_watchlist_stays(admin: Person, person: Person, connection: asyncpg.Connection) -> None:
    title = await created_title(admin)
    await watched(connection, person, title)

    problem(await admin.http.delete(at(title)), 409, "in_use")
    assert (await admin.http.get(at(title))).status_code == 200


async def test_only_admins_write(client: httpx.AsyncClient, person: Person, admin: Person) -> None:
    title = await created_title(admin)

    for http, status, code in ((client, 401, "authentication_required"), (person.http, 403, "admin_required")):
        problem(await http.post(TITLES, json={"title": "A", "media_type": "show"}), status, code)
        problem(await http.patch(at(title), json={"title": "A"}), status, code)
        problem(await http.delete(at(title)), status, code)


async def test_unknown_title_is_not_found(admin: Person) -> None:
    problem(await admin.http.get(f"{TITLES}/{uuid4()}"), 404, "title_not_found")
    problem(await admin.http.patch(f"{TITLES}/{uuid4()}", json={"title": "A"}), 404, "title_not_found")
    problem(await admin.http.delete(f"{TITLES}/{uuid4()}"), 404, "title_not_found")


async def test_equal_external_ids_at_once_make_one_title(admin: Person, connection: asyncpg.Connection) -> None:
    body = {"title": "A", "media_type": "movie", "external_ids": {"tmdb": "1", "imdb": "tt1"}}

    answers = await asyncio.gather(*(admin.http.post(TITLES, json=body) for _ in range(10)))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1


async def test_genre_removed_while_titles_take_it_is_used_or_unknown(admin: Person) -> None:
    for round_ in range(5):
        genre = await created_genre(admin, f"Genre {round_}")
        body = {"title": "A", "media_type": "movie", "genre_ids": [genre]}
        *posts, removed = await asyncio.gather(
            *(admin.http.post(TITLES, json=body) for _ in range(4)), admin.http.delete(f"/api/v1/genres/{genre}")
        )
        statuses = {answer.status_code for answer in posts}
        assert (statuses, removed.status_code) in (({201}, 409), ({422}, 204))


async def test_title_changed_by_many_at_once_keeps_whole_sets(admin: Person) -> None:
    genres = [await created_genre(admin, name) for name in "ABCDEF"]
    title = await created_title(admin)

    answers = await asyncio.gather(
        *(admin.http.patch(at(title), json={"genre_ids": genres[start : start + 3]}) for start in (0, 3, 1, 2) * 3)
    )

    assert {answer.status_code for answer in answers} == {200}
    left = {genre["name"] for genre in (await admin.http.get(at(title))).json()["genres"]}
    assert left in [set("ABC"), set("DEF"), set("BCD"), set("CDE")]
