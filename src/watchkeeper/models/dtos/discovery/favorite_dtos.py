from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import Input, Output, QueryParameters
from watchkeeper.models.dtos.discovery.discovery_dtos import MediaPageOutput, MovieOutput, ShowOutput
from watchkeeper.models.dtos.discovery.provider_fields import AccountId, PageNumber
from watchkeeper.models.dtos.fields import Flag, Text
from watchkeeper.models.types.discovery.discovery import FavoriteKind


def _nameable(value: str) -> str:
    if value in (".", ".."):  # clients remove such segments from URLs, encoded or not
        raise PydanticCustomError("list_name", "A name must be more than dots")
    return value


ListName = Annotated[str, Text(100), AfterValidator(_nameable)]

_ALSO_AS_TEXT: JsonDict = {"type": ["integer", "string"], "pattern": r"^0{0,9}[1-9][0-9]{0,9}$", "maxLength": 10}
_ACCOUNT_ID = Field(
    description="The number of your TMDb account; text is accepted.", examples=[548], json_schema_extra=_ALSO_AS_TEXT
)
_MOVIE_ID = Field(
    description="The number of the movie or show at TMDb; text is accepted.",
    examples=[603],
    json_schema_extra=_ALSO_AS_TEXT,
)


class SharedFavoritesQuery(QueryParameters):
    page: PageNumber = 1
    media_type: FavoriteKind = Field(
        default=FavoriteKind.MOVIE, description="TMDb has separate favourites for movies and shows."
    )


class FavoritesQuery(SharedFavoritesQuery):
    account_id: AccountId = Field(description="The number of a TMDb account.")


class SetFavoriteInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"account_id": 548, "movie_id": 603, "favorite": True}]})

    account_id: Annotated[AccountId, _ACCOUNT_ID]
    movie_id: Annotated[AccountId, _MOVIE_ID]
    favorite: Flag = True
    media_type: FavoriteKind = FavoriteKind.MOVIE


class ShareFavoritesInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"account_id": 548, "list_name": "Ada's best 50 %"}]})

    account_id: Annotated[AccountId, _ACCOUNT_ID]
    list_name: ListName


class FavoriteOutput(Output):
    """Whether a title is a favourite at TMDb now."""

    model_config = ConfigDict(title="Favorite")

    account_id: int
    movie_id: int
    media_type: FavoriteKind
    favorite: bool


class SharedFavoritesOutput(Output):
    """The name under which the favourites of an account are shared."""

    model_config = ConfigDict(title="SharedFavorites")

    account_id: int
    list_name: str
    created_at: datetime
    updated_at: datetime


class FavoritePageOutput(MediaPageOutput[MovieOutput | ShowOutput]):
    """One page of the favourites of a TMDb account, read from TMDb at the time of the request."""

    model_config = ConfigDict(title="FavoritePage")


class SharedFavoritePageOutput(FavoritePageOutput):
    """One page of shared favourites, read from TMDb at the time of the request."""

    model_config = ConfigDict(title="SharedFavoritePage")

    list_name: str
    account_id: int
