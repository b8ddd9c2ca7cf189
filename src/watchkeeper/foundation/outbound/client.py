"""HTTP client for another service, with bounds on time, bytes and concurrency, retries and a circuit breaker."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina
from circuitbreaker import STATE_HALF_OPEN, CircuitBreaker
from pydantic_core import from_json

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.foundation.outbound.errors import UpstreamErrors, after
from watchkeeper.foundation.outbound.failures import TransientError, error_of, require_success
from watchkeeper.foundation.outbound.options import UpstreamOptions

_SPARE_CONNECTIONS = 10
_IDLE_SECONDS = 30.0
_MIN_DELAY = 0.1
_NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout)


class UpstreamClient:
    """Sends requests to the service at `base_url`. Responses are JSON; redirects are not followed.

    Raises only those of `errors`, whatever fails.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        options: UpstreamOptions,
        *,
        errors: UpstreamErrors,
        metrics: Metrics,
        tracer: Tracer,
    ) -> None:
        self.name = name
        self.errors = errors
        self.has_succeeded = False
        """Whether a call has ever succeeded."""
        self._metrics = metrics
        self._tracer = tracer
        self._host = urlsplit(base_url).netloc
        self._base_url = base_url
        self._options = options
        self._http: httpx.AsyncClient | None = None
        self._is_tried = False
        self._permits = asyncio.Semaphore(options.max_calls)
        self._breaker = CircuitBreaker(
            failure_threshold=options.failures_to_open,
            recovery_timeout=options.recovery_seconds,
            expected_exception=(errors.unavailable, errors.timeout),
            name=name,
        )

    @property
    def is_available(self) -> bool:
        """Whether calls are allowed right now: False while the circuit breaker is open."""
        return not self._breaker.opened

    async def send(self, call: UpstreamRequest) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON of a successful response, None for an empty body."""
        started_at = perf_counter()
        outcome = "ok"
        try:
            return await self._send_if_allowed(call)
        except ServiceError as error:
            outcome = "timeout" if isinstance(error, self.errors.timeout) else error.code
            raise
        finally:
            self._metrics.observe_upstream(self.name, outcome, perf_counter() - started_at)
            self._metrics.show_breaker(self.name, self._breaker.state)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def _send_if_allowed(self, call: UpstreamRequest) -> Any:  # noqa: ANN401
        with self._breaker_trial():
            async with self._permit():
                return await self._send_with_breaker(call)

    @contextmanager
    def _breaker_trial(self) -> Iterator[None]:
        """Let a call pass; while the circuit breaker is half open, only one at a time."""
        is_breaker_trial = self._breaker.state == STATE_HALF_OPEN
        if self._breaker.opened or (is_breaker_trial and self._is_tried):
            raise after(self.errors.unavailable, max(1, self._breaker.open_remaining))
        self._is_tried = is_breaker_trial
        try:
            yield
        finally:
            self._is_tried = self._is_tried and not is_breaker_trial

    @asynccontextmanager
    async def _permit(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._options.longest_wait_seconds):
                await self._permits.acquire()
        except TimeoutError as failure:
            raise after(self.errors.busy, 1) from failure
        try:
            yield
        finally:
            self._permits.release()

    async def _send_with_breaker(self, call: UpstreamRequest) -> Any:  # noqa: ANN401
        with self._breaker:
            response = await self._send_with_timeout(call)
        self.has_succeeded = True
        return response

    async def _send_with_timeout(self, call: UpstreamRequest) -> Any:  # noqa: ANN401
        try:
            async with asyncio.timeout(self._options.total_seconds):
                return await self._send_with_retries(call)
        except TransientError as failure:
            raise failure.error from failure
        except TimeoutError as failure:
            raise self.errors.timeout from failure

    async def _send_with_retries(self, call: UpstreamRequest) -> Any:  # noqa: ANN401
        attempts = self._options.attempts if call.is_idempotent else 1
        retries = stamina.retry_context(
            on=self._delay_after, attempts=attempts, timeout=None, wait_initial=0.1, wait_max=1.0, wait_jitter=0.2
        )
        async for attempt in retries:
            with attempt:
                return await self._send_once(call)
        raise AssertionError("the last attempt returns or raises")

    def _delay_after(self, failure: Exception) -> bool | float:
        """Return whether to retry, or after how many seconds."""
        if not isinstance(failure, TransientError):
            return False
        wait = failure.wait_seconds
        if wait is None:
            return True
        return max(wait, _MIN_DELAY) if wait <= self._options.longest_wait_seconds else False

    async def _send_once(self, call: UpstreamRequest) -> Any:  # noqa: ANN401
        request = self._client().build_request(
            call.method, self._base_url + call.path, params=dict(call.query), json=call.body, headers=_headers(call)
        )
        try:
            with self._tracer.call(call.method, self._host, call.route) as span:
                response = await self._client().send(request, stream=True)
                span.end_call(response.status_code)
                return await self._read(response, call)
        except _NOT_REACHED as failure:
            raise TransientError(error_of(failure, self.errors)) from failure
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise error_of(failure, self.errors) from failure

    async def _read(self, response: httpx.Response, call: UpstreamRequest) -> Any:  # noqa: ANN401
        try:
            if call.is_lookup and response.has_redirect_location:
                return urlsplit(response.headers["Location"]).path
            require_success(response, call, self.errors)
            return self._json_of(await self._bytes_of(response))
        finally:
            await response.aclose()

    async def _bytes_of(self, response: httpx.Response) -> bytes:
        received = bytearray()
        async for chunk in response.aiter_bytes():
            received += chunk
            if len(received) > self._options.max_bytes:
                raise self.errors.unavailable
        return bytes(received)

    def _json_of(self, body: bytes) -> Any:  # noqa: ANN401
        if not body:
            return None
        try:
            return from_json(body, allow_inf_nan=False)
        except ValueError as failure:  # HTML, half a response, lone surrogates, nesting without end
            raise self.errors.unavailable from failure

    def _client(self) -> httpx.AsyncClient:
        """Return the HTTP client, created at the first call: it belongs to the event loop it is used on."""
        if self._http is None:
            options = self._options
            self._http = httpx.AsyncClient(
                timeout=httpx.Timeout(options.read_seconds, connect=options.connect_seconds),
                limits=httpx.Limits(
                    max_connections=options.max_calls,
                    max_keepalive_connections=_SPARE_CONNECTIONS,
                    keepalive_expiry=_IDLE_SECONDS,
                ),
                verify=_authorities(),
                follow_redirects=False,
                trust_env=False,
                headers={"Accept": "application/json", "User-Agent": "watchkeeper"},
            )
        return self._http


@cache
def _authorities() -> ssl.SSLContext:
    """Return the trusted certificate authorities, loaded once: that blocks the event loop for tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


def _headers(call: UpstreamRequest) -> dict[str, str]:
    return {} if call.token is None else {"Authorization": f"Bearer {call.token.get_secret_value()}"}
