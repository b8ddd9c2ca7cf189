from collections.abc import Iterable
from urllib.parse import urlsplit


class PosterHosts:
    """The hosts whose pictures are shown to everyone, because a page with a title sends each reader's client there."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.lower() for name in names)

    def allow(self, url: str | None) -> bool:
        """Return whether an address may be the poster of a public title: none, or https at one of the hosts."""
        if url is None:
            return True
        parts = urlsplit(url)
        return parts.scheme == "https" and parts.netloc.lower() in self._names

    def checked(self, url: str | None) -> str | None:
        """Return the address if it is allowed, else None."""
        return url if self.allow(url) else None
