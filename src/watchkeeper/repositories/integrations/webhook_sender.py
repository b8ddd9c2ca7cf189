from collections.abc import Mapping
from typing import Protocol

from watchkeeper.models.types.webhook import SendResult


class WebhookSender(Protocol):
    """Sends messages to addresses that people chose."""

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> SendResult:
        """POST a message and return what came of it, within ten seconds. Never raises.

        No redirect is followed, and nothing is sent to a private address unless that is allowed.
        """
