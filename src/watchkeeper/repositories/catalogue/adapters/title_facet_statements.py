"""The selection of the numbers of titles that match, by genre, platform, media type and year."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    extract,
    func,
    literal_column,
    select,
    union_all,
)

from watchkeeper.foundation.postgres.database import Row
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleGenreEntity, TitlePlatformEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_facets import FacetCount, TitleFacets, YearCount

_NUMBER = func.count().label("count")
_NO_ID = literal_column("NULL::uuid", Uuid()).label("id")


def facets_among(found: FromClause) -> CompoundSelect[Any]:
    """Return the selection of `kind` (media_type, year, genre, platform), `id`, `name` and `count` of found titles."""
    year = extract("year", found.c.release_date).cast(Integer).cast(Text)
    return union_all(
        _by_value(found, "media_type", found.c.media_type),
        _by_value(found, "year", year).where(found.c.release_date.is_not(None)),
        _by_link(found, "genre", TitleGenreEntity, TitleGenreEntity.genre_id, GenreEntity),
        _by_link(found, "platform", TitlePlatformEntity, TitlePlatformEntity.platform_id, PlatformEntity),
    )


def facets_of(rows: Iterable[Row]) -> TitleFacets:
    """Return the numbers in the rows of `facets_among`."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    media_types = {row["name"]: row["count"] for row in by_kind["media_type"]}
    years = sorted((YearCount(int(row["name"]), row["count"]) for row in by_kind["year"]), key=lambda one: one.year)
    return TitleFacets(
        _most_first(by_kind["genre"]),
        _most_first(by_kind["platform"]),
        {kind.value: media_types.get(kind.value, 0) for kind in MediaType},
        years,
    )


def _most_first(rows: list[Row]) -> list[FacetCount]:
    counts = [FacetCount(row["id"], row["name"], row["count"]) for row in rows]
    return sorted(counts, key=lambda one: (-one.count, one.name))


def _kind(name: str) -> Any:  # noqa: ANN401 - a labelled column
    return literal_column(f"'{name}'", Text()).label("kind")


def _by_value(found: FromClause, kind: str, value: Any) -> Select[Any]:  # noqa: ANN401 - any column
    return select(_kind(kind), _NO_ID, value.label("name"), _NUMBER).select_from(found).group_by(value)


def _by_link(found: FromClause, kind: str, link: Any, reference: Any, target: Any) -> Select[Any]:  # noqa: ANN401
    # Counted by id before the names come in: a title has several links.
    counted = (
        select(reference.label("id"), _NUMBER)
        .join_from(found, link, link.title_id == found.c.id)
        .group_by(reference)
        .subquery(f"counted_{kind}")
    )
    return select(_kind(kind), target.id, target.name, counted.c["count"]).join_from(
        counted, target, target.id == counted.c.id
    )
