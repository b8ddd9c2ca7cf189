"""What stands beside results takes one statement, however many of them there are and the catalogue has."""

import asyncpg
import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.counting import counted_statements
from tests.support.discovery import ACCOUNT, ANIME, API, MOVIE, SHOW, Json, looked_at
from tests.support.resources import STATEMENTS
from tests.support.standin import Standin

ASKED: tuple[tuple[str, str, Json], ...] = (
    ("movies/discover", f"{API}/movies/discover", {}),
    ("movies/search", f"{API}/movies/search", {"query": "007", "year": 1962}),
    ("movies/{tmdb_id}", MOVIE, {}),
    ("shows/discover", f"{API}/shows/discover", {}),
    ("shows/search", f"{API}/shows/search", {"query": "Breaking Bad"}),
    ("shows/{tmdb_id}", SHOW, {}),
    ("anime/discover", f"{API}/anime/discover", {}),
    ("anime/search", f"{API}/anime/search", {"query": "frieren"}),
    ("anime/{anilist_id}", ANIME, {}),
    ("favorites", f"{API}/favorites", {"account_id": ACCOUNT}),
)
TITLES = """
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, metadata_state, title_sort, search_words,
                    created_at, updated_at)
SELECT gen_random_uuid(), kind, n, 'day', true, 'own', n, ARRAY[n], now(), now()
FROM unnest($1::text[]) n, unnest(ARRAY['movie', 'show', 'anime']) kind
"""
IDS = """
INSERT INTO title_external_ids (title_id, source, media_type, external_id)
SELECT id, CASE media_type WHEN 'anime' THEN 'anilist' ELSE 'tmdb' END, media_type, title FROM titles
"""
ENTRIES = """
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT $1, gen_random_uuid(), id, 'planned', now(), now() FROM titles
"""


@pytest.fixture
def application(lasting_application: FastAPI, standin: Standin) -> FastAPI:
    del standin  # it is to be reset
    return lasting_application


@pytest.mark.parametrize("is_known", [False, True])
async def test_what_is_known_of_results_is_asked_at_once(
    is_known: bool, person: Person, connection: asyncpg.Connection
) -> None:
    seen = {path: await looked_at(person, address, **query) for path, address, query in ASKED}
    if is_known:
        await _know_all(connection, person, seen)

    for path, address, query in ASKED:
        with counted_statements() as statements:
            page = await looked_at(person, address, **query)
        assert len(statements) == STATEMENTS[f"GET {API}/{path}"], (path, statements)
        assert all((one["title_id"] is not None) == is_known for one in page.get("results", [page])), path


async def _know_all(connection: asyncpg.Connection, person: Person, seen: dict[str, Json]) -> None:
    """Bring all results into the catalogue and the person's watchlist."""
    numbers = {str(one["id"]) for page in seen.values() for one in page.get("results", [page])}
    await connection.execute(TITLES, sorted(numbers))
    await connection.execute(IDS)
    await connection.execute(ENTRIES, person.id)
