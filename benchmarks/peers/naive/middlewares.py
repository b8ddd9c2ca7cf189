"""Three of Starlette's BaseHTTPMiddleware: a request id, the time taken, and a limit by account."""

import time
import uuid
from collections import defaultdict
from typing import ClassVar

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_LIMIT = 3000
_WINDOW_SECONDS = 60


class RequestIds(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["X-Request-ID"] = request.headers.get("X-Request-ID") or str(uuid.uuid4())
        return response


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        begin = time.perf_counter()
        response = await call_next(request)
        response.headers["X-Process-Time"] = f"{time.perf_counter() - begin:.6f}"
        return response


class RateLimits(BaseHTTPMiddleware):
    _counts: ClassVar[defaultdict[tuple[str, int], int]] = defaultdict(int)

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        window = int(time.time()) // _WINDOW_SECONDS
        key = (request.headers.get("Authorization", ""), window)
        self._counts[key] += 1
        if self._counts[key] > _LIMIT:
            return JSONResponse({"detail": "too many requests"}, 429)
        response = await call_next(request)
        response.headers["X-RateLimit-Limit"] = str(_LIMIT)
        response.headers["X-RateLimit-Remaining"] = str(_LIMIT - self._counts[key])
        return response
