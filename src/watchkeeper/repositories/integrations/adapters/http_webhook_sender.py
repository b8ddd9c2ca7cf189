import asyncio
import ssl
from collections.abc import Mapping, Sequence

import httpcore

from watchkeeper.foundation.outbound.guarded_network import AddressNotAllowedError, GuardedNetwork
from watchkeeper.models.types.integrations.webhook import SendResult, SignedMessage

_SECONDS = 10.0
_MAX_CONNECTIONS = 20


class HttpWebhookSender:
    """Sends messages by HTTP/1.1. The body of a response is not read."""

    def __init__(self, *, allows_private: bool) -> None:
        self._allows_private = allows_private
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def send_all(self, messages: Sequence[SignedMessage]) -> Sequence[SendResult]:
        return await asyncio.gather(*map(self._send, messages))

    async def _send(self, message: SignedMessage) -> SendResult:
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._post(*message)
        except AddressNotAllowedError:
            return SendResult(None, "address_not_allowed")
        except TimeoutError:
            return SendResult(None, "timeout")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, ValueError) as error:
            return SendResult(None, type(error).__name__)

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> SendResult:
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=_MAX_CONNECTIONS,
                max_keepalive_connections=0,
                network_backend=GuardedNetwork(allows_private=self._allows_private),
            )
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        async with self._pool.stream("POST", url, headers=pairs, content=body) as response:
            return SendResult(response.status)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()
