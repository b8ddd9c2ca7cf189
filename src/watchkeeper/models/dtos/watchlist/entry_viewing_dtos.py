from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.principal import ScopeChoices
from watchkeeper.models.dtos.fields import Flag, WhenField
from watchkeeper.models.types.identity.scope import Scope, needed_if


class EntryViewingInput(Input):
    """What the body of a watch entry says of its viewing of now."""

    started_on: WhenField | None = Field(default=None, description="When you began; null: as the first play says.")
    finished_on: WhenField | None = Field(
        default=None, description="When you finished it; null: as the play that completed it says."
    )
    log_play: Flag = Field(default=False, description="Whether to store a play of the title with it.")
    watched_on: WhenField | None = Field(
        default=None, description="When that play was; absent: now, null: unknown. Needs log_play."
    )

    @field_validator("watched_on")
    @classmethod
    def _has_play(cls, watched_on: str | None, info: ValidationInfo) -> str | None:
        if not info.data.get("log_play", True):
            raise PydanticCustomError("log_play_missing", "watched_on needs log_play")
        return watched_on

    @property
    def scopes(self) -> ScopeChoices:
        """What a play needs beside the scope of the watchlist."""
        return needed_if(self.log_play, Scope.WRITE_PLAYS)

    @property
    def is_empty(self) -> bool:
        """Whether neither dates nor a play were sent."""
        return not self.log_play and not self.model_fields_set & {"started_on", "finished_on"}

    @property
    def sets_status(self) -> bool:
        """Whether a status was sent, which a play of the same request leaves alone."""
        return "status" in self.model_fields_set
