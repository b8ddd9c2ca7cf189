from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError, from_json

from watchkeeper.foundation.core.dtos import Input, Resource
from watchkeeper.models.dtos.fields import Flag, Text
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

_MAX_BYTES: Final = 4096
Theme = Literal["auto", "light", "dark"]
_PAGE = "Whatever else a client keeps of its own, by names of its own."


class PreferencesInput(Input):
    """All together have at most 4 kB."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"theme": "dark", "default_status": "planned", "page": {"size": "M"}}]}
    )

    theme: Theme | None = None
    language: Annotated[str, Text(35)] | None = None
    default_status: WatchStatus | None = None
    view: Annotated[str, Text(32)] | None = None
    hide_spoilers: Flag | None = None
    page: dict[str, JsonValue] = Field(default={}, description=_PAGE)

    @property
    def text(self) -> str:
        """The preferences as they are stored."""
        return self.model_dump_json(exclude_none=True)

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if len(self.text.encode()) > _MAX_BYTES:
            raise PydanticCustomError("too_long", "Preferences have at most 4096 bytes as JSON")
        return self


class PreferencesOutput(Resource):
    """`id` is that of the account; what was never said is null."""

    model_config = ConfigDict(title="Preferences")

    theme: Theme | None
    language: str | None = Field(examples=["en"])
    default_status: WatchStatus | None
    view: str | None = Field(examples=["rows"])
    hide_spoilers: bool | None
    page: dict[str, Any] = Field(description=_PAGE, examples=[{"size": "M"}])

    @classmethod
    def of_account(cls, account: UserEntity) -> Self:
        values = dict.fromkeys(PreferencesInput.model_fields) | {"page": {}} | from_json(account.preferences)
        return cls(id=account.id, created_at=account.created_at, updated_at=account.updated_at, **values)
