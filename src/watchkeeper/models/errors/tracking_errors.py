"""Errors of moments that people name."""

from collections.abc import Mapping, Sequence
from typing import Any

from watchkeeper.foundation.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from watchkeeper.models.errors.audit_errors import TimesReversedError
from watchkeeper.models.types.watchlist.watching import WatchedEpisode


class InTheFutureError(InvalidError):
    """A moment that has not come yet."""

    code = "in_the_future"
    title = "The moment has not come yet"
    detail = "What was watched has been watched: a moment of the future is no time of it."

    @classmethod
    def of(cls, member: str) -> "InTheFutureError":
        """Return the error of a member of the body."""
        error = cls()
        error.fields = (FieldError(f"/body/{member}", "Later than now.", cls.code),)
        return error


class EpisodesUnknownError(ConflictError):
    code = "episodes_unknown"
    title = "No episodes of the title are known"
    detail = "Neither a provider nor anybody else has named episodes of this title. Log plays by season and number."


class MovieHasNoEpisodesError(InvalidError):
    code = "movie_has_no_episodes"
    title = "A movie has no episodes"
    detail = "The title is a movie: log a play of it without episode."
    fields = (FieldError("/body/episode", "The title is a movie.", "movie_has_no_episodes"),)


class NoProgressOfMovieError(MovieHasNoEpisodesError):
    detail = "The title is a movie: log a play of it, or set its status."
    fields = (FieldError("/body/seen", "The title is a movie.", "movie_has_no_episodes"),)


class InstantNeededError(InvalidError):
    code = "spread_needs_instant"
    title = "Plays are spread before an instant"
    detail = "With spread, watched_on is an instant, or is left out for now."
    fields = (FieldError("/body/spread", "watched_on is no instant.", "spread_needs_instant"),)


class PlayNotFoundError(NotFoundError):
    code = "play_not_found"
    title = "Play not found"
    detail = "You have no play with this id."


class ViewingNotFoundError(NotFoundError):
    code = "viewing_not_found"
    title = "Viewing not found"
    detail = "You have not begun the title that often: viewing is at most that of the watch entry."


class ViewingEmptyError(ConflictError):
    code = "viewing_empty"
    title = "The present viewing has no play yet"
    detail = "A rewatch begins after something was watched, or after the title was completed."


class SourceKeyReusedError(ConflictError):
    code = "source_key_reused"
    title = "The key is that of a play of another title"
    detail = "A source gives a key to one thing that was watched."


class EpisodeAmbiguousError(InvalidError):
    """Several episodes are meant; the member `candidates` names them."""

    code = "episode_ambiguous"
    title = "Several episodes are meant"
    detail = "See candidates, and send episode_id."
    fields = (FieldError("/body/episode", "Several episodes are meant.", "episode_ambiguous"),)

    def __init__(self, candidates: Sequence[WatchedEpisode] = ()) -> None:
        super().__init__()
        self.candidates = candidates

    def members(self) -> Mapping[str, Any]:
        named = [{"id": str(one.id), "season": one.season, "number": one.number} for one in self.candidates]
        return {"candidates": named}


class DaysReversedError(TimesReversedError):
    detail = "from must not be later than to."
    fields = (FieldError("/query/from", "Later than to.", "times_reversed"),)


class RangeTooLongError(InvalidError):
    code = "range_too_long"
    title = "The days are too many"
    detail = "A calendar has at most 366 days after its first."
    fields = (FieldError("/query/to", "Too long after from.", "range_too_long"),)


class CalendarLinkNotFoundError(NotFoundError):
    code = "calendar_link_not_found"
    title = "Link not found"
    detail = "No link of your calendar has this id."


class CalendarNotFoundError(NotFoundError):
    code = "calendar_not_found"
    title = "No calendar is here"
    detail = "The link is wrong or was taken back."
