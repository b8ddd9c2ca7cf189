from typing import Annotated

from pydantic import ConfigDict
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import Input, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text, WebAddress

PlatformName = Annotated[str, Text(80)]
PlatformDescription = Annotated[str, Text(2000, is_multiline=True)]

_EXAMPLE: JsonDict = {
    "name": "Netflix",
    "description": "Films and series by subscription.",
    "website": "https://www.netflix.com",
}


class CreatePlatformInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: PlatformName
    description: PlatformDescription | None = None
    website: WebAddress | None = None


class UpdatePlatformInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"website": "https://www.netflix.com"}]})

    name: PlatformName = ""
    description: PlatformDescription | None = None
    website: WebAddress | None = None


class PlatformOutput(Resource):
    model_config = ConfigDict(title="Platform")

    name: str
    description: str | None
    website: str | None
