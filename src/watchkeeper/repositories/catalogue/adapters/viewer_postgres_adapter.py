from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Double,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)

from watchkeeper.models.dtos.title_dtos import ViewerOutput
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.database.database import Database, Row
from watchkeeper.repositories.database.statement import Statement


def _of_titles() -> Statement:
    titles = func.unnest(bindparam("title_ids", type_=ARRAY(Uuid))).table_valued(column("id", Uuid)).render_derived()

    def own(entity: type[WatchEntryEntity | RatingEntity | ReviewEntity]) -> ColumnElement[bool]:
        return and_(entity.user_id == bindparam("user_id", type_=Uuid()), entity.title_id == titles.c.id)

    score: ColumnElement[float] = cast(RatingEntity.half_steps, Double()) * literal_column("0.5", Double())
    return Statement(
        select(
            titles.c.id.label("title_id"),
            WatchEntryEntity.id.label("watch_entry_id"),
            WatchEntryEntity.status,
            score.label("rating"),
            ReviewEntity.id.label("review_id"),
        )
        .select_from(titles)
        .outerjoin(WatchEntryEntity, own(WatchEntryEntity))
        .outerjoin(RatingEntity, own(RatingEntity))
        .outerjoin(ReviewEntity, own(ReviewEntity))
        .where(or_(WatchEntryEntity.id.is_not(None), RatingEntity.id.is_not(None), ReviewEntity.id.is_not(None)))
    )


_OF_TITLES = _of_titles()


class PostgresViewerAdapter:
    """A person's ties to titles in PostgreSQL: watch entry, rating and review, in one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_viewers(self, user_id: UUID, title_ids: Sequence[UUID]) -> Mapping[UUID, ViewerOutput]:
        rows = await self._database.fetch(_OF_TITLES, user_id=user_id, title_ids=title_ids)
        return {row["title_id"]: _viewer(row) for row in rows}


def _viewer(row: Row) -> ViewerOutput:
    return ViewerOutput(
        watch_entry_id=row["watch_entry_id"],
        status=row["status"],
        rating=row["rating"],
        review_id=row["review_id"],
    )
