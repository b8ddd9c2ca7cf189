"""Cache policies of responses of providers, by their content."""

from dataclasses import dataclass

from watchkeeper.foundation.outbound.call import CachePolicy

MAX_SECONDS = 180 * 24 * 3600
"""TMDb's terms of use: nothing is cached for more than six months."""


@dataclass(frozen=True, slots=True)
class ProviderCachePolicy(CachePolicy):
    """A cache policy within the terms of use. Raises ValueError for one that exceeds `MAX_SECONDS`."""

    def __post_init__(self) -> None:
        if self.max_age_seconds + self.stale_if_error_seconds > MAX_SECONDS:
            raise ValueError("responses of providers may be cached for six months at most")


DETAILS = ProviderCachePolicy(24 * 3600)
EPISODES = ProviderCachePolicy(600)
DISCOVERY = ProviderCachePolicy(600)
SEARCHES = ProviderCachePolicy(3600)
FLAGS = ProviderCachePolicy(30, stale_if_error_seconds=0)
