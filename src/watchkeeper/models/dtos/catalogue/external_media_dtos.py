"""Titles by their ids at other services, as clients send them."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field
from pydantic.config import JsonDict
from typing_extensions import TypeAliasType

from watchkeeper.foundation.core.dtos import Input, OneOfInput
from watchkeeper.models.dtos.fields import Text, WebAddress
from watchkeeper.models.types.catalogue.media_type import MediaType


def _id_as_text(value: object) -> object:
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_integer else value


EXAMPLE_MEDIA: JsonDict = {
    "source": "tmdb",
    "external_id": "603",
    "media_type": "movie",
    "title": "The Matrix",
    "poster_url": "https://image.tmdb.org/t/p/w500/p96dm7sCMn4VYAStA6siNz30G1r.jpg",
}
_EXTERNAL_ID = """Text or an integer, stored as text. Other spellings of an id (leading zeros, upper case, the address
of its page) are accepted and stored in the one canonical form of its source."""

Source = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]{0,31}$", examples=["tmdb"])]
"""The name of another service."""

ExternalId = TypeAliasType(
    "ExternalId",
    Annotated[
        str,
        Text(200),
        BeforeValidator(_id_as_text),
        Field(json_schema_extra={"type": ["string", "integer"]}, description=_EXTERNAL_ID),
    ],
)
"""The id of a title at another service."""


ExternalReference = Annotated[str, Text(300), Field(examples=["tmdb:603"])]
"""An id at another service with its source, in one text."""


def split_reference(reference: str) -> tuple[str, str]:
    """Return source and id."""
    source, _, id_ = reference.partition(":")
    return source.strip().lower(), id_.strip()


class ExternalMediaInput(Input):
    """A title that may not be in the catalogue yet. If it is, the members besides its id are ignored."""

    source: Source
    external_id: ExternalId
    media_type: MediaType
    title: Annotated[str, Text(500)]
    poster_url: WebAddress | None = None


class TitleReferenceInput(OneOfInput):
    """Exactly one of `title_id` and `media` identifies the title."""

    alternatives: ClassVar[tuple[str, ...]] = ("title_id", "media")

    title_id: UUID | None = Field(default=None, description="A title of the catalogue.")
    media: ExternalMediaInput | None = Field(
        default=None, description="A title by its id at another service; it is added to the catalogue if missing."
    )

    @property
    def referred_id(self) -> UUID:
        """The id that was sent. Raises ValueError where `media` was sent instead."""
        if self.title_id is None:
            raise ValueError("the title is not identified by its id")
        return self.title_id
