from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, Strict, model_validator
from pydantic_core import CoreSchema, PydanticCustomError
from typing_extensions import TypeAliasType

from watchkeeper.foundation.core.dtos import Input, OneOfInput, PatchInput
from watchkeeper.foundation.core.principal import ScopeChoices
from watchkeeper.models.dtos.catalogue.external_media_dtos import EXAMPLE_MEDIA, ExternalId, ExternalMediaInput, Source
from watchkeeper.models.dtos.fields import Flag, Score, Text, WhenField
from watchkeeper.models.dtos.watchlist.tag_dtos import TagNames
from watchkeeper.models.types.identity.scope import Scope, needed_if
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.status_effect import StatusEffect

Place = Annotated[int, Strict(), Field(ge=0, le=100_000)]
Note = TypeAliasType("Note", Annotated[str, Text(10_000, is_multiline=True)])
Where = Annotated[str, Text(200)]
Minutes = Annotated[int, Strict(), Field(ge=0, le=1440)]
ViewingNumber = Annotated[int, Field(ge=1, le=1_000_000)]

_TITLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
_WATCHED_ON = "Absent: now; null: unknown. A day, month or year is kept as such."
_EPISODE = "An episode of the title; season and number may be of one that the catalogue does not know."
_FORMS = (("season", "number"), ("absolute_number",), ("source", "external_id"))


class EpisodeReferenceInput(Input):
    """An episode of a title: by season and number, by absolute number, or by its id at another service."""

    season: Place | None = Field(default=None, description="0 has the specials.")
    number: Place | None = None
    absolute_number: Place | None = Field(default=None, description="Over all seasons.")
    source: Source | None = None
    external_id: ExternalId | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        sent = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if sent not in [set(form) for form in _FORMS]:
            raise PydanticCustomError(
                "exactly_one_of", "Send season and number, absolute_number, or source and external_id"
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        document = handler(schema)
        whole = handler.resolve_ref_schema(document)
        members = whole.pop("properties")
        parts = {name: whole.pop(name) for name in ("type", "additionalProperties")}
        whole["oneOf"] = [
            {**parts, "properties": {name: _required(members[name]) for name in form}, "required": list(form)}
            for form in _FORMS
        ]
        return document


def _required(member: dict[str, Any]) -> dict[str, Any]:
    kind: dict[str, Any] = next(part for part in member["anyOf"] if part != {"type": "null"})
    return kind | {key: value for key, value in member.items() if key not in ("anyOf", "default")}


class LogPlayInput(Input):
    """What was watched of a title that the path names: the whole of it, or an episode."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"watched_on": "2026-01-31", "place": "Rialto", "score": 4.5},
                {"episode": {"season": 1, "number": 3}, "watched_on": None},
            ]
        }
    )
    may_be_left_out: ClassVar = True

    episode_id: UUID | None = Field(default=None, description="An episode of the catalogue.")
    episode: EpisodeReferenceInput | None = Field(default=None, description=_EPISODE)
    watched_on: WhenField | None = Field(default=None, description=_WATCHED_ON)
    note: Note | None = None
    place: Where | None = None
    tags: TagNames = Field(default=[])
    score: Score | None = Field(default=None, description="What you thought this time; your rating is another thing.")
    set_rating: Flag = Field(default=False, description="Whether score becomes your rating of the title.")
    status: StatusEffect = Field(
        default=StatusEffect.AUTO, description="auto: the status follows, as docs/plays.md says; keep: it stays."
    )
    unless_within_minutes: Minutes | None = Field(
        default=None,
        description="Return the play of the same title or episode that is there at most so many minutes before or "
        "after this instant.",
    )
    source: Source | None = Field(default=None, description="Where the play comes from.")
    source_key: Annotated[str, Text(200)] | None = Field(
        default=None, description="Its id there: a play that has it already is returned. Needs source."
    )

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.episode_id is not None and self.episode is not None:
            raise PydanticCustomError("exactly_one_of", "Send episode_id or episode")
        if self.source_key is not None and self.source is None:
            raise PydanticCustomError("source_missing", "source_key needs source")
        if self.set_rating and self.score is None:
            raise PydanticCustomError("score_missing", "set_rating needs score")
        return self

    @property
    def scopes(self) -> ScopeChoices:
        """What a rating needs beside the scope of plays."""
        return needed_if(self.set_rating, Scope.WRITE_RATINGS)

    @property
    def key(self) -> PlayKey | None:
        return None if self.source is None or self.source_key is None else PlayKey(self.source, self.source_key)

    @property
    def is_now(self) -> bool:
        """Whether no moment was sent: it was watched now."""
        return "watched_on" not in self.model_fields_set


class CreatePlayInput(LogPlayInput, OneOfInput):
    """Exactly one of `title_id`, `media` and `episode_id` names what was watched; `episode` is of the title."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title_id": _TITLE_ID, "watched_on": "2026-01-31T20:15:00+01:00", "place": "Rialto"},
                {"title_id": _TITLE_ID, "episode": {"season": 1, "number": 3}},
                {"media": EXAMPLE_MEDIA, "watched_on": "2012", "score": 4.5},
            ]
        }
    )
    may_be_left_out: ClassVar = False
    alternatives: ClassVar = ("title_id", "media", "episode_id")

    title_id: UUID | None = Field(default=None, description="A title of the catalogue.")
    media: ExternalMediaInput | None = Field(
        default=None, description="A title by its id at another service; it is added to the catalogue if missing."
    )


class UpdatePlayInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"watched_on": "2019-05"}, {"note": "In 70 mm."}]})

    watched_on: WhenField | None = Field(default=None, description="null: unknown.")
    note: Note | None = None
    place: Where | None = None
    tags: TagNames = Field(default=[])
    score: Score | None = None
    episode_id: UUID | None = Field(default=None, description="Of the same title; null: the whole title.")
    viewing: Annotated[ViewingNumber, Strict()] = 1


class RewatchInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"started_on": "2026-02"}]})
    may_be_left_out: ClassVar = True

    started_on: WhenField | None = Field(default=None, description="Absent or null: as the first play says.")
