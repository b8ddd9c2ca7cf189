"""No statement of the service takes longer because a table has grown: each is looked at as PostgreSQL plans it."""

from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final

import asyncpg
import pytest
from sqlalchemy import text

from tests.integration.plans.conftest import LARGE, Planned
from tests.support.plans import MODES, Growth, dependency_plan, growth_of, indexes_for_plans
from tests.support.resources import FILE, SMALL_TABLES
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities import Entity
from watchkeeper.models.types.catalogue.search_query import parsed_query, query_values
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.adapters.title_search_statements import (
    filter_values,
    page_statement,
)

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]  # fills each table with as many rows as a large service has

_FEWEST: Final = 2000
_TOTAL: Final = "a total, for whoever asks for one"
_ELSEWHERE: Final = "what it is sorted by stands in other tables: the rows of one person (or of one title) are sorted"
_FEW: Final = "titles of one person, or those that admins look for, are sorted"
_UNINDEXED: Final = "the entries of one person are sorted, which costs less than two more indexes at each change"
_LESSER: Final = "PostgreSQL does what is less: it sorts what matches, or walks along the order until the page is full"

ALLOWED: Final = (
    ("*.count(*", "*", _TOTAL),
    ("*._count(*", "*", _TOTAL),
    ("*Adapter._count", "*", _TOTAL),
    ("*.count_statement(*", "*", _TOTAL),
    ("rating_statistics_statements.MEAN", "table *", "once an hour, in the background"),
    ("rating_statistics_statements.SET_KNOWN", "table titles", "once an hour, in the background"),
    ("*.LEARN", "sort *", "the words of one title, or of a load of the catalogue"),
    (
        "title_search_statements.page_statement(sort=*relevance,*",
        "sort *CASE WHEN*",
        "what the tiers hold is sorted: some 200 titles, however many match",
    ),
    ("title_merge_statements.*", "sort *", "what refers to two titles, which an admin merges, is locked in one order"),
    (
        "title_merge_statements.FIND_PUBLISHED",
        "*",
        "every ten minutes, in the background: all personal ids are compared",
    ),
    ("rating_statistics_statements.DIFFERENCES", "*", "the recount, which an operator starts"),
    ("viewing_count_postgres_adapter._MISCOUNTED", "*", "the recount, which an operator starts"),
    ("change_statements.*COUNT*", "sort place*.place", "the ten areas of one account"),
    (
        "replication_tokens._FORGET",
        "table write_positions",
        "in the background: those who wrote within the hour, unindexed",
    ),
    ("user_postgres_adapter.*", "index ix_users_active_admins", "the index has nobody but the admins"),
    ("import_statements.IN_THE_WAY", "index ix_imports_running", "the index has nobody but whose imports run now"),
    (
        "user_postgres_adapter._search(*text*",
        "*",
        "admins look for a part of a name, and there is no extension for that",
    ),
    ("rating_statements.search(sort=*title*", "sort *", _ELSEWHERE),
    ("review_statements.search(sort=*rating*", "sort *", _ELSEWHERE),
    *(
        (f"watchlist_statements.search(sort=*{order}, *", "sort *", _ELSEWHERE)
        for order in ("title", "release_date", "runtime_minutes", "average_rating", "rating")
    ),
    ("watchlist_statements.search(sort=*title, *", "index ix_titles_title_sort_id", _LESSER),
    ("watchlist_statements.search(sort=*completed_at, *", "sort *", _UNINDEXED),
    ("next_up_statements.search(*", "sort *", "one row a show that one person watches, worked out for each"),
    ("watchlist_statements.counts(*", "*", _TOTAL),
    (
        "mark_statements.search(sort=*rank, is_any=True, *",
        "sort *",
        "each mark has ranks of its own: one person's are sorted",
    ),
    ("list_statements.search(*", "sort *", "the lists of one person are sorted, of which a quota allows a thousand"),
    ("calendar_link_postgres_adapter._search(*", "sort *", "the links of one person are sorted: a thousand at most"),
    *(
        (f"list_item_pages.search(sort=*{order}, *", "sort *", "the items of one list are sorted: ten thousand at most")
        for order in ("created_at", "title", "release_date", "average_rating")
    ),
    ("export_statements.*", "sort *", _LESSER),
    ("left_out_statements.*", "*", _TOTAL),
    ("webhook_statements.GIVE_UP", "index ix_webhook_deliveries_next_try_at", "the index has what waits alone"),
    (
        "title_search_statements.facets_statement(*",
        "*",
        "all titles that match are counted; what anybody sees is cached",
    ),
    ("overview_postgres_adapter._COUNT", "*", "an admin asks how much the whole service has"),
    ("statistics_*WATCHED", "sort *", "all that one person has watched is counted"),
    ("statistics_*RATED", "sort *", "all that one person has rated is compared"),
    ("home_postgres_adapter._COUNT", "sort *", "the entries of one person are counted by status"),
    ("home_postgres_adapter._PLANNED", "sort *", "one person's planned titles are drawn from by lot"),
    ("import_statements.EXPIRE_PREVIEWS", "sort *", "one person's previews: five at most"),
    ("calendar_statements.*", "sort *", "what airs within a year of what one person watches is sorted"),
    ("play_set_statements.LOCK", "sort *", "the plays that one request names are sorted: 500 at most"),
    ("title_search_statements.page_statement(*filters=*own*", "sort *", _FEW),
    ("title_search_statements.page_statement(*filters=*personal*", "sort *", _FEW),
    ("title_search_statements.page_statement(*filters=*unconfirmed*", "sort *", _FEW),
    ("title_search_statements.page_statement(*filters=*unconfirmed*", "index ix_titles_unconfirmed_*", _FEW),
    ("title_search_statements.page_statement(*filters=*genre_ids*", "sort *", _LESSER),
    ("title_search_statements.page_statement(*filters=*genre_ids*", "index ix_title_figures_*", _LESSER),
    ("title_search_statements.page_statement(*filters=*platform_ids*", "sort *", _LESSER),
    ("title_search_statements.page_statement(*filters=*platform_ids*", "index ix_title_figures_*", _LESSER),
    *(
        (f"title_search_statements.page_statement(sort=*{order}, filters=*matches*", "sort *", _LESSER)
        for order in ("title", "release_date", "created_at", "average_rating", "weighted_rating", "ratings_count")
    ),
)
"""What may take longer in a larger table: names of statements, what in their plans, and why."""


def _is_allowed(name: str, growth: Growth) -> bool:
    return any(fnmatchcase(name, names) and fnmatchcase(str(growth), what) for names, what, _why in ALLOWED)


async def test_every_table_is_large_or_known_to_be_small(crowd: asyncpg.Connection) -> None:
    counts = {table: await crowd.fetchval(f"SELECT count(*) FROM {table}") for table in Entity.metadata.tables}

    small = {table for table, count in counts.items() if count < _FEWEST}
    assert small == SMALL_TABLES, f"Make `many` rows of a table in {FILE}, or name it in `small_tables`."


def test_no_statement_grows_with_a_table(planned: Planned) -> None:
    found = [f"{name} in {mode}: {one}" for name, mode, one in planned.grown if not _is_allowed(name, one)]

    assert not found, "\n".join(found)


async def test_every_index_is_read_by_a_statement(crowd: asyncpg.Connection, planned: Planned) -> None:
    assert await indexes_for_plans(crowd) <= planned.indexes


async def test_index_that_nothing_needs_is_found(crowd: asyncpg.Connection) -> None:
    needed = await indexes_for_plans(crowd)
    transaction = crowd.transaction()
    await transaction.start()
    await crowd.execute("CREATE INDEX ix_probe ON genres (description)")

    found = await indexes_for_plans(crowd)
    await transaction.rollback()

    assert found - needed == {"ix_probe"}


@pytest.mark.parametrize("text_of_query", ["t", "word", "title word", "title word7", "title 7", "1", "nothing of this"])
@pytest.mark.parametrize("sort", [TitleSort.RELEVANCE, TitleSort.RELEVANCE_DESCENDING])
async def test_best_matches_are_found_without_ranking_all(
    crowd: asyncpg.Connection, text_of_query: str, sort: TitleSort
) -> None:
    bound = filter_values(TitleFilter(query=text_of_query, is_active=True))
    asked = query_values(parsed_query(text_of_query))
    statement = page_statement(sort, frozenset(bound), is_continued=False)

    for mode in MODES:
        plan = await dependency_plan(crowd, statement, mode, {**bound, **asked, "limit": 21})
        name = f"title_search_statements.page_statement(sort={sort}, …)"
        assert not [one for one in growth_of(plan, LARGE) if not _is_allowed(name, one)]


@pytest.mark.parametrize(
    ("sql", "growth"),
    [
        ("SELECT id FROM titles ORDER BY runtime_minutes LIMIT 21", {"table titles", "sort runtime_minutes"}),
        ("SELECT id FROM titles WHERE overview = 'x' LIMIT 21", {"table titles"}),
        ("SELECT count(*) FROM watch_entries WHERE status = 'planned'", {"table watch_entries"}),
        ("SELECT max(char_length(overview)) FROM titles", {"table titles"}),
        ("SELECT id FROM titles WHERE owner_id IS NULL ORDER BY title_sort, id LIMIT 21", set()),
        ("SELECT content FROM content_versions", set()),
    ],
)
async def test_what_grows_is_found(crowd: asyncpg.Connection, sql: str, growth: set[str]) -> None:
    plan = await dependency_plan(crowd, Statement(text(sql)), MODES[0], {})

    assert {str(one) for one in growth_of(plan, LARGE)} == growth


@pytest.mark.parametrize(
    "sort", [TitleSort.CREATED_AT_DESCENDING, TitleSort.TITLE, TitleSort.WEIGHTED_RATING_DESCENDING]
)
async def test_titles_of_an_average_that_none_has_are_found_by_it(crowd: asyncpg.Connection, sort: TitleSort) -> None:
    statement = page_statement(sort, frozenset({"public", "min_rating"}), is_continued=False)
    plan = await dependency_plan(crowd, statement, MODES[0], {"min_rating": Decimal("5.01"), "limit": 21})

    assert "ix_title_figures_average_last" in str(plan)
