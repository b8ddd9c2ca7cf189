from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.bulk import BulkRejectedError
from watchkeeper.foundation.http import (
    PRIVATE,
    PUBLIC,
    ApiRouter,
    CurrentAdmin,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.bulk import BulkOutput, bulk_response, read_items
from watchkeeper.logics.catalogue.genre_bulk_logic import GenreBulkLogic
from watchkeeper.logics.catalogue.lookup_logic import GenreLogic
from watchkeeper.models.dtos.catalogue.genre_dtos import (
    BulkGenreInput,
    CreateGenreInput,
    CreateGenresInput,
    GenreOutput,
    UpdateGenreInput,
)
from watchkeeper.models.dtos.catalogue.lookup_dtos import LookupQuery
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, InUseError, NameTakenError
from watchkeeper.models.types.catalogue.cache_tag import CacheTag

_PREFIX = "/api/v1/genres"


class GenreController:
    def __init__(self, logic: GenreLogic, bulk: GenreBulkLogic) -> None:
        self._logic = logic
        self._bulk = bulk

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="genres")
        one = "/{genre_id}"
        router.get("", self.search_genres, returns=PageOutput[GenreOutput], cached_by=CacheTag.GENRES, public=True)
        router.get(
            one,
            self.get_genre,
            shows="genre",
            returns=GenreOutput,
            cached_by=CacheTag.GENRES,
            public=True,
            errors=[GenreNotFoundError],
        )
        router.post("", self.create_genre, returns=GenreOutput, status=201, errors=[NameTakenError])
        router.post("/bulk", self.create_genres, returns=BulkOutput, errors=[BulkRejectedError])
        router.patch(one, self.update_genre, returns=GenreOutput, errors=[GenreNotFoundError, NameTakenError])
        router.delete(one, self.delete_genre, status=204, errors=[GenreNotFoundError, InUseError])
        return router

    async def search_genres(self, request: Request, query: LookupQuery, page: Paging) -> Response:
        """Search or list genres."""
        return page_response(
            await self._logic.search(query.q or None, query.sort, page), request, PUBLIC, GenreOutput.of
        )

    async def get_genre(self, genre_id: UUID) -> Response:
        """Read one genre."""
        return json_response(GenreOutput.of(await self._logic.get(genre_id)), PUBLIC)

    async def create_genre(self, genre: CreateGenreInput, admin: CurrentAdmin) -> Response:
        """Add a genre."""
        output = GenreOutput.of(await self._logic.create(genre))
        return json_response(output, PRIVATE, status=201, location=f"{_PREFIX}/{output.id}")

    async def create_genres(self, request: Request, genres: CreateGenresInput, admin: CurrentAdmin) -> Response:
        """Add up to 100 genres. Each item succeeds or fails by itself, unless atomic."""
        items = read_items(BulkGenreInput, genres.items)
        report = await self._bulk.create_genres(items, admin, is_atomic=genres.atomic, is_full=genres.is_full)
        return bulk_response(report, request)

    async def update_genre(
        self, genre_id: UUID, change: UpdateGenreInput, admin: CurrentAdmin, precondition: IfMatch
    ) -> Response:
        """Change a genre: only the members sent."""
        return json_response(GenreOutput.of(await self._logic.update(genre_id, change, precondition)), PRIVATE)

    async def delete_genre(self, genre_id: UUID, admin: CurrentAdmin, precondition: IfMatch) -> Response:
        """Delete a genre that no title has."""
        await self._logic.delete(genre_id, precondition)
        return no_content()
