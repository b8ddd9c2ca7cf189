"""Optimistic concurrency: the version of a resource that a change applies to (`If-Match`, RFC 9110 §13.1.1)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watchkeeper.foundation.core.errors import PreconditionFailedError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STRONG_TAG = re.compile(r'"[^"]*"')


def version_of(updated_at: datetime) -> str:
    """Return the version of a row last changed at `updated_at`: microseconds since 1970, in hexadecimal digits."""
    past = updated_at - _EPOCH
    return f"{(past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds:x}"


@dataclass(frozen=True, slots=True)
class Precondition:
    """The versions in `If-Match`; None means no header or `*`, which match every version.

    `is_any` tells `*` from no header: it asks for some version, which matters where a PUT may create.
    `is_none` stands for `If-None-Match: *`, which no version matches.
    """

    versions: frozenset[str] | None = None
    is_any: bool = False
    is_none: bool = False

    @classmethod
    def of(cls, tags: str) -> "Precondition":
        """Return the versions in a list of ETags, as `If-Match` has it. A weak ETag never matches (RFC 9110
        §13.1.1)."""
        if tags.strip() == "*":
            return cls(is_any=True)
        members = (member.strip() for member in tags.split(","))
        return cls(frozenset(member[1:-1].partition("-")[0] for member in members if _STRONG_TAG.fullmatch(member)))

    @property
    def times(self) -> list[datetime] | None:
        """The times of the last change that match one of the versions; None if every version matches."""
        if self.versions is None:
            return None
        found = ((version, _time_of(version)) for version in self.versions)
        return [at for version, at in found if at is not None and version_of(at) == version]

    def verify_missing(self) -> None:
        """Raise PreconditionFailedError if there has to be a version: for what does not exist yet."""
        if not self.is_none and self != UNCONDITIONAL:
            raise PreconditionFailedError

    def verify(self, updated_at: datetime) -> None:
        """Raise PreconditionFailedError unless the row last changed at `updated_at` has one of the versions."""
        if self.versions is not None and version_of(updated_at) not in self.versions:
            raise PreconditionFailedError


def _time_of(version: str) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=int(version, 16))
    except (ValueError, OverflowError):
        return None


UNCONDITIONAL = Precondition()
NOTHING_YET = Precondition(frozenset(), is_none=True)
