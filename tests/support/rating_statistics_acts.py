"""What people can do in the model: the request, what must be answered, and what it changes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.feedback import RATINGS, REVIEWS, TITLES, reviews_of
from tests.support.rating_statistics_model import Json, Model, Tie
from tests.support.watchlist import WATCHLIST

NEW = "an id that no answer has told yet"
"""Stands for the id of the watch entry that was made while rating."""

Outcome = tuple[int, str | None]
"""The status, and the code of a refusal."""

_NOT_FOUND = (404, "title_not_found")
_NOT_WATCHED = (409, "title_not_watched")


def _nothing(answered: Json) -> None:
    del answered


@dataclass(frozen=True, slots=True)
class Act:
    """One request; `change` brings the model along when the outcome is not a refusal."""

    who: int
    method: str
    address: str
    outcome: Outcome
    body: Json | None = None
    change: Callable[[Json], None] = field(default=_nothing)


class Acts:
    """What people do with titles, each as the model sees it."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def watch(self, who: int, what: int, status: str) -> Act:
        """Put a title on the list, or where it stands there set its status."""
        tie = self._model.ties[who, what]

        def change(answered: Json) -> None:
            tie.entry, tie.status = answered["id"], status

        if tie.entry:
            return Act(who, "PUT", f"{WATCHLIST}/{tie.entry}", (200, None), {"status": status}, change)
        outcome: Outcome = (201, None) if self._model.is_active[what] else _NOT_FOUND
        body = {"title_id": str(self._model.titles[what]), "status": status}
        return Act(who, "POST", WATCHLIST, outcome, body, change)

    def unwatch(self, who: int, what: int) -> Act:
        tie = self._model.ties[who, what]

        def change(answered: Json) -> None:
            del answered
            tie.entry = tie.status = None

        return Act(who, "DELETE", f"{WATCHLIST}/{tie.entry}", (204, None), change=change)

    def rate(self, who: int, what: int, score: float, *, marks: bool) -> Act:
        tie = self._model.ties[who, what]
        outcome = self._refusal(tie, what, marks=marks) or (201, None)
        if tie.rating and outcome != _NOT_FOUND:
            outcome = (409, "already_rated")

        def change(answered: Json) -> None:
            tie.rating, tie.score = answered["id"], score
            _mark(tie)

        body = {"title_id": str(self._model.titles[what]), "score": score, "mark_completed": marks}
        return Act(who, "POST", RATINGS, outcome, body, change)

    def change_rating(self, who: int, whose: int, what: int, method: str, score: float | None) -> Act:
        """Change (PUT, PATCH) or delete a rating, one's own or that of somebody else."""
        tie = self._model.ties[whose, what]
        success = 204 if method == "DELETE" else 200
        outcome: Outcome = (success, None) if who == whose else (404, "rating_not_found")

        def change(answered: Json) -> None:
            del answered
            tie.rating = tie.rating if method != "DELETE" else None
            tie.score = score

        body = None if method == "DELETE" else {"score": score}
        return Act(who, method, f"{RATINGS}/{tie.rating}", outcome, body, change)

    def review(self, who: int, what: int, score: float, body: str, *, marks: bool) -> Act:
        tie = self._model.ties[who, what]
        outcome = self._refusal(tie, what, marks=marks) or (201, None)
        if tie.review and outcome != _NOT_FOUND:
            outcome = (409, "already_reviewed")

        def change(answered: Json) -> None:
            tie.review, tie.body, tie.score = answered["id"], body, score
            tie.rating = tie.rating or NEW
            _mark(tie)

        members = {"rating": score, "body": body, "mark_completed": marks}
        return Act(who, "POST", reviews_of(self._model.titles[what]), outcome, members, change)

    def change_review(self, who: int, whose: int, what: int, method: str, members: Json) -> Act:
        """Change a review, one's own or that of somebody else; with the rating, where one is sent."""
        tie = self._model.ties[whose, what]
        outcome: Outcome | None = self._stranger(who, what) if who != whose else None
        if outcome is None and "rating" in members and not tie.rating:
            outcome = self._refusal(tie, what, marks=False)

        def change(answered: Json) -> None:
            del answered
            tie.body = members.get("body", tie.body)
            if "rating" in members:
                tie.rating, tie.score = tie.rating or NEW, members["rating"]

        return Act(who, method, f"{REVIEWS}/{tie.review}", outcome or (200, None), members, change)

    def delete_review(self, who: int, whose: int, what: int) -> Act:
        """Delete a review: one's own, as the admin (0) anybody's."""
        tie = self._model.ties[whose, what]
        outcome = self._stranger(who, what) if who not in (whose, 0) else (204, None)

        def change(answered: Json) -> None:
            del answered
            tie.review = tie.body = None

        return Act(who, "DELETE", f"{REVIEWS}/{tie.review}", outcome, change=change)

    def switch(self, who: int, what: int, *, is_active: bool) -> Act:
        """Take a title out of sight or bring it back, which is for admins alone."""

        def change(answered: Json) -> None:
            del answered
            self._model.is_active[what] = is_active

        outcome: Outcome = (200, None)
        if who != 0:  # who is no admin sees active titles alone
            outcome = (403, "admin_required") if self._model.is_active[what] else (404, "title_not_found")
        return Act(who, "PATCH", f"{TITLES}/{self._model.titles[what]}", outcome, {"is_active": is_active}, change)

    def delete_title(self, what: int) -> Act:
        """Delete a title that hangs together with somebody, which is refused."""
        return Act(0, "DELETE", f"{TITLES}/{self._model.titles[what]}", (409, "in_use"))

    def leave(self, who: int, password: str, *, by_admin_at: str | None = None) -> Act:
        """Delete somebody's account: the person does it, or the admin at the address that the account has."""

        def change(answered: Json) -> None:
            del answered
            self._model.forget(who)

        if by_admin_at is not None:
            return Act(0, "DELETE", by_admin_at, (204, None), change=change)
        return Act(who, "DELETE", "/api/v1/auth/me", (204, None), {"password": password}, change)

    def _refusal(self, tie: Tie, what: int, *, marks: bool) -> Outcome | None:
        if not self._model.is_active[what]:
            return _NOT_FOUND
        return None if tie.is_watched or marks else _NOT_WATCHED

    def _stranger(self, who: int, what: int) -> Outcome:
        sees = self._model.is_active[what] or who == 0
        return (403, "not_review_author") if sees else (404, "review_not_found")


def _mark(tie: Tie) -> None:
    tie.entry, tie.status = tie.entry or NEW, "completed"
