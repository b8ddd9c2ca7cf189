from collections.abc import Callable
from typing import Protocol


class Notifications(Protocol):
    """Tells every process of the service what has changed, so that none goes on believing what it remembers."""

    @property
    def is_live(self) -> bool:
        """Whether changes made by other processes arrive right now. While not, nothing remembered may be believed."""

    async def publish(self, topic: str, key: str) -> None:
        """Tell all processes, this one included, that `key` has changed; inside a transaction, once it commits."""

    def subscribe(self, topic: str, on_change: Callable[[str], None], on_missed: Callable[[], None]) -> None:
        """Call `on_change` with the key of each change, and `on_missed` when changes may have been missed."""

    async def start(self) -> None:
        """Begin to listen. Returns at once; the connection is made, and made again, in the background."""

    async def stop(self) -> None:
        """Stop listening."""
