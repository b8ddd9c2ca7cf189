"""Optimistic concurrency: which version of a resource the caller wants to change (RFC 9110 §13.1.1)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watchkeeper.foundation.core.errors import PreconditionFailedError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def version_of(updated_at: datetime) -> str:
    """Return the version of a row last changed at `updated_at`: microseconds since 1970, in hexadecimal digits."""
    past = updated_at - _EPOCH
    return f"{(past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds:x}"


@dataclass(frozen=True, slots=True)
class Precondition:
    """The versions named by `If-Match`; None stands for an absent header or `*`, which every version meets."""

    versions: frozenset[str] | None = None

    @property
    def times(self) -> list[datetime] | None:
        """When rows were last changed that have one of the versions; None where every version meets it."""
        if self.versions is None:
            return None
        found = ((version, _time_of(version)) for version in self.versions)
        return [at for version, at in found if at is not None and version_of(at) == version]

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
