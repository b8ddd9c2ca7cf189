from typing import Protocol

from watchkeeper.models.types.catalogue.picture import Picture


class PosterSource(Protocol):
    """A source of posters: other hosts."""

    async def fetch(self, url: str, width: int) -> Picture | None:
        """Return a picture in about this width, or None where there is none, or the host fails or is slow."""


class PosterCache(Protocol):
    """Posters that were fetched before."""

    async def find(self, url: str, width: int) -> Picture | None:
        """Return a picture that is young enough, or None."""

    async def store(self, url: str, width: int, picture: Picture) -> None:
        """Remember a picture; the ones stored first go where there are too many."""
