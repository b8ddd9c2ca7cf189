from typing import Annotated

from pydantic import ConfigDict
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import Input, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text

GenreName = Annotated[str, Text(80)]

_EXAMPLE: JsonDict = {"name": "Science Fiction"}


class CreateGenreInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: GenreName


class UpdateGenreInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: GenreName = ""


class GenreOutput(Resource):
    model_config = ConfigDict(title="Genre")

    name: str
