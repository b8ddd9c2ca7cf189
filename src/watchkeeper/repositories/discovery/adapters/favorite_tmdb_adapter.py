import asyncio
from collections.abc import Collection, Coroutine, Iterable, Mapping
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

from pydantic import SecretStr

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.client import UpstreamClient
from watchkeeper.foundation.postgres.notifications import Notifications
from watchkeeper.models.errors.discovery_errors import (
    ProviderTitleNotFoundError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
    TmdbTokenRejectedError,
)
from watchkeeper.models.types.discovery.discovery import MEDIA_TYPES, FavoriteKind
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import FLAGS
from watchkeeper.repositories.discovery.adapters.tmdb_mapper import TmdbReader
from watchkeeper.repositories.discovery.adapters.tmdb_tokens import TmdbTokens
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

ResultT = TypeVar("ResultT")

_TOPIC = "favorites"
_LISTS = {FavoriteKind.MOVIE: "movies", FavoriteKind.TV: "tv"}
_MAX_ACCOUNTS = 10_000
_MAX_PAGES = 10
"""Pages of favourites that one request may load, for accounts whose single states TMDb does not return."""
_AT_ONCE = 4
"""Concurrent calls of one request: others need permits too."""


class TmdbFavoriteAdapter:
    """Favourites at TMDb. Favourite flags are cached for half a minute, and invalidated in all processes when changed
    here."""

    def __init__(
        self,
        *,
        client: UpstreamClient,
        upstream: CachedUpstream,
        tokens: TmdbTokens,
        reader: TmdbReader,
        unit_of_work: UnitOfWork,
        changes: Notifications,
    ) -> None:
        self._client = client
        self._upstream = upstream
        self._tokens = tokens
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._changes = changes
        self._versions: dict[str, int] = {}
        self._era = token_hex(4)
        changes.subscribe(_TOPIC, self._renew, self._renew_all)

    async def search(self, account_id: int, kind: FavoriteKind, page: int, token: SecretStr | None) -> MediaPage:
        call = self._tokens.call(_address(account_id, kind), token, query=_page(page))
        return self._reader.page(await self._client.send(call), MEDIA_TYPES[kind])

    async def save(
        self, account_id: int, kind: FavoriteKind, provider_id: int, token: SecretStr | None, *, is_favorite: bool
    ) -> None:
        body = {"media_type": kind.value, "media_id": provider_id, "favorite": is_favorite}
        path = f"/account/{account_id}/favorite"
        call = self._tokens.call(path, token, method="POST", body=body, is_idempotent=False)
        try:
            _require_done(await self._client.send(call))
        finally:  # also after a timeout: the change may have succeeded at TMDb
            self._renew(str(account_id))
            await self._unit_of_work.after_commit(partial(self._changes.publish, _TOPIC, str(account_id)))

    async def find_favorite_flags(
        self, account_id: int, kind: FavoriteKind, provider_ids: Collection[int], token: SecretStr | None
    ) -> Mapping[int, bool]:
        first = await self._cached_page(account_id, kind, 1, token)
        favorites = {result.id for result in first.results}
        unknown = [provider_id for provider_id in provider_ids if provider_id not in favorites]
        flags = dict.fromkeys(favorites.intersection(provider_ids), True)
        if not unknown:
            return flags
        pages_left = first.total_pages - 1
        if pages_left > len(unknown) and await self._has_states(account_id, token):
            return flags | await self._states(account_id, kind, unknown, token)
        return flags | await self._flags_on_pages(account_id, kind, unknown, token, last_page=first.total_pages)

    async def is_owner(self, account_id: int, token: SecretStr | None) -> bool:
        call = self._tokens.call(f"/account/{account_id}", token)
        fetched = await self._upstream.fetch(call, FLAGS, _account_id)
        return fetched.content == account_id

    async def _flags_on_pages(
        self, account_id: int, kind: FavoriteKind, unknown: list[int], token: SecretStr | None, *, last_page: int
    ) -> dict[int, bool]:
        numbers = range(2, min(last_page, _MAX_PAGES) + 1)
        pages = await _gather(self._cached_page(account_id, kind, page, token) for page in numbers)
        favorites = {result.id for page in pages for result in page.results}
        is_complete = last_page <= _MAX_PAGES
        return {one: one in favorites for one in unknown if is_complete or one in favorites}

    async def _states(
        self, account_id: int, kind: FavoriteKind, unknown: list[int], token: SecretStr | None
    ) -> dict[int, bool]:
        states = await _gather(self._state(account_id, kind, one, token) for one in unknown)
        return dict(zip(unknown, states, strict=True))

    async def _has_states(self, account_id: int, token: SecretStr | None) -> bool:
        """Return whether TMDb's account states are those of this account: TMDb repermits those of the token's owner."""
        try:
            return await self.is_owner(account_id, token)
        except (ProviderUnauthorizedError, TmdbTokenRejectedError):
            return False

    async def _state(self, account_id: int, kind: FavoriteKind, provider_id: int, token: SecretStr | None) -> bool:
        call = self._tokens.call(f"/{kind.value}/{provider_id}/account_states", token)
        try:
            return (await self._upstream.fetch(call, FLAGS, _favorite_of, version=self._version(account_id))).content
        except ProviderTitleNotFoundError:
            return False

    async def _cached_page(self, account_id: int, kind: FavoriteKind, page: int, token: SecretStr | None) -> MediaPage:
        call = self._tokens.call(_address(account_id, kind), token, query=_page(page))
        read = partial(self._reader.page, media_type=MEDIA_TYPES[kind])
        return (await self._upstream.fetch(call, FLAGS, read, version=self._version(account_id))).content

    def _version(self, account_id: int) -> str:
        """Return the cache version of an account: specific to this process, which is notified of every change."""
        return f"{self._era}.{self._versions.get(str(account_id), 0)}"

    def _renew(self, account_id: str) -> None:
        if len(self._versions) > _MAX_ACCOUNTS:
            self._renew_all()
        self._versions[account_id] = self._versions.get(account_id, 0) + 1

    def _renew_all(self) -> None:
        self._era = token_hex(4)
        self._versions.clear()


async def _gather(calls: Iterable[Coroutine[Any, Any, ResultT]]) -> list[ResultT]:
    permits = asyncio.Semaphore(_AT_ONCE)

    async def run(call: Coroutine[Any, Any, ResultT]) -> ResultT:
        async with permits:
            return await call

    return await asyncio.gather(*(run(call) for call in calls))


def _require_done(response: Any) -> None:  # noqa: ANN401 - JSON
    if not isinstance(response, dict) or response.get("success") is False:
        raise ProviderUnavailableError


def _address(account_id: int, kind: FavoriteKind) -> str:
    return f"/account/{account_id}/favorite/{_LISTS[kind]}"


def _page(page: int) -> dict[str, str]:
    return {"page": str(page), "sort_by": "created_at.desc"}


def _account_id(response: Any) -> int | None:  # noqa: ANN401 - JSON
    account_id = response.get("id") if isinstance(response, dict) else None
    if not isinstance(account_id, int) or isinstance(account_id, bool):
        raise ProviderUnavailableError
    return account_id


def _favorite_of(response: Any) -> bool:  # noqa: ANN401
    favorite = response.get("favorite") if isinstance(response, dict) else None
    if not isinstance(favorite, bool):
        raise ProviderUnavailableError
    return favorite
