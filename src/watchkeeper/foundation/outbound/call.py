"""Requests to another service, and for how long their responses are cached."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

_NUMBER = re.compile(r"(?<=.)/[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True)
class UpstreamRequest:
    """One call: `path` is relative to the address of the service and already quoted.

    `token` is sent as bearer token; `is_own_token` means that it is the caller's, not the service's. A call that
    `is_idempotent` is retried where that may help. The response to one that `is_lookup` redirects to what is looked up:
    its path is returned, and not followed.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: Mapping[str, Any] | None = None
    token: SecretStr | None = None
    is_own_token: bool = False
    is_idempotent: bool = True
    is_lookup: bool = False
    template: str | None = None
    """The path in metrics and traces; by default `path` with its numbers replaced."""

    @property
    def route(self) -> str:
        return self.template or _NUMBER.sub("/{id}", self.path)

    @property
    def identity(self) -> str:
        """Everything its response depends on except the token, as text."""
        return json.dumps([self.method, self.path, sorted(self.query.items()), self.body], sort_keys=True)


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """The seconds for which a response is fresh, and those for which it may be returned after that while the service is
    down."""

    max_age_seconds: int
    stale_if_error_seconds: int = 3600
