from collections.abc import Callable
from typing import Protocol


class Notifications(Protocol):
    """Port for change notifications to every process of the service, which invalidate their caches."""

    @property
    def is_live(self) -> bool:
        """Whether changes of other processes arrive right now. While False, caches must not be used."""

    async def publish(self, topic: str, key: str) -> None:
        """Notify all processes, including this one, that `key` has changed; in a transaction, when it commits."""

    def subscribe(self, topic: str, on_change: Callable[[str], None], on_missed: Callable[[], None]) -> None:
        """Call `on_change` with the key of each change, and `on_missed` when changes may have been missed."""

    async def start(self) -> None:
        """Start listening. Returns at once; the connection is opened, and reopened, in the background."""

    async def stop(self) -> None:
        """Stop listening."""
