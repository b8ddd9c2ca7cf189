"""Accounts of TMDb: whose token is whose, and what each has as a favourite."""

import re
from math import ceil

from tests.standins.recordings import Json, read, recordings

KINDS = {"movies": "movie", "tv": "tv"}
_OWNED = re.compile(r"Bearer token-of-([0-9]{1,18})")
_READ_ONLY = "Bearer read-only"
_PAGE = 20


class Accounts:
    """Account 548 begins with the favourites that were recorded, every other one with none."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.readable_by_everyone = True
        self._favourites: dict[tuple[int, str], list[int]] = {}
        for kind, name in (("movie", "account_favourite_movies"), ("tv", "account_favourite_tv")):
            recorded = read(f"tmdb/account_and_append/{name}.json")["results"]
            self._favourites[548, kind] = [item["id"] for item in recorded]

    def knows(self, authorization: str) -> bool:
        return authorization == _READ_ONLY or self.owner(authorization) is not None

    def owner(self, authorization: str) -> int | None:
        """Return the account that the token belongs to."""
        match = _OWNED.fullmatch(authorization)
        return None if match is None else int(match[1])

    def may_read(self, authorization: str, account: int) -> bool:
        return self.readable_by_everyone or self.owner(authorization) == account

    def set_favourite(self, account: int, kind: str, number: int, *, favourite: bool) -> None:
        kept = self._favourites.setdefault((account, kind), [])
        if number in kept and not favourite:
            kept.remove(number)
        if number not in kept and favourite:
            kept.insert(0, number)

    def is_favourite(self, account: int, kind: str, number: int) -> bool:
        return number in self._favourites.get((account, kind), [])

    def page(self, account: int, kind: str, page: int) -> Json:
        """Return a page of favourites, the newest first."""
        kept = self._favourites.get((account, kind), [])
        shown = kept[_PAGE * (page - 1) : _PAGE * page]
        return {
            "page": page,
            "results": [recordings().item(kind, number) for number in shown],
            "total_pages": max(1, ceil(len(kept) / _PAGE)),
            "total_results": len(kept),
        }
