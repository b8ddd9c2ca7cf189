"""Adding catalogue titles and watch status to results of metadata providers."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from watchkeeper.models.dtos.discovery.discovery_dtos import MediaOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import name_keys
from watchkeeper.models.types.discovery.discovery import KnownTitle, ProviderCaller, ProviderWork
from watchkeeper.repositories.discovery.known_title_repository import KnownTitleRepository

MediaT = TypeVar("MediaT", bound=MediaOutput)


async def with_known_titles(
    known_titles: KnownTitleRepository, user_id: UUID | None, media_type: MediaType, results: list[MediaT]
) -> list[MediaT]:
    """Return the results, each with its title id in the catalogue and the user's watch status."""
    caller = ProviderCaller(user_id)
    return await with_known_titles_unless_hidden(known_titles, caller, media_type, results)


async def with_known_titles_unless_hidden(
    known_titles: KnownTitleRepository, provider_caller: ProviderCaller, media_type: MediaType, results: list[MediaT]
) -> list[MediaT]:
    """Do the same without the results that the caller wants left out."""
    works = {result.id: _work_of(result) for result in results}
    known = await known_titles.find_known(provider_caller.user_id, media_type, works.values()) if works else {}
    shown = (result for result in results if not _is_hidden(known.get(result.id), provider_caller))
    return [_with_title(result, known) for result in shown]


def _work_of(result: MediaOutput) -> ProviderWork:
    released = result.released
    return ProviderWork(result.id, tuple(name_keys(result.names)), released.year if released else None)


def _is_hidden(title: KnownTitle | None, provider_caller: ProviderCaller) -> bool:
    return title is not None and not title.hide_reasons.isdisjoint(provider_caller.hide)


def _with_title(result: MediaT, known: Mapping[int, KnownTitle]) -> MediaT:
    title = known.get(result.id)
    own = {"title_id": title.title_id, "watch_status": title.watch_status} if title is not None else {}
    return result.model_copy(update=own)
