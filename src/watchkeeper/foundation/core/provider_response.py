"""Responses of other services, with their age."""

from dataclasses import dataclass
from typing import Generic, TypeVar

ContentT = TypeVar("ContentT")


@dataclass(frozen=True, slots=True)
class ProviderResponse(Generic[ContentT]):
    """A response of a provider, `age_seconds` old.

    It is stale when it has expired and the provider can't be reached.
    """

    content: ContentT
    age_seconds: int | None = None
    is_stale: bool = False
