"""From discovery into the catalogue: by somebody's watchlist, or by an admin."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.databases import ANONYMOUS
from tests.support.discovery import (
    API,
    BREAKING_BAD,
    DIE_HARD,
    Json,
    looked_at,
    names,
    put_on_watchlist,
    read,
    settings_towards,
)
from tests.support.problems import problem_of
from tests.support.standin import Standin
from watchkeeper.configs.settings import Settings

MOVIE = {"source": "tmdb", "external_id": str(DIE_HARD), "media_type": "movie", "title": "Die Hard, the fifth"}
IMPORT = f"{API}/titles/import"


async def add(person: Person, **changes: Any) -> Json:
    return read(await person.http.post(f"{API}/watchlist", json={"media": MOVIE | changes}), 201)


async def test_movie_is_entered_with_all_that_is_known(person: Person) -> None:
    title = await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "Die Hard, the fifth")

    assert (title["title"], title["original_title"]) == ("A Good Day to Die Hard", "A Good Day to Die Hard")
    assert title["overview"].startswith("Iconoclastic, take-no-prisoners cop John McClane")
    assert (title["release_date"], title["runtime_minutes"]) == ("2013-02-06", 98)
    assert title["poster_url"] == "https://image.tmdb.org/t/p/w500/qJ0csDXAVFMsNn0cRcjy6W6PxAK.jpg"
    assert names(title["genres"]) == {"Action", "Thriller"}
    assert "HBO Max" in names(title["platforms"])
    assert title["external_ids"]["tmdb"] == str(DIE_HARD)
    assert (title["metadata_pending"], title["metadata_vanished"]) == (False, False)


async def test_show_is_entered_with_its_platforms(person: Person) -> None:
    title = await put_on_watchlist(person, "tmdb", "show", BREAKING_BAD, "BrBa")

    assert (title["title"], title["release_date"], title["media_type"]) == ("Breaking Bad", "2008-01-20", "show")
    assert "Netflix" in names(title["platforms"])


async def test_anime_is_entered(person: Person) -> None:
    title = await put_on_watchlist(person, "anilist", "anime", 199, "Chihiro")

    assert (title["release_date"], title["runtime_minutes"]) == ("2001-07-20", 125)
    assert names(title["genres"]) == {"Adventure", "Drama", "Fantasy", "Supernatural"}
    assert "<" not in title["overview"]
    assert title["external_ids"]["anilist"] == "199"


async def test_two_people_at_once_make_one_title_and_one_call(
    person: Person, accounts: Accounts, standin: Standin
) -> None:
    people = [person, await accounts.person(), await accounts.person()]

    entries = await asyncio.gather(*(add(one) for one in people))

    assert len({entry["title"]["id"] for entry in entries}) == 1
    assert len(standin.calls()) == 1


async def test_title_that_is_there_already_needs_no_provider(
    person: Person, accounts: Accounts, standin: Standin
) -> None:
    first = await add(person)
    standin.hangs_up()

    assert (await add(await accounts.person()))["title"] == first["title"]
    assert len(standin.calls()) == 1


async def test_genre_of_the_catalogue_is_taken_whatever_its_case(person: Person, accounts: Accounts) -> None:
    admin = await accounts.admin()
    genre = read(await admin.http.post(f"{API}/genres", json={"name": "THRILLER"}), 201)

    title = await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x")

    assert {one["id"] for one in title["genres"] if one["name"] == "THRILLER"} == {genre["id"]}


@pytest.mark.parametrize("trouble", [Standin.hangs_up, Standin.answers_garbage, lambda one: one.fails_with(401)])
async def test_provider_that_is_away_keeps_nobody_from_adding(person: Person, standin: Standin, trouble: Any) -> None:
    trouble(standin)

    entry = await add(person, poster_url="https://images.example/five.jpg")

    title = await looked_at(person, f"{API}/titles/{entry['title']['id']}")
    assert (title["title"], title["poster_url"]) == ("Die Hard, the fifth", "https://images.example/five.jpg")
    assert (title["overview"], title["genres"]) == (None, [])
    assert (title["metadata_pending"], title["metadata_vanished"]) == (True, False)


async def test_title_that_the_provider_does_not_know_is_marked(person: Person) -> None:
    title = await put_on_watchlist(person, "tmdb", "movie", 999999999, "A film of my own")

    assert title["title"] == "A film of my own"
    assert (title["metadata_pending"], title["metadata_vanished"]) == (False, True)


@pytest.mark.parametrize(
    "change", [{"source": "elsewhere"}, {"source": "imdb", "external_id": "tt0133093"}, {"media_type": "anime"}]
)
async def test_title_that_no_provider_serves_is_entered_as_it_was_sent(
    person: Person, standin: Standin, change: dict[str, str]
) -> None:
    entry = await add(person, **change)

    title = await looked_at(person, f"{API}/titles/{entry['title']['id']}")
    assert title["title"] == "Die Hard, the fifth"
    assert (title["metadata_pending"], title["metadata_vanished"]) == (False, False)
    assert standin.calls() == []


async def test_title_that_an_admin_entered_is_nobody_s_metadata(accounts: Accounts) -> None:
    admin = await accounts.admin()

    title = read(await admin.http.post(f"{API}/titles", json={"title": "Own", "media_type": "movie"}), 201)

    assert (title["metadata_pending"], title["metadata_vanished"]) == (False, False)


class TestImport:
    async def test_admin_imports_a_title_once(self, accounts: Accounts) -> None:
        admin = await accounts.admin()
        body = {"source": "tmdb", "media_type": "movie", "external_id": str(DIE_HARD)}

        answer = await admin.http.post(IMPORT, json=body)

        title = read(answer, 201)
        assert answer.headers["Location"] == f"{API}/titles/{title['id']}"
        assert (title["title"], title["runtime_minutes"]) == ("A Good Day to Die Hard", 98)
        assert names(title["genres"]) == {"Action", "Thriller"}
        again = await admin.http.post(IMPORT, json=body)
        assert read(again)["id"] == title["id"]

    @pytest.mark.parametrize(
        ("source", "media_type", "number"), [("tmdb", "show", BREAKING_BAD), ("anilist", "anime", 1)]
    )
    async def test_shows_and_anime_too(self, accounts: Accounts, source: str, media_type: str, number: int) -> None:
        admin = await accounts.admin()
        body = {"source": source, "media_type": media_type, "external_id": str(number)}

        assert read(await admin.http.post(IMPORT, json=body), 201)["media_type"] == media_type

    async def test_imports_at_once_make_one_new_title(self, accounts: Accounts, connection: asyncpg.Connection) -> None:
        http = (await accounts.admin()).http
        requested = {"source": "tmdb", "media_type": "show", "external_id": "1396"}

        answers = await asyncio.gather(*(http.post(IMPORT, json=requested) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [*[200] * 7, 201]
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE action = 'title_created'") == 1

    async def test_member_imports_nothing(self, person: Person, standin: Standin) -> None:
        body = {"source": "tmdb", "media_type": "movie", "external_id": "1"}

        problem_of(await person.http.post(IMPORT, json=body), 403, "admin_required")
        assert standin.calls() == []

    @pytest.mark.parametrize(
        "change",
        [{"source": "anilist"}, {"media_type": "anime"}, {"source": "elsewhere"}, {"external_id": "x"}, {"title": "y"}],
    )
    async def test_what_no_provider_serves_is_refused(
        self, accounts: Accounts, standin: Standin, change: dict[str, str]
    ) -> None:
        admin = await accounts.admin()
        body = {"source": "tmdb", "media_type": "movie", "external_id": "1"} | change

        problem_of(await admin.http.post(IMPORT, json=body), 422)
        assert standin.calls() == []

    async def test_trouble_is_told_and_nothing_is_entered(self, accounts: Accounts, standin: Standin) -> None:
        admin = await accounts.admin()
        body = {"source": "tmdb", "media_type": "movie", "external_id": "999999999"}

        problem_of(await admin.http.post(IMPORT, json=body), 404, "provider_title_not_found")
        standin.answers_garbage()
        problem_of(
            await admin.http.post(IMPORT, json=body | {"external_id": str(DIE_HARD)}), 502, "provider_unavailable"
        )
        assert (await looked_at(admin, f"{API}/titles"))["items"] == []


class TestWithoutProviders:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, token=None, anilist=ANONYMOUS)

    @pytest.mark.parametrize(("source", "media_type"), [("tmdb", "movie"), ("tmdb", "show"), ("anilist", "anime")])
    async def test_title_is_entered_as_it_was_sent_and_waits(
        self, person: Person, standin: Standin, source: str, media_type: str
    ) -> None:
        title = await put_on_watchlist(person, source, media_type, 5, "Sent")

        assert (title["title"], title["metadata_pending"]) == ("Sent", True)
        assert standin.calls() == []

    async def test_import_says_what_is_missing(self, accounts: Accounts) -> None:
        admin = await accounts.admin()
        body = {"source": "tmdb", "media_type": "movie", "external_id": "1"}

        problem_of(await admin.http.post(IMPORT, json=body), 503, "provider_not_configured")
