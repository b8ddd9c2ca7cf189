from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentAdmin
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.response_caching import cached_by
from watchkeeper.foundation.http.responses import PRIVATE, PUBLIC, PageOutput, json_response, no_content, page_response
from watchkeeper.logics.catalogue.genre_logic import GenreLogic
from watchkeeper.models.dtos.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, InUseError, NameTakenError
from watchkeeper.models.types.cache_tag import CacheTag
from watchkeeper.models.types.sorts import LookupSort

router = APIRouter(prefix="/api/v1/genres", tags=["genres"], route_class=ApiRoute)

Logic = Annotated[GenreLogic, provided(GenreLogic)]


@router.get("", response_model=PageOutput[GenreOutput])
@cached_by(CacheTag.GENRES)
async def search_genres(
    request: Request, paging: Paging, logic: Logic, sort: Annotated[LookupSort, Query()] = LookupSort.NAME
) -> Response:
    """List all genres."""
    return page_response(await logic.search_genres(sort, paging), request, PUBLIC, GenreOutput.of)


@router.get("/{genre_id}", response_model=GenreOutput, responses=problems(GenreNotFoundError))
@cached_by(CacheTag.GENRES)
async def get_genre(genre_id: UUID, logic: Logic) -> Response:
    """Read one genre."""
    return json_response(GenreOutput.of(await logic.get_genre(genre_id)), PUBLIC)


@router.post("", status_code=201, response_model=GenreOutput, responses=problems(NameTakenError))
async def create_genre(genre: CreateGenreInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Add a genre."""
    output = GenreOutput.of(await logic.create_genre(genre))
    return json_response(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


@router.patch(
    "/{genre_id}",
    response_model=GenreOutput,
    responses=problems(GenreNotFoundError, NameTakenError),
)
async def update_genre(
    genre_id: UUID, change: UpdateGenreInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Rename a genre."""
    return json_response(GenreOutput.of(await logic.update_genre(genre_id, change, precondition)), PRIVATE)


@router.delete("/{genre_id}", status_code=204, responses=problems(GenreNotFoundError, InUseError))
async def delete_genre(genre_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a genre that no title has."""
    await logic.delete_genre(genre_id, precondition)
    return no_content()
