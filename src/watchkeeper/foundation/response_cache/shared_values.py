"""Values that are made of public content, and the same for all callers."""

from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.single_flight import SingleFlight
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.response_cache.tag_versions import TagVersionRepository

ValueT = TypeVar("ValueT")
_MOST: Final = 100


class SharedValues(Generic[ValueT]):
    """Makes values once for each version of their content, and shares them among the callers of this process.

    The version is read before the value is made, so what is returned includes every change committed before the call.
    The newest hundred are stored. `seconds` is the longest age of one, and 0 stores none.
    """

    def __init__(self, *, versions: TagVersionRepository, metrics: Metrics, seconds: float) -> None:
        self._versions = versions
        self._metrics = metrics
        self._seconds = seconds
        self._values: OrderedDict[Hashable, tuple[str, float, ValueT]] = OrderedDict()
        self._flights = SingleFlight[ValueT]()

    async def value(self, key: Hashable, tag: str, make: Callable[[], Coroutine[Any, Any, ValueT]]) -> ValueT:
        """Return the value of `key`, which `make` makes of the content of `tag` if it is not stored.

        Raises what `make` raises.
        """
        version = (await self._versions.read()).get(tag) if self._seconds else None
        if version is None:
            return await make()
        stored = self._values.get(key)
        is_hit = stored is not None and stored[0] == version and monotonic() < stored[1]
        self._metrics.count_cache(tag, "hit" if is_hit else "miss")
        if stored is not None and is_hit:
            return stored[2]
        return await self._flights.run((key, version), lambda: self._make(key, version, make))

    async def _make(self, key: Hashable, version: str, make: Callable[[], Coroutine[Any, Any, ValueT]]) -> ValueT:
        current_request().is_public = True  # a replica must have what the version counts, whoever asks
        value = await make()
        self._values[key] = version, monotonic() + self._seconds, value
        self._values.move_to_end(key)
        if len(self._values) > _MOST:
            self._values.popitem(last=False)
        return value
