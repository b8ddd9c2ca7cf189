"""The anime that the stand-ins of AniList and Consumet know."""

from functools import cache

from tests.standins.recordings import Json, read


@cache
def anime() -> list[Json]:
    """Return every medium as AniList's schema has it, the best known first."""
    return sorted(read("anilist/media.json")["media"], key=lambda medium: -int(medium["popularity"]))


def by_id(number: int) -> Json | None:
    return next((medium for medium in anime() if medium["id"] == number), None)


def matching(words: str) -> list[Json]:
    return [medium for medium in anime() if any(words.casefold() in title.casefold() for title in _titles(medium))]


def _titles(medium: Json) -> list[str]:
    return [title for title in medium["title"].values() if title is not None]
