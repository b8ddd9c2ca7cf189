"""Errors of titles, genres and platforms."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import (
    ConflictError,
    ExistingConflictError,
    FieldError,
    InvalidError,
    MovedError,
    NotFoundError,
)


class TitleNotFoundError(NotFoundError):
    code = "title_not_found"
    title = "Title not found"
    detail = "The catalogue has no title with this id."


class TitleMergedError(MovedError):
    code = "title_merged"
    title = "The title was merged into another one"
    detail = "Location has the address of the title that it is now."


class TitleInactiveError(ConflictError):
    code = "title_inactive"
    title = "The title is inactive"
    detail = "Activate the title that is to stay, then merge the other one into it."


class TitlePersonalError(ConflictError):
    code = "title_personal"
    title = "The title belongs to one person"
    detail = "Only public titles are merged. Confirm the title first."


class MergeIntoItselfError(InvalidError):
    code = "merge_into_itself"
    title = "A title can't be merged into itself"
    detail = "into_id must be the id of another title."
    fields = (FieldError("/body/into_id", "The id of the title itself.", "merge_into_itself"),)


class SeasonNotFoundError(NotFoundError):
    code = "season_not_found"
    title = "Season not found"
    detail = "No season has this id."


class EpisodeNotFoundError(NotFoundError):
    code = "episode_not_found"
    title = "Episode not found"
    detail = "No episode is known by what the request names."


class RefreshInProgressError(ConflictError):
    code = "in_progress"
    title = "A refresh is in progress"
    detail = "The episodes of this title are being refreshed. Try again when that has ended."
    retry_after = 5


class GenreNotFoundError(NotFoundError):
    code = "genre_not_found"
    title = "Genre not found"
    detail = "No genre has this id."


class PlatformNotFoundError(NotFoundError):
    code = "platform_not_found"
    title = "Platform not found"
    detail = "No platform has this id."


class NameTakenError(ExistingConflictError):
    code = "name_taken"
    title = "The name is already used"
    detail = "Another one has this name. Upper and lower case are treated as equal."


class InUseError(ExistingConflictError):
    code = "in_use"
    title = "It is still in use"
    detail = "Something else still needs it, so it can't be deleted."
    hint = "Titles can be hidden instead: `is_active` false."


class ExternalIdTakenError(ExistingConflictError):
    code = "external_id_taken"
    title = "The external id is already used"
    detail = "Another title of this media type has this id at this source."


class InvalidExternalIdError(InvalidError):
    """One field error for each id that its source can't have; the pointers say where the ids stand."""

    code = "invalid_external_id"
    title = "The external id is not valid"
    detail = "Ids of tmdb, anilist, mal, tvdb, tvmaze, simkl and trakt are numbers, those of imdb are like tt0133093."

    def __init__(self, *pointers: str) -> None:
        sentence = "Not an id of a title of this media type at this source."
        super().__init__(fields=tuple(FieldError(pointer, sentence, self.code) for pointer in pointers))


class QuotaExceededError(ConflictError):
    code = "quota_exceeded"
    title = "You have as much of this as an account may have"
    detail = "Delete what you no longer need. The member limit says how much an account may have."

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def members(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}


class UnknownPosterHostError(InvalidError):
    code = "unknown_poster_host"
    title = "The poster is at an unknown host"
    detail = "Posters of public titles are https addresses at the hosts of the setting POSTER_HOSTS."
    fields = (FieldError("/body/poster_url", "Not https at a host of POSTER_HOSTS.", "unknown_poster_host"),)


class UnknownReferenceError(InvalidError):
    """A body refers to genres or platforms that do not exist; it has one field error for each unknown id."""

    code = "unknown_reference"
    title = "The body refers to something that does not exist"
    detail = "See errors for the unknown ids."


class RelevanceNeedsQueryError(InvalidError):
    code = "relevance_needs_query"
    title = "Sorting by relevance needs a query"
    detail = "Send q, or use another sort."
    fields = (FieldError("/query/sort", "Relevance needs q.", "relevance_needs_query"),)


class YearsReversedError(InvalidError):
    code = "years_reversed"
    title = "The range of years is reversed"
    detail = "year_from must not be later than year_to."
    fields = (FieldError("/query/year_from", "Later than year_to.", "years_reversed"),)
