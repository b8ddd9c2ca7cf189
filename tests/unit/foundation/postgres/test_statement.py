"""What a statement says of the tables it reads decides who may answer it."""

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ClauseElement

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity

TITLES = select(TitleEntity.id)
REVIEWS = select(ReviewEntity.id).join(UserEntity, UserEntity.id == ReviewEntity.user_id)
DELETED = delete(RatingEntity).returning(RatingEntity.title_id).cte("deleted")


@pytest.mark.parametrize(
    ("clause", "tables"),
    [
        (TITLES, {"titles"}),
        (REVIEWS, {"reviews", "users"}),
        (select(aliased(TitleEntity).id), {"titles"}),
        (select(TITLES.cte("page").c.id), {"titles"}),
        (select(TITLES.subquery().lateral().c.id), {"titles"}),
        (TITLES.where(exists().where(WatchEntryEntity.title_id == TitleEntity.id)), {"titles", "watch_entries"}),
        (select(TITLES.scalar_subquery()), {"titles"}),
        (union_all(TITLES, REVIEWS), {"titles", "reviews", "users"}),
    ],
)
def test_statement_that_only_reads_names_its_tables(clause: ClauseElement, tables: set[str]) -> None:
    assert Statement(clause).reads == tables


@pytest.mark.parametrize(
    "clause",
    [
        insert(TitleEntity),
        delete(RatingEntity).returning(RatingEntity.id),
        TITLES.with_for_update(),
        TITLES.with_for_update(read=True, key_share=True),
        select(TITLES.with_for_update().cte("locked").c.id),
        select(TITLES.where(exists(TITLES.with_for_update().subquery().select())).subquery().c.id),
        select(DELETED.c.title_id),
        TITLES.add_cte(DELETED),
        select(func.pg_notify("channel", "message")),
        text("SELECT id FROM titles"),
    ],
)
def test_statement_that_does_more_or_is_text_names_none(clause: ClauseElement) -> None:
    assert Statement(clause).reads == frozenset()
