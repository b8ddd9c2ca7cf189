"""What items of a bulk request name, and how: titles that one may have something of."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from watchkeeper.foundation.core.bulk import LONGEST_KEY, ItemShape
from watchkeeper.foundation.core.dtos import Input, PatchInput
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.models.dtos.catalogue.external_media_dtos import TitleReferenceInput

MAX_ITEMS = 500

BulkAction = Literal["create", "put", "patch", "delete"]

Key = Annotated[
    str, Field(strict=True, max_length=LONGEST_KEY, description="Your own mark; it is returned with the item.")
]
EntityTag = Annotated[
    str,
    Field(
        strict=True,
        max_length=1000,
        description="The ETag of the version to change, as If-Match has it.",
        examples=['"197b3c5d9e1f2-5c7d9e1f2a4b3c5d9e1f2a4b"'],
    ),
]


class TitleNameInput(TitleReferenceInput):
    """What a new item names: the title that it is to make something of."""

    action: BulkAction
    key: Key | None = None

    @property
    def row_id(self) -> UUID | None:
        """The id of what the item changes."""
        return None

    @property
    def precondition(self) -> Precondition:
        """The versions that the change applies to."""
        return UNCONDITIONAL

    @property
    def may_make(self) -> bool:
        """Whether what is not there is made."""
        return True


class ItemNameInput(TitleNameInput):
    """What an item names: something by its id, or whatever one has of a title."""

    alternatives: ClassVar[tuple[str, ...]] = ("id", "title_id", "media")

    id: UUID | None = Field(default=None, description="What to change, by its own id.")
    if_version: EntityTag | None = None

    @property
    def row_id(self) -> UUID | None:
        return self.id

    @property
    def precondition(self) -> Precondition:
        return UNCONDITIONAL if self.if_version is None else Precondition.of(self.if_version)

    @property
    def may_make(self) -> bool:
        return self.action == "put" and self.id is None and self.if_version is None


class NoBodyInput(Input):
    """The body of an operation that takes none."""


def item_shapes(
    create: type[TitleReferenceInput], put: type[Input], patch: type[PatchInput]
) -> Mapping[str, ItemShape[TitleNameInput]]:
    """Return how items are read whose bodies are these."""
    return {
        "create": ItemShape(TitleNameInput, create, frozenset(TitleReferenceInput.alternatives)),
        "put": ItemShape(ItemNameInput, put),
        "patch": ItemShape(ItemNameInput, patch),
        "delete": ItemShape(ItemNameInput, NoBodyInput),
    }
