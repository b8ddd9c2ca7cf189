from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.controllers.answers import PRIVATE, PUBLIC, Listing, answer, listing, nothing
from watchkeeper.controllers.conditional import IfMatch
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.keeping import kept
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentAdmin
from watchkeeper.logics.catalogue.genre_logic import GenreLogic
from watchkeeper.models.dtos.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, InUseError, NameTakenError
from watchkeeper.models.types.content import Content
from watchkeeper.models.types.sorts import NamedSort

router = APIRouter(prefix="/api/v1/genres", tags=["genres"], route_class=ContractRoute)

Logic = Annotated[GenreLogic, provided(GenreLogic)]


@router.get("", response_model=Listing[GenreOutput])
@kept(Content.GENRES)
async def search_genres(
    request: Request, paging: Paging, logic: Logic, sort: Annotated[NamedSort, Query()] = NamedSort.NAME
) -> Response:
    """List all genres."""
    return listing(await logic.search_genres(sort, paging), request, PUBLIC, GenreOutput.of)


@router.get("/{genre_id}", response_model=GenreOutput, responses=problems(GenreNotFoundError))
@kept(Content.GENRES)
async def get_genre(genre_id: UUID, logic: Logic) -> Response:
    """Read one genre."""
    return answer(GenreOutput.of(await logic.get_genre(genre_id)), PUBLIC)


@router.post("", status_code=201, response_model=GenreOutput, responses=problems(NameTakenError))
async def create_genre(genre: CreateGenreInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Add a genre."""
    output = GenreOutput.of(await logic.create_genre(genre))
    return answer(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


@router.patch(
    "/{genre_id}",
    response_model=GenreOutput,
    responses=problems(GenreNotFoundError, NameTakenError),
)
async def update_genre(
    genre_id: UUID, change: UpdateGenreInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Rename a genre."""
    return answer(GenreOutput.of(await logic.update_genre(genre_id, change, precondition)), PRIVATE)


@router.delete("/{genre_id}", status_code=204, responses=problems(GenreNotFoundError, InUseError))
async def delete_genre(genre_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a genre that no title has."""
    await logic.delete_genre(genre_id, precondition)
    return nothing()
