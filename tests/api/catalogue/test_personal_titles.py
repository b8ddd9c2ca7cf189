"""Titles of one's own: what a person typed and no provider confirmed, which nobody else sees or meets."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.databases import SECRET
from tests.support.feedback import BODY, rate, review, reviews_of, walked
from tests.support.personal_titles import IMDB, TITLES, names, read, typed
from tests.support.watchlist import WATCHLIST, added, listed, problem, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import QuotaSettings, Settings

SORTS = ("title", "release_date", "created_at", "average_rating", "weighted_rating", "ratings_count")


@pytest.fixture
async def ada(accounts: Accounts) -> Person:
    return await accounts.person()


@pytest.fixture
async def bob(accounts: Accounts) -> Person:
    return await accounts.person()


@pytest.fixture
def nobody(accounts: Accounts) -> httpx.AsyncClient:
    return accounts.client()


async def test_two_people_who_name_one_id_differently_never_see_each_others_words(
    ada: Person, bob: Person, nobody: httpx.AsyncClient
) -> None:
    hers = await typed(ada, "BUY PILLS", **IMDB, poster_url="https://evil.example/t.png")
    his = await typed(bob, "The Matrix", **IMDB)

    assert hers["id"] != his["id"]
    assert (await listed(ada), await listed(bob)) == (["BUY PILLS"], ["The Matrix"])
    assert (await names(ada.http), await names(bob.http), await names(nobody)) == (["BUY PILLS"], ["The Matrix"], [])
    assert (await names(bob.http, q="buy pills"), await names(nobody, q="buy pills")) == ([], [])
    assert await names(ada.http, q="buy pills") == ["BUY PILLS"]
    assert hers["poster_url"] == "https://evil.example/t.png"
    assert (hers["visibility"], hers["external_ids"]) == ("personal", {"imdb": "tt0133093"})


async def test_personal_title_does_not_exist_for_others(ada: Person, bob: Person, nobody: httpx.AsyncClient) -> None:
    title = await typed(ada)
    address = f"{TITLES}/{title['id']}"

    for http in (bob.http, nobody):
        problem(await http.get(address), 404, "title_not_found")
        problem(await http.get(reviews_of(UUID(title["id"]))), 404, "title_not_found")
    problem(await bob.http.patch(address, json={"title": "Mine"}), 404, "title_not_found")
    problem(await bob.http.delete(address), 404, "title_not_found")
    problem(await bob.http.post(WATCHLIST, json={"title_id": title["id"]}), 404, "title_not_found")
    rating = {"title_id": title["id"], "score": 1, "mark_completed": True}
    problem(await bob.http.post("/api/v1/ratings", json=rating), 404, "title_not_found")
    words = {"rating": 1, "body": BODY, "mark_completed": True}
    problem(await bob.http.post(reviews_of(UUID(title["id"])), json=words), 404, "title_not_found")


async def test_admins_see_personal_titles_but_not_their_posters(ada: Person, admin: Person) -> None:
    title = await typed(ada, poster_url="https://evil.example/t.png")

    seen = await read(admin, title["id"])

    assert (seen["title"], seen["visibility"], seen["poster_url"]) == ("Home video", "personal", None)
    assert await names(admin.http) == []
    assert await names(admin.http, visibility="personal") == ["Home video"]
    assert await names(admin.http, visibility="personal", q="home") == ["Home video"]
    assert await names(admin.http, visibility="all") == ["Home video"]
    assert await names(admin.http, visibility="public") == []


async def test_what_is_listed_by_visibility_is_for_admins(ada: Person, nobody: httpx.AsyncClient) -> None:
    problem(await ada.http.get(TITLES, params={"visibility": "personal"}), 403, "admin_required")
    problem(await nobody.get(TITLES, params={"visibility": "personal"}), 401, "authentication_required")


@pytest.mark.parametrize("sort", [f"{sign}{column}" for column in SORTS for sign in ("", "-")])
async def test_own_titles_are_listed_among_those_of_the_catalogue_in_every_order(
    ada: Person, bob: Person, connection: asyncpg.Connection, sort: str
) -> None:
    for number in range(4):
        await stored_title(connection, f"Film {number}", half_steps=(number + 2,))
        await rate(ada, UUID((await typed(ada, f"Film {number} at home"))["id"]), score=number + 1)
        await typed(bob, f"Film {number} at his home")

    whole = await walked(ada.http, TITLES, sort=sort, limit=100, with_total=True)
    pages = await walked(ada.http, TITLES, sort=sort, limit=3)

    assert sorted(title["title"] for title in whole) == sorted(
        name for number in range(4) for name in (f"Film {number}", f"Film {number} at home")
    )
    assert [title["id"] for title in pages] == [title["id"] for title in whole]
    total = await ada.http.get(TITLES, params={"with_total": True, "limit": 1})
    assert total.json()["total"] == 8


async def test_own_titles_are_found_by_relevance(ada: Person, connection: asyncpg.Connection) -> None:
    await stored_title(connection, "Holiday in Rome")
    await typed(ada, "Holiday")
    await typed(ada, "Our holiday")

    assert await names(ada.http, q="holiday") == ["Holiday", "Holiday in Rome", "Our holiday"]
    assert await names(ada.http, q="holi") == ["Holiday", "Holiday in Rome", "Our holiday"]
    found = await walked(ada.http, TITLES, q="holiday", limit=1)
    assert [title["title"] for title in found] == ["Holiday", "Holiday in Rome", "Our holiday"]
    assert await names(ada.http, q="holiday", media_type="show") == []


async def test_lists_of_others_show_a_first_title_of_ones_own_at_once(ada: Person) -> None:
    assert await names(ada.http) == []
    await typed(ada)
    assert await names(ada.http) == ["Home video"]


async def test_media_is_the_public_title_then_ones_own(ada: Person, connection: asyncpg.Connection) -> None:
    own = await typed(ada, "As I call it", **IMDB)
    again = await ada.http.post(WATCHLIST, json={"media": {**IMDB, "title": "Otherwise"}})
    problem(again, 409, "already_in_watchlist")

    public = await stored_title(connection, "The Matrix")
    await connection.execute("INSERT INTO title_external_ids VALUES ('imdb', 'movie', 'tt0133093', $1)", public)

    entry = (await ada.http.post(WATCHLIST, json={"media": {**IMDB, "title": "Otherwise"}})).json()
    assert (entry["title"]["id"], entry["title"]["title"]) == (str(public), "The Matrix")
    assert (await read(ada, own["id"]))["title"] == "As I call it"


async def test_one_person_who_types_the_same_at_once_has_one_title(ada: Person, connection: asyncpg.Connection) -> None:
    answers = await asyncio.gather(
        *(ada.http.post(WATCHLIST, json={"media": {**IMDB, "title": f"Tap {number}"}}) for number in range(10))
    )

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 9]
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1
    assert await connection.fetchval("SELECT count(*) FROM title_external_ids") == 0


async def test_owner_changes_a_title(ada: Person, admin: Person, connection: asyncpg.Connection) -> None:
    title = await typed(ada, "Hom video", **IMDB)
    address = f"{TITLES}/{title['id']}"

    changed = await ada.http.patch(
        address,
        json={
            "title": "Home video",
            "media_type": "show",
            "release_date": "1999-05-01",
            "external_ids": {"imdb": "tt7654321", "tmdb": "9"},
        },
    )

    assert changed.status_code == 200, changed.text
    shown = await read(ada, title["id"])
    assert shown == changed.json()
    assert (shown["title"], shown["media_type"], shown["visibility"]) == ("Home video", "show", "personal")
    assert shown["external_ids"] == {"imdb": "tt7654321", "tmdb": "9"}
    assert await names(ada.http, q="home video", media_type="show") == ["Home video"]
    assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE entity_type = 'title'") == 0
    problem(await ada.http.patch(address, json={"is_active": False}), 403, "admin_required")
    assert (await admin.http.patch(address, json={"overview": "A dog."})).status_code == 200
    assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE action = 'title_updated'") == 1


async def test_owner_gives_one_id_to_one_title(ada: Person) -> None:
    await typed(ada, "First", **IMDB)
    second = await typed(ada, "Second")

    answer = await ada.http.patch(f"{TITLES}/{second['id']}", json={"external_ids": {"imdb": "tt0133093"}})

    problem(answer, 409, "external_id_taken")


async def test_public_titles_are_changed_by_admins_alone(ada: Person, connection: asyncpg.Connection) -> None:
    address = f"{TITLES}/{await stored_title(connection)}"

    problem(await ada.http.patch(address, json={"title": "Mine"}), 403, "admin_required")
    problem(await ada.http.delete(address), 403, "admin_required")


async def test_owner_deletes_a_title_with_what_is_theirs(ada: Person, connection: asyncpg.Connection) -> None:
    title = await typed(ada)
    await review(ada, UUID(title["id"]))

    assert (await ada.http.delete(f"{TITLES}/{title['id']}")).status_code == 204

    problem(await ada.http.delete(f"{TITLES}/{title['id']}"), 404, "title_not_found")
    for table in ("titles", "title_figures", "personal_title_ids", "watch_entries", "ratings", "reviews"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_admin_deletes_a_title_of_somebody_only_when_it_is_not_used(ada: Person, admin: Person) -> None:
    title = await typed(ada)
    address = f"{TITLES}/{title['id']}"

    problem(await admin.http.delete(address), 409, "in_use")
    entry = (await ada.http.get(WATCHLIST)).json()["items"][0]
    await ada.http.delete(f"{WATCHLIST}/{entry['id']}")
    assert (await admin.http.delete(address)).status_code == 204


async def test_titles_go_with_the_account(ada: Person, connection: asyncpg.Connection) -> None:
    title = await typed(ada)
    await review(ada, UUID(title["id"]))

    answer = await ada.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})

    assert answer.status_code == 204, answer.text
    for table in ("titles", "title_figures", "personal_title_ids", "title_references", "reviews", "ratings"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_words_about_a_personal_title_are_its_owners_and_admins(
    ada: Person, bob: Person, admin: Person, nobody: httpx.AsyncClient
) -> None:
    title = await typed(ada)
    written = await review(ada, UUID(title["id"]), rating=5)

    for http in (bob.http, nobody):
        problem(await http.get(f"/api/v1/reviews/{written['id']}"), 404, "review_not_found")
    for person in (ada, admin):
        assert (await person.http.get(f"/api/v1/reviews/{written['id']}")).json() == written
        assert len(await walked(person.http, reviews_of(UUID(title["id"])))) == 1
        assert (await read(person, title["id"]))["rating"]["average"] == 5
        assert (await read(person, title["id"]))["reviews_count"] == 1
    problem(await bob.http.patch(f"/api/v1/reviews/{written['id']}", json={"body": "No"}), 404, "review_not_found")


async def test_ratings_of_personal_titles_are_no_part_of_the_mean(ada: Person, connection: asyncpg.Connection) -> None:
    await rate(ada, UUID((await typed(ada))["id"]), score=5)
    public = await stored_title(connection, "Heat")
    await added(ada, public, status="completed")
    await rate(ada, public, score=2)

    sql = "SELECT sum(half_steps_sum) / (2.0 * sum(ratings_count)) FROM title_figures WHERE is_public"
    assert await connection.fetchval(sql) == 2


@pytest.fixture
async def small(settings: Settings, dsn: str, empty_tables: None) -> AsyncIterator[Accounts]:
    """Accounts of a service where each may have two titles of one's own."""
    few = settings.model_copy(update={"quotas": QuotaSettings(personal_titles=2)})
    application = create_application(few, secret=SECRET, dsn=dsn)
    connection = await asyncpg.connect(dsn)
    async with application.router.lifespan_context(application):
        yield Accounts(application)
    await connection.close()


async def test_quota_of_personal_titles(small: Accounts, connection: asyncpg.Connection) -> None:
    ada = await small.person()
    for number in range(2):
        await typed(ada, f"Home video {number}")

    answer = await ada.http.post(WATCHLIST, json={"media": {**IMDB, "title": "One more"}})

    assert problem(answer, 409, "quota_exceeded")["limit"] == 2
    public = await stored_title(connection, "Heat")
    await added(ada, public)


@pytest.mark.parametrize("poster", ["https://evil.example/t.png", "http://image.tmdb.org/t/p/w500/a.jpg"])
async def test_admins_send_no_posters_of_unknown_hosts(admin: Person, poster: str) -> None:
    title = {"title": "Heat", "media_type": "movie"}
    created = (await admin.http.post(TITLES, json=title)).headers["Location"]

    for answer in (
        await admin.http.post(TITLES, json=title | {"poster_url": poster}),
        await admin.http.patch(created, json={"poster_url": poster}),
    ):
        assert "POSTER_HOSTS" in problem(answer, 422, "unknown_poster_host")["detail"]


async def test_admin_confirms_what_somebody_typed(
    ada: Person, bob: Person, admin: Person, nobody: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    title = await typed(ada, "Home video", **IMDB, poster_url="https://evil.example/t.png")
    await review(ada, UUID(title["id"]), rating=5)
    address = f"{TITLES}/{title['id']}"
    assert (await nobody.get(address)).status_code == 404

    confirmed = await admin.http.post(f"{address}/confirm", json={"release_date": "1999-03-31"})

    assert confirmed.status_code == 200, confirmed.text
    shown = (await nobody.get(address)).json()
    assert (shown["visibility"], shown["poster_url"], shown["release_date"]) == ("public", None, "1999-03-31")
    assert (shown["external_ids"], shown["rating"]["average"]) == ({"imdb": "tt0133093"}, 5)
    assert await names(nobody, q="home video") == ["Home video"]
    assert await names(nobody, sort="-average_rating") == ["Home video"]
    assert len(await walked(nobody, reviews_of(UUID(title["id"])))) == 1
    assert (await bob.http.post(WATCHLIST, json={"media": {**IMDB, "title": "x"}})).json()["title"]["id"] == title["id"]
    problem(await ada.http.patch(address, json={"title": "Mine"}), 403, "admin_required")
    assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE action = 'title_confirmed'") == 1
    assert (await admin.http.post(f"{address}/confirm")).status_code == 200


async def test_what_an_admin_confirms_is_the_title_of_that_name_and_year(
    ada: Person, admin: Person, nobody: httpx.AsyncClient
) -> None:
    facts = {"media_type": "movie", "title": "The Matrix", "release_date": "1999-03-31"}
    public = (await admin.http.post(TITLES, json=facts)).json()
    title = await typed(ada, "MATRIX", **IMDB)

    confirmed = await admin.http.post(f"{TITLES}/{title['id']}/confirm", json={"release_date": "1999-06-17"})

    assert confirmed.status_code == 200, confirmed.text
    assert (confirmed.json()["id"], confirmed.json()["external_ids"]) == (public["id"], {"imdb": "tt0133093"})
    assert (await ada.http.get(WATCHLIST)).json()["items"][0]["title"]["title"] == "The Matrix"
    assert await names(nobody, q="matrix") == ["The Matrix"]


async def test_nobody_tells_somebody_elses_title_from_none(ada: Person, bob: Person) -> None:
    title = await typed(ada, "Home video", **IMDB)
    for one in (title["id"], uuid4()):
        problem(await bob.http.post(f"{TITLES}/{one}/unwatch", json={"all": True}), 404, "title_not_found")


async def test_one_title_is_confirmed_several_times_at_once(ada: Person, admin: Person) -> None:
    address = f"{TITLES}/{(await typed(ada, 'The Matrix', **IMDB))['id']}"
    facts = {"release_date": "1999-06-17"}

    answers = await asyncio.gather(*(admin.http.post(f"{address}/confirm", json=facts) for _ in range(4)))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert {answer.json()["release_date"] for answer in answers} == {"1999-06-17"}


async def test_own_titles_are_found_by_their_ids(ada: Person, bob: Person, connection: asyncpg.Connection) -> None:
    title = await typed(ada, **IMDB)
    query: dict[str, str | bool] = {"external_id": "imdb:tt0133093", "with_total": True}

    found = (await ada.http.get(TITLES, params=query)).json()
    assert ([one["id"] for one in found["items"]], found["total"]) == ([title["id"]], 1)
    assert (await bob.http.get(TITLES, params=query)).json()["total"] == 0
    assert await names(ada.http, ids=title["id"]) == ["Home video"]
    assert await names(bob.http, ids=title["id"]) == []


async def test_others_confirm_nothing(ada: Person, bob: Person) -> None:
    title = await typed(ada)

    for person in (ada, bob):
        problem(await person.http.post(f"{TITLES}/{title['id']}/confirm", json={}), 403, "admin_required")


async def test_title_of_another_person_with_the_id_becomes_the_public_one_too(
    ada: Person, bob: Person, admin: Person, application: FastAPI
) -> None:
    hers, his = await typed(ada, "BUY PILLS", **IMDB), await typed(bob, "The Matrix", **IMDB)
    other = await typed(bob, "The Matrix", source="imdb", external_id="tt0234215")
    await admin.http.post(f"{TITLES}/{hers['id']}/confirm", json={"title": "The Matrix"})
    assert await listed(bob) == ["The Matrix", "The Matrix"]

    assert await application.state.container.title_merge_logic().merge_published() == 1

    entries = (await bob.http.get(WATCHLIST)).json()["items"]
    assert {entry["title"]["id"] for entry in entries} == {hers["id"], other["id"]}
    assert (await bob.http.get(f"{TITLES}/{his['id']}")).status_code == 301
    assert await application.state.container.title_merge_logic().merge_published() == 0


async def test_titles_that_nothing_hangs_on_go_after_thirty_days(
    ada: Person, connection: asyncpg.Connection, application: FastAPI
) -> None:
    remove_unused = application.state.container.personal_titles().remove_unused
    used, unused, new = [await typed(ada, name) for name in ("Used", "Unused", "New")]
    entries = (await ada.http.get(WATCHLIST)).json()["items"]
    for entry in entries:
        if entry["title"]["id"] != used["id"]:
            await ada.http.delete(f"{WATCHLIST}/{entry['id']}")
    old = [UUID(used["id"]), UUID(unused["id"])]
    await connection.execute("UPDATE titles SET updated_at = now() - interval '31 days' WHERE id = ANY($1)", old)

    await remove_unused()
    assert sorted(await names(ada.http)) == ["New", "Unused", "Used"], "an undo may need it"
    await connection.execute("DELETE FROM operation_rows")

    await remove_unused()

    assert sorted(await names(ada.http)) == ["New", "Used"]
    assert new["title"] == "New"


async def test_confirmed_title_that_is_public_already_becomes_that_one(
    ada: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    own = await typed(ada, "As I call it", **IMDB)
    await review(ada, UUID(own["id"]), rating=5)
    public = await stored_title(connection, "The Matrix")
    await connection.execute(
        "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ('imdb', 'movie', $1, $2)",
        IMDB["external_id"],
        public,
    )

    confirmed = await admin.http.post(f"{TITLES}/{own['id']}/confirm", json={})

    assert confirmed.status_code == 200, confirmed.text
    assert (confirmed.json()["id"], confirmed.json()["title"]) == (str(public), "The Matrix")
    assert await listed(ada) == ["The Matrix"]
    assert (await read(ada, str(public)))["rating"]["average"] == 5
    assert (await ada.http.get(f"{TITLES}/{own['id']}")).status_code == 301
