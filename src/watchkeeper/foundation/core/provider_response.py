"""What another service said, and how old that is."""

from dataclasses import dataclass
from typing import Generic, TypeVar

ContentT = TypeVar("ContentT")


@dataclass(frozen=True, slots=True)
class ProviderResponse(Generic[ContentT]):
    """What a provider said: right now, or `age_seconds` ago.

    It is stale when its time is over and the provider can't be asked.
    """

    content: ContentT
    age_seconds: int | None = None
    is_stale: bool = False
