import json
from collections.abc import Awaitable, Callable
from hashlib import blake2b

from watchkeeper.models.types.answer import Answer
from watchkeeper.models.types.content import Content
from watchkeeper.repositories.operations.cache_store import CacheStore
from watchkeeper.repositories.operations.content_version_repository import ContentVersionRepository
from watchkeeper.repositories.operations.metrics import Metrics
from watchkeeper.utils.single_flight import SingleFlight

Make = Callable[[], Awaitable[Answer]]


class AnswerCacheLogic:
    """Answers that are the same for everybody, kept ready until their content changes.

    An answer is kept with the version that its content had before it was made, and given while the content has that
    version: a change is seen in the very next answer, and one that was made too late for it is never given. `store` is
    of this process; `seconds` bound how long it keeps anything, and 0 keeps nothing.
    """

    def __init__(
        self, *, versions: ContentVersionRepository, store: CacheStore, metrics: Metrics, seconds: float
    ) -> None:
        self._versions = versions
        self._store = store
        self._metrics = metrics
        self._seconds = seconds
        self._flights = SingleFlight[Answer]()

    async def answer(self, content: Content, address: bytes, make: Make) -> Answer:
        """Return the answer that is kept for `address`, else what `make` does; once for all who ask meanwhile.

        Raises DatabaseUnavailableError, and what `make` raises.
        """
        version = (await self._versions.read()).get(content) if self._seconds else None
        if version is None:
            return await make()
        key = f"answer:{blake2b(address, digest_size=24).hexdigest()}"
        mark = version.encode()
        kept = _answer_of(await self._store.find(key), mark)
        self._metrics.count_cache(content.value, "miss" if kept is None else "hit")
        return kept or await self._flights.run((key, mark), lambda: self._make(key, mark, make))

    async def fold_versions(self) -> int:
        """Keep reading versions cheap; return of how much content something was put together."""
        return await self._versions.fold()

    async def _make(self, key: str, mark: bytes, make: Make) -> Answer:
        answer = await make()
        if answer.is_public:
            await self._store.keep(key, _bytes_of(answer, mark), self._seconds)
        return answer


def _bytes_of(answer: Answer, mark: bytes) -> bytes:
    return b"\n".join((mark, json.dumps(answer.headers).encode(), answer.body))


def _answer_of(kept: bytes | None, mark: bytes) -> Answer | None:
    if kept is None:
        return None
    found, headers, body = kept.split(b"\n", 2)
    if found != mark:
        return None
    return Answer(200, tuple((name, value) for name, value in json.loads(headers)), body)
