from dataclasses import dataclass
from uuid import UUID

from watchkeeper.logics.catalogue.lookups import new_lookup
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.catalogue.lookup_repository import GenreRepository, PlatformRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository


@dataclass(frozen=True, slots=True)
class MetadataNames:
    """The ids of the genres and platforms of metadata; `platform_ids` is None if the provider has no such data."""

    genre_ids: list[UUID]
    platform_ids: list[UUID] | None


@dataclass(kw_only=True, eq=False)
class TitleLinks:
    """Genres, platforms and further ids that titles have from providers."""

    titles: TitleRepository
    genres: GenreRepository
    platforms: PlatformRepository

    async def link(self, title_id: UUID, media_type: MediaType, metadata: TitleMetadata) -> None:
        """Set the genres and platforms that a provider knows, and add its further ids. Needs a transaction."""
        names = await self.get_or_create_names(metadata)
        if names.genre_ids:
            await self.titles.set_genres(title_id, names.genre_ids)
        if names.platform_ids is not None:
            await self.titles.set_platforms(title_id, names.platform_ids)
        await self.titles.add_external_ids(title_id, media_type, metadata.external_ids)

    async def link_missing(
        self, title_id: UUID, media_type: MediaType, metadata: TitleMetadata, names: MetadataNames
    ) -> None:
        """Set genres and platforms of a title that has none, and add further ids. Needs a transaction."""
        title = (await self.titles.get(title_id)).model
        if names.genre_ids and not title.has_genres:
            await self.titles.set_genres(title_id, names.genre_ids)
        if names.platform_ids and not title.has_platforms:
            await self.titles.set_platforms(title_id, names.platform_ids)
        await self.titles.add_external_ids(title_id, media_type, metadata.external_ids)

    async def get_or_create_names(self, metadata: TitleMetadata) -> MetadataNames:
        """Return the genres and platforms of metadata. Needs a transaction.

        Called before any link is written: a transaction that changes a name locks it, and then waits for titles that
        have it.
        """
        genres = [new_lookup(GenreEntity, {"name": name}) for name in metadata.genres]
        platforms = [new_lookup(PlatformEntity, {"name": name}) for name in metadata.platforms or ()]
        genre_ids = await self.genres.get_or_create(genres)
        platform_ids = await self.platforms.get_or_create(platforms)
        return MetadataNames(genre_ids, None if metadata.platforms is None else platform_ids)
