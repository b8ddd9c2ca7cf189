from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.feedback.scoring import new_rating, rescore
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.types.locked_rows import RowWrites
from watchkeeper.models.types.operation import ChangedRow, RowImage, RowKind
from watchkeeper.repositories.feedback.rating_bulk_repository import RatingBulkRepository


@dataclass(kw_only=True, eq=False)
class RatingWriting:
    """Makes scores the ratings of titles that a person has watched, as a set."""

    ratings: RatingBulkRepository

    async def rate(self, user_id: UUID, scores: Mapping[UUID, float]) -> list[ChangedRow]:
        """Store the scores by title, and return what an undo has to know.

        Needs a transaction in which account, titles and entries are locked. An equal score changes nothing.
        """
        if not scores:
            return []
        at = now()
        locked = (await self.ratings.lock(user_id, (), set(scores), most_added=0)).ratings.by_title
        writes: RowWrites[RatingEntity] = RowWrites([], [], [])
        rows: list[ChangedRow] = []
        for title_id, score in scores.items():
            rating = locked.get(title_id)
            image = None if rating is None else RowImage(msgspec.json.encode(rating.values()).decode())
            if rating is not None and not rescore(rating, score):
                continue
            (writes.added if rating is None else writes.changed).append(
                row := rating or new_rating(user_id, title_id, score, at)
            )
            row.edited_at = row.updated_at
            rows.append(ChangedRow(RowKind.RATING, row.id, image, row.edited_at))
        if not writes.is_empty:
            await self.ratings.write(user_id, writes, RowWrites([], [], []))
        return rows
