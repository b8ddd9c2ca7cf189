"""Locks that changes of ratings and reviews take first, as parts of statements.

All transactions lock in one order (account, title, watch entry, rating, review, rating statistics), which prevents
deadlocks. Each part refers to the one before it, so PostgreSQL can't take its lock earlier. The lock on the account
serializes the changes of one person; watch entries, whose foreign keys take a share lock on it, don't wait.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, Uuid, bindparam, select, update

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.repositories.identity.adapters.account_lock_postgres_adapter import locked_account

USER_ID = bindparam("user_id", type_=Uuid())
TITLE_ID = bindparam("title_id", type_=Uuid())
ID = bindparam("id", type_=Uuid())


def id_of(locked: CTE) -> ColumnElement[Any]:
    """Return the id of the locked row, null where there is none."""
    return select(locked.c.id).scalar_subquery()


def find_for_update(entity: type[RatingEntity | ReviewEntity]) -> Statement:
    """Return the row `id` of the person `user_id`, locked after the account and the title."""
    return Statement(locked(entity))


def locked(entity: type[RatingEntity | ReviewEntity]) -> Select[Any]:
    """Select the row `id` of the person `user_id`, locked after the account and the title."""
    table: FromClause = entity.__table__
    owned = (table.c.user_id == id_of(locked_account()), table.c.id == ID)
    title = (
        select(TitleEntity.id)
        .where(TitleEntity.id == select(table.c.title_id).where(*owned).scalar_subquery())
        .with_for_update(read=True, key_share=True)
        .cte("title")
    )
    return (
        select(*table.columns)
        .where(table.c.user_id == USER_ID, table.c.id == ID, table.c.title_id == id_of(title))
        .with_for_update(key_share=True)
    )


def touched_review(title_id: ColumnElement[Any] = TITLE_ID) -> CTE:
    """Update `updated_at` of the review of a title whose rating changes, because the review shows the rating."""
    reviews = ReviewEntity.__table__
    return (
        update(ReviewEntity)
        .where(reviews.c.user_id == USER_ID, reviews.c.title_id == title_id, ~reviews.c.is_superseded)
        .values(updated_at=later_than(reviews.c.updated_at))
        .cte("touched")
    )
