"""Pages of ratings, reviews and of the rated catalogue are read off indexes, whatever plan PostgreSQL keeps."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from watchkeeper.models.types.sorts import RatingSort, ReviewSort, TitleSort
from watchkeeper.repositories.catalogue.adapters.title_search_statements import page_statement
from watchkeeper.repositories.database.statement import Statement
from watchkeeper.repositories.feedback.adapters import rating_statements, review_statements

SOMEBODY = uuid4()
LATER = datetime(2026, 1, 1, tzinfo=UTC)

MODES = ("force_custom_plan", "force_generic_plan")
CROWD = """
SET session_replication_role = replica;  -- passes over triggers
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words, created_at,
                    updated_at)
SELECT gen_random_uuid(), 'movie', n, 'day', true, n, ARRAY[n], now(), now()
FROM (SELECT n::text FROM generate_series(1, 20000) n) numbers;
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
SELECT gen_random_uuid(), n || '@example.com', n || '@example.com', n, n, 'x', 'user', true, now(), now()
FROM (SELECT n::text FROM generate_series(1, 2000) n) numbers;
INSERT INTO title_figures (title_id, ratings_count, half_steps_sum, weighted)
SELECT id, count, count * 6, 1 + random() * 4 FROM titles, LATERAL (SELECT (random() * 9)::int AS count) counts;
INSERT INTO ratings
SELECT u.id, gen_random_uuid(), t.id, 2 + (random() * 8)::int, NULL, NULL, now() - random() * interval '9 days',
       now() - random() * interval '9 days'
FROM (SELECT id FROM users ORDER BY id LIMIT 6) u CROSS JOIN (SELECT id FROM titles ORDER BY id LIMIT 1500) t;
INSERT INTO reviews
SELECT u.id, gen_random_uuid(), t.id, 'Good.', false, now() - random() * interval '9 days', now()
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM users) u
CROSS JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM titles) t
WHERE (u.place <= 1500 AND t.place = 1) OR (u.place = 1 AND t.place <= 1500);
RESET session_replication_role;
ANALYZE titles; ANALYZE title_figures; ANALYZE users; ANALYZE ratings; ANALYZE reviews
"""


@pytest.fixture
async def crowd(connection: asyncpg.Connection, empty_tables: None) -> dict[str, UUID]:
    """So many titles, ratings and reviews that reading a whole table never pays; returns who and what has many."""
    await connection.execute(CROWD)
    user_id = await connection.fetchval("SELECT id FROM users ORDER BY id LIMIT 1")
    return {"user_id": user_id, "title_id": await connection.fetchval("SELECT id FROM titles ORDER BY id LIMIT 1")}


async def _plan(connection: asyncpg.Connection, statement: Statement, mode: str, values: dict[str, Any]) -> str:
    async with connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}; SET LOCAL jit = off")
        rows = await connection.fetch(f"EXPLAIN {statement.sql}", *statement.arguments(values))
    return "\n".join(row[0] for row in rows)


def _assert_read_off(plan: str, index: str) -> None:
    assert index in plan, plan
    assert "Sort" not in plan, plan
    assert "Seq Scan" not in plan, plan


async def test_pages_of_ratings(connection: asyncpg.Connection, crowd: dict[str, UUID]) -> None:
    for sort, index, key in (
        (RatingSort.CREATED_AT_DESCENDING, "ix_ratings_user_id_created_at_id", LATER),
        (RatingSort.UPDATED_AT, "ix_ratings_user_id_updated_at_id", LATER),
        (RatingSort.SCORE_DESCENDING, "ix_ratings_user_id_half_steps_id", 6),
    ):
        for is_continued, mode in product((False, True), MODES):
            statement = rating_statements.search(sort, frozenset(), is_continued=is_continued)
            values = {**crowd, "limit": 21, "after_key": key, "after_id": SOMEBODY}
            _assert_read_off(await _plan(connection, statement, mode, values), index)


async def test_pages_of_reviews(connection: asyncpg.Connection, crowd: dict[str, UUID]) -> None:
    for conditions, index in (
        (frozenset({"title_id", "is_active"}), "ix_reviews_title_id_created_at_id"),
        (frozenset({"user_id"}), "ix_reviews_user_id_created_at_id"),
    ):
        for is_continued, mode in product((False, True), MODES):
            sort = ReviewSort.CREATED_AT_DESCENDING
            statement = review_statements.search(sort, conditions, is_continued=is_continued)
            values = {**crowd, "limit": 21, "after_key": LATER, "after_id": SOMEBODY}
            _assert_read_off(await _plan(connection, statement, mode, values), index)


async def test_pages_of_the_catalogue_by_what_people_think(
    connection: asyncpg.Connection, crowd: dict[str, UUID]
) -> None:
    for sort, index, key in (
        (TitleSort.AVERAGE_RATING_DESCENDING, "ix_title_figures_average_last", Decimal(3)),
        (TitleSort.AVERAGE_RATING, "ix_title_figures_average_first", Decimal(3)),
        (TitleSort.WEIGHTED_RATING_DESCENDING, "ix_title_figures_weighted_last", Decimal(3)),
        (TitleSort.RATINGS_COUNT_DESCENDING, "ix_title_figures_ratings_count", 3),
    ):
        for further, is_continued, mode in product(((), ("min_rating",)), (False, True), MODES):
            values = {"is_active": True, "min_rating": Decimal(3), "limit": 21, "after_key": key, "after_id": SOMEBODY}
            statement = page_statement(sort, frozenset({"is_active", *further}), is_continued=is_continued)
            plan = await _plan(connection, statement, mode, values)
            assert index in plan, plan
            assert not re.search(r"Seq Scan on (titles|title_figures)\b", plan), plan


async def test_single_rows_are_found_by_their_keys(connection: asyncpg.Connection, crowd: dict[str, UUID]) -> None:
    values = {**crowd, "id": SOMEBODY, "reader_id": None, "with_inactive": False}
    for statement in (
        rating_statements.BY_ID,
        rating_statements.BY_ID_HELD,
        rating_statements.BY_TITLE,
        review_statements.BY_ID,
        review_statements.BY_ID_HELD,
    ):
        assert "Seq Scan" not in await _plan(connection, statement, "force_generic_plan", values)


async def test_statements_of_ratings_ask_for_the_person_always() -> None:
    texts = [rating_statements.BY_ID, rating_statements.BY_ID_HELD, rating_statements.BY_TITLE]
    texts += [rating_statements.UPDATE, rating_statements.DELETE, rating_statements.count(frozenset())]
    texts += [rating_statements.search(sort, frozenset(), is_continued=True) for sort in RatingSort]

    assert all("ratings.user_id = $" in text.sql for text in texts)
