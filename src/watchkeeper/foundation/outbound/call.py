"""What is asked of another service, and how its answers may be kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

_NUMBER = re.compile(r"(?<=.)/[0-9]+(?=/|$)")
MOST_SECONDS = 180 * 24 * 3600
"""TMDb's terms: nothing is kept for more than six months."""
STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class UpstreamRequest:
    """One call: `path` is below the address of the service and quoted already.

    `token` goes out as bearer token; `is_own_token` says that it is the caller's, not the service's. A call that
    `is_idempotent` is tried again where that may help.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: Mapping[str, Any] | None = None
    token: SecretStr | None = None
    is_own_token: bool = False
    is_idempotent: bool = True
    template: str | None = None
    """What stands for the path where calls are counted; by default the path with its numbers left out."""

    @property
    def route(self) -> str:
        return self.template or _NUMBER.sub("/{id}", self.path)

    @property
    def identity(self) -> str:
        """All that its answer depends on but the token, as text."""
        return json.dumps([self.method, self.path, sorted(self.query.items()), self.body], sort_keys=True)


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """For how many seconds an answer is fresh, and how many more it may be given while the service is down."""

    fresh_seconds: int
    stale_seconds: int = STALE_SECONDS

    def __post_init__(self) -> None:
        if self.fresh_seconds + self.stale_seconds > MOST_SECONDS:
            raise ValueError("an answer may be kept for six months at most")


DETAILS = CachePolicy(24 * 3600)
DISCOVERY = CachePolicy(600)
SEARCHES = CachePolicy(3600)
FLAGS = CachePolicy(30, stale_seconds=0)
