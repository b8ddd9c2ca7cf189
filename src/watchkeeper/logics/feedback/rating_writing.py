from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.feedback.scoring import new_rating, rescore
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind, image_of
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.repositories.feedback.rating_bulk_repository import RatingBulkRepository


@dataclass(frozen=True, slots=True)
class NewScores:
    """The ratings that new scores change, and the rows for an undo."""

    writes: RowWrites[RatingEntity] = field(default_factory=lambda: RowWrites([], [], []))
    rows: list[ChangedRow] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class RatingWriting:
    """Makes scores the ratings of titles that a person has watched, as a set."""

    ratings: RatingBulkRepository

    async def rate(self, user_id: UUID, scores: Mapping[UUID, float]) -> list[ChangedRow]:
        """Store the scores by title, and return the changed rows for an undo.

        Needs a transaction in which account, titles and entries are locked. An equal score changes nothing.
        """
        found = await self.prepare(user_id, scores)
        await self.store(user_id, found)
        return found.rows

    async def store(self, user_id: UUID, scores: NewScores) -> None:
        """Store what `prepare` has found."""
        if not scores.writes.is_empty:
            await self.ratings.write(user_id, scores.writes, RowWrites([], [], []))

    async def prepare(
        self, user_id: UUID, scores: Mapping[UUID, float], new_titles: Collection[UUID] = ()
    ) -> NewScores:
        """Lock the ratings of titles, and return what scores change of them: what is equal stays. There are none yet of
        `new_titles`, which are entered with them."""
        found = NewScores()
        at = now()
        known = set(scores).difference(new_titles)
        locked = (await self.ratings.lock(user_id, (), known, max_added=0)).ratings.by_title if known else {}
        for title_id, score in scores.items():
            rating = locked.get(title_id)
            image = None if rating is None else image_of(rating.values())
            if rating is not None and not rescore(rating, score):
                continue
            (found.writes.added if rating is None else found.writes.changed).append(
                row := rating or new_rating(user_id, title_id, score, at)
            )
            row.edited_at = row.updated_at
            found.rows.append(ChangedRow(RowKind.RATING, row.id, image, row.edited_at))
        return found
