from typing import Annotated

from pydantic import ConfigDict, Field, SkipValidation
from pydantic.config import JsonDict

from watchkeeper.foundation.core.bulk import BulkInput, BulkItemInput
from watchkeeper.foundation.core.dtos import Input, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text

GenreName = Annotated[str, Text(80)]

GenreDescription = Annotated[str, Text(2000, is_multiline=True)]

_DESCRIPTION = "Worlds that science could make."
_EXAMPLE: JsonDict = {"name": "Science Fiction", "description": _DESCRIPTION}


class CreateGenreInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: GenreName
    description: GenreDescription | None = None


class BulkGenreInput(CreateGenreInput, BulkItemInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE | {"key": "1"}]})


class CreateGenresInput(BulkInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE, {"name": "Western", "key": "2"}]}]})

    items: list[SkipValidation[BulkGenreInput]] = Field(min_length=1, max_length=100)


class UpdateGenreInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"description": _DESCRIPTION}]})

    name: GenreName = ""
    description: GenreDescription | None = None


class GenreOutput(Resource):
    model_config = ConfigDict(title="Genre")

    name: str
    description: str | None
