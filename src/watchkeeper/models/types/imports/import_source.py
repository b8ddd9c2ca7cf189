"""The services whose files are read, and what becomes of their rows."""

from enum import StrEnum


class ImportSource(StrEnum):
    """The services whose files are read, and two forms of our own."""

    LETTERBOXD = "letterboxd"
    IMDB = "imdb"
    TRAKT = "trakt"
    MYANIMELIST = "myanimelist"
    ANILIST = "anilist"
    SIMKL = "simkl"
    TVTIME = "tvtime"
    TMDB = "tmdb"
    NETFLIX = "netflix"
    YAMTRACK = "yamtrack"
    MOVARY = "movary"
    WATCHARR = "watcharr"
    MOVIELENS = "movielens"
    WATCHKEEPER = "watchkeeper"
    GENERIC = "generic"


class RecordKind(StrEnum):
    """What a record is about. What follows WATCHLIST is no row: it stands beside the history. TITLE, TAG and POSITION
    are of our own form: a personal title, tags that nothing has, and where the person stopped."""

    ENTRY = "entry"
    """A title with whatever its row says: status, plays, rating, review, notes."""
    PLAY = "play"
    RATING = "rating"
    REVIEW = "review"
    WATCHLIST = "watchlist"
    LIST = "list"
    LIST_ITEM = "list_item"
    MARK = "mark"
    TITLE = "title"
    TAG = "tag"
    POSITION = "position"

    @property
    def is_row(self) -> bool:
        return self in {
            *(RecordKind.ENTRY, RecordKind.PLAY, RecordKind.RATING, RecordKind.REVIEW, RecordKind.WATCHLIST)
        }


class RecordResult(StrEnum):
    """The result of a record before it is matched."""

    READY = "ready"
    INVALID = "invalid"
    UNSUPPORTED = "unsupported"
    MISSING_IDENTITY = "missing_identity"
