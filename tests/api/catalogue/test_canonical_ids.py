"""Ids at other services have one form, on every way in."""

from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.watchlist import MATRIX, WATCHLIST, problem

TITLES = "/api/v1/titles"
ARABIC_605 = "\u0666\u0660\u0665"


async def entered(person: Person, source: str, external_id: object) -> str:
    media = MATRIX | {"source": source, "external_id": external_id}
    answer = await person.http.post(WATCHLIST, json={"media": media})
    assert answer.status_code in (201, 409), answer.text
    listed = await person.http.get(WATCHLIST)
    return str(listed.json()["items"][0]["title"]["id"])


@pytest.mark.parametrize(
    ("source", "spellings"),
    [
        ("tmdb", ["605", 605, "0605", "605-the-matrix-revolutions", ARABIC_605]),
        ("imdb", ["tt0242653", "TT0242653", "0242653", 242653, "https://www.imdb.com/title/tt0242653/"]),
        ("tvmaze", ["https://www.tvmaze.com/shows/169/breaking-bad", "169"]),
    ],
)
async def test_every_spelling_of_an_id_is_the_same_title(
    person: Person, connection: asyncpg.Connection, source: str, spellings: list[object]
) -> None:
    titles = {await entered(person, source, spelling) for spelling in spellings}
    assert len(titles) == 1
    assert await connection.fetchval("SELECT count(*) FROM personal_title_ids") == 1


@pytest.mark.parametrize(
    ("source", "external_id"),
    [("tmdb", "0"), ("tmdb", "abc"), ("tmdb", "-5"), ("tmdb", "12345678901"), ("imdb", "nm0000206"), ("trakt", "a-b")],
)
async def test_what_can_not_be_an_id_is_refused_everywhere(
    person: Person, admin: Person, source: str, external_id: str
) -> None:
    media: dict[str, Any] = MATRIX | {"source": source, "external_id": external_id}
    title = {"title": "Heat", "media_type": "movie"}
    own = (await admin.http.post(TITLES, json=title)).headers["Location"]
    ids = {"external_ids": {source: external_id}}
    for answer, pointer in (
        (await person.http.post(WATCHLIST, json={"media": media}), "/body/media/external_id"),
        (await admin.http.post(TITLES, json=title | ids), f"/body/external_ids/{source}"),
        (await admin.http.patch(own, json=ids), f"/body/external_ids/{source}"),
    ):
        errors = problem(answer, 422, "invalid_external_id")["errors"]
        assert [(error["pointer"], error["code"]) for error in errors] == [(pointer, "invalid_external_id")]


async def test_an_id_that_is_no_id_is_refused_before_its_provider_is_asked(admin: Person) -> None:
    sent = {"source": "tmdb", "media_type": "movie", "external_id": "https://www.themoviedb.org/tv/1396-breaking-bad"}
    problem(await admin.http.post(f"{TITLES}/import", json=sent), 422, "invalid_external_id")


async def test_ids_that_admins_send_are_stored_in_their_one_form(admin: Person) -> None:
    sent = {"tmdb": 605, "imdb": "TT0242653", "wikipedia": "The_Matrix_Revolutions"}
    title = (await admin.http.post(TITLES, json={"title": "M", "media_type": "movie", "external_ids": sent})).json()
    assert title["external_ids"] == {"tmdb": "605", "imdb": "tt0242653", "wikipedia": "The_Matrix_Revolutions"}

    changed = await admin.http.patch(f"{TITLES}/{title['id']}", json={"external_ids": {"tmdb": "000606-x"}})
    assert changed.json()["external_ids"] == {"tmdb": "606"}
    other = {"title": "N", "media_type": "movie", "external_ids": {"tmdb": "0606"}}
    problem(await admin.http.post(TITLES, json=other), 409, "external_id_taken")
