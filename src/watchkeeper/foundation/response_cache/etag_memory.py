from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from watchkeeper.repositories.operations.change_clock import ChangeClock

_MOST_TAGS = 20_000


class KnownTag(NamedTuple):
    """The ETag of an answer, and the headers it has when it has not changed."""

    tag: str
    headers: Sequence[tuple[bytes, bytes]]


class KnownTagLogic:
    """ETags of answers that can't be others, because nothing in the database has changed since they were made.

    Only for answers that are made of rows of the database and of what is in their key.
    """

    def __init__(self, *, clock: ChangeClock, most: int = _MOST_TAGS) -> None:
        self._clock = clock
        self._most = most
        self._reading: int | None = None
        self._tags: OrderedDict[Hashable, KnownTag] = OrderedDict()

    def reading(self) -> int | None:
        """Return when it is, to be handed to the others by this request; None where nothing can be known."""
        return self._clock.reading()

    def get(self, key: Hashable, reading: int) -> KnownTag | None:
        """Return the ETag that the answer has at `reading`, if it is known."""
        if reading != self._reading:
            return None
        known = self._tags.get(key)
        if known is not None:
            self._tags.move_to_end(key)
        return known

    def note(self, key: Hashable, reading: int, known: KnownTag) -> None:
        """Remember the ETag of an answer that was begun at `reading`, unless something has changed since."""
        if self._clock.reading() != reading:
            return
        if self._reading != reading:  # what was noted before is of another time, which does not come again
            self._tags.clear()
            self._reading = reading
        self._tags[key] = known
        if len(self._tags) > self._most:
            self._tags.popitem(last=False)
