from collections.abc import Sequence
from typing import Protocol

from watchkeeper.models.types.integrations.webhook import SendResult, SignedMessage


class WebhookSender(Protocol):
    """Sends messages to addresses that people chose."""

    async def send_all(self, messages: Sequence[SignedMessage]) -> Sequence[SendResult]:
        """POST messages, all at once, and return what came of each, within ten seconds. Never raises.

        No redirect is followed, and nothing is sent to a private address unless that is allowed.
        """
