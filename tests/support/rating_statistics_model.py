"""Watching, rating and reviewing in plain memory: what every answer should be, and what everybody should see."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from tests.support.feedback import rated

Json = dict[str, Any]
Review = tuple[str | None, float | None, str | None]
"""Its id, the rating it shows, the text."""


@dataclass(slots=True)
class Tie:
    """What one person has to do with one title: the ids are those the service gave."""

    entry: str | None = None
    status: str | None = None
    rating: str | None = None
    score: float | None = None
    review: str | None = None
    body: str | None = None

    @property
    def is_watched(self) -> bool:
        return self.status == "completed"

    def viewer(self) -> Json:
        return {
            "watch_entry_id": self.entry,
            "status": self.status,
            "rating": self.score,
            "review_id": self.review,
        }


@dataclass(slots=True)
class Model:
    """People and titles by their numbers; the person with the number 0 is the admin."""

    people: int
    titles: list[UUID]
    is_active: list[bool] = field(init=False)
    ties: dict[tuple[int, int], Tie] = field(init=False)
    mean: Fraction = Fraction(3)

    def __post_init__(self) -> None:
        self.is_active = [True for _ in self.titles]
        self.ties = {(who, what): Tie() for who in range(self.people) for what in range(len(self.titles))}

    def forget(self, who: int) -> None:
        """Somebody's account goes, with everything of theirs."""
        for what in range(len(self.titles)):
            self.ties[who, what] = Tie()

    def refresh(self) -> None:
        """Measure the mean of all ratings anew; without any it stays what it was."""
        scores = [Fraction(tie.score) for tie in self.ties.values() if tie.score is not None]
        self.mean = sum(scores, Fraction(0)) / len(scores) if scores else self.mean

    def is_in_use(self, what: int) -> bool:
        return any(tie.entry or tie.rating or tie.review for tie in self._of(what).values())

    def catalogue(self, who: int | None) -> Json:
        """Return the titles that a person sees (None: a stranger), with figures and the person's own state."""
        return {
            str(title): self._title(who, what)
            for what, title in enumerate(self.titles)
            if self.is_active[what] or who == 0
        }

    def ratings(self, who: int) -> Json:
        """Return the ratings that a person finds in the own list, by title."""
        return {
            str(title): (
                self.ties[who, what].rating,
                self.ties[who, what].score,
                self._rating_statistics(what)["average"],
            )
            for what, title in enumerate(self.titles)
            if self.ties[who, what].rating
        }

    def own_reviews(self, who: int) -> Json:
        """Return the reviews that a person finds in the own list, by title."""
        return {
            str(title): self._review(self.ties[who, what])
            for what, title in enumerate(self.titles)
            if self.ties[who, what].review
        }

    def reviews(self, what: int) -> dict[int, Review]:
        """Return the reviews of a title that everybody finds, by person."""
        return {who: self._review(tie) for who, tie in self._of(what).items() if tie.review}

    def watchlist(self, who: int) -> Json:
        """Return a person's watchlist, by title."""
        return {
            str(title): (tie.entry, tie.status, tie.score, self._rating_statistics(what)["average"])
            for what, title in enumerate(self.titles)
            if (tie := self.ties[who, what]).entry
        }

    def _of(self, what: int) -> dict[int, Tie]:
        return {who: tie for (who, title), tie in self.ties.items() if title == what}

    def _rating_statistics(self, what: int) -> Json:
        return rated((tie.score for tie in self._of(what).values() if tie.score is not None), mean=self.mean)

    def _title(self, who: int | None, what: int) -> Json:
        viewer = None if who is None else self.ties[who, what].viewer()
        return {"rating": self._rating_statistics(what), "reviews_count": len(self.reviews(what)), "viewer": viewer}

    @staticmethod
    def _review(tie: Tie) -> Review:
        return (tie.review, tie.score, tie.body)
