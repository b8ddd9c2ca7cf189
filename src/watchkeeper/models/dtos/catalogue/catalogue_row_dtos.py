"""One row of a catalogue file, with the limits of the API."""

import re
from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import unquote

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import Input
from watchkeeper.models.dtos.catalogue.genre_dtos import GenreName
from watchkeeper.models.dtos.catalogue.platform_dtos import PlatformName
from watchkeeper.models.dtos.catalogue.title_dtos import AlternativeTitles, ExternalIds, Overview, Runtime, TitleText
from watchkeeper.models.dtos.fields import Day, Text, WebAddress
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.provider_ids import canonical_id

WIKIPEDIA = "wikipedia"
SHORT_FORMS = {"year", "wikipedia_page"}

_YEAR = re.compile(r"[0-9]{4}")
_EXAMPLE: JsonDict = {
    "media_type": "movie",
    "title": "Spirited Away",
    "original_title": "千と千尋の神隠し",
    "release_date": "2001-07-20",
    "runtime_minutes": 125,
    "genres": ["Animation", "Fantasy"],
    "external_ids": {"imdb": "tt0245429"},
}


def _first_day(value: object) -> object:
    """Return January 1st if `value` is a year, else `value`."""
    return f"{value}-01-01" if isinstance(value, str) and _YEAR.fullmatch(value) else value


def _page_name(value: object) -> object:
    """Return the name of a Wikipedia page from its form in a URL.

    No page name contains a per cent sign followed by two hexadecimal digits, so decoding is always correct.
    """
    return unquote(value, errors="strict").replace(" ", "_") if isinstance(value, str) else value


def _is_given(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


WikipediaPage = Annotated[str, Text(200), BeforeValidator(_page_name)]


class CatalogueRowInput(Input):
    """A title in a row of a file. Empty text and null count as not given; members not given stay unchanged.

    `release_date` is a day or a year. `year` and `wikipedia_page` are short forms of `release_date` and of the
    external id at `wikipedia`.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    media_type: MediaType
    title: TitleText
    original_title: TitleText | None = None
    alternative_titles: AlternativeTitles | None = None
    overview: Overview | None = None
    release_date: Annotated[Day, BeforeValidator(_first_day)] | None = None
    release_date_precision: DatePrecision = DatePrecision.DAY
    runtime_minutes: Runtime | None = None
    poster_url: WebAddress | None = None
    genres: Annotated[list[GenreName], Field(max_length=50)] = Field(default_factory=list)
    platforms: Annotated[list[PlatformName], Field(max_length=50)] = Field(default_factory=list)
    external_ids: ExternalIds = Field(default_factory=dict)
    year: Annotated[int, Field(strict=True, ge=date.min.year, le=date.max.year)] | None = None
    wikipedia_page: WikipediaPage | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, members: dict[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in members.items() if _is_given(value)}
        day = given.get("release_date")
        is_day = isinstance(day, str) and not _YEAR.fullmatch(day.strip())
        given["release_date_precision"] = DatePrecision.DAY if is_day else DatePrecision.YEAR
        return given | ({"release_date": day.strip()} if isinstance(day, str) else {})

    @model_validator(mode="after")
    def _with_canonical_ids(self) -> Self:
        found = {source: canonical_id(source, id_, self.media_type) for source, id_ in self.external_ids.items()}
        if invalid := [source for source, id_ in found.items() if id_ is None]:
            raise PydanticCustomError("invalid_external_id", "Not an id at {sources}", {"sources": ", ".join(invalid)})
        self.external_ids = {source: id_ for source, id_ in found.items() if id_ is not None}
        return self

    @model_validator(mode="after")
    def _with_short_forms(self) -> Self:
        if self.year is not None:
            self.release_date = self._dated(self.release_date, self.year)
        if self.release_date is None:
            self.release_date_precision = DatePrecision.DAY
        if self.wikipedia_page is not None:
            if self.external_ids.get(WIKIPEDIA, self.wikipedia_page) != self.wikipedia_page:
                raise PydanticCustomError("two_pages", "wikipedia_page and external_ids name two pages")
            self.external_ids = self.external_ids | {WIKIPEDIA: self.wikipedia_page}
        return self

    def _dated(self, day: date | None, year: int) -> date:
        if day is not None and day.year != year:
            raise PydanticCustomError("two_years", "year and release_date contradict each other")
        return day or date(year, 1, 1)


def faults_of(failure: ValidationError) -> str:
    """Return the validation errors of a row in one sentence, without its values."""
    faults = failure.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(_sentence(fault["loc"], fault["msg"]) for fault in faults)


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place))}: {message}" if place else message
