"""The query parameters of the catalogue's list."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title_filter import TitleFilter

_MOST_REFERENCES = 50
_QUERY = """Words and word beginnings of title and original title, all of them required, in any order; accents and case
are ignored. Text without a letter or digit matches titles that begin with it."""
_SORT = """The default is relevance with q, else -created_at. Relevance is best first, -relevance the reverse: the very
title, then titles that begin with all the words, then those that have them as whole words, then others; shorter titles
first within each. Unknown release dates and ratings come last in both directions."""


async def title_filter(
    q: Annotated[Annotated[str, Text(200, min_length=0)] | None, Query(description=_QUERY)] = None,
    media_type: Annotated[MediaType | None, Query()] = None,
    genre_id: Annotated[
        list[UUID], Query(max_length=_MOST_REFERENCES, description="Repeatable: titles of any of these genres.")
    ] = [],  # noqa: B006 - FastAPI copies it
    platform_id: Annotated[
        list[UUID], Query(max_length=_MOST_REFERENCES, description="Repeatable: titles on any of these platforms.")
    ] = [],  # noqa: B006
    year_from: Annotated[int | None, Query(ge=0, le=9999, description="Released in this year or later.")] = None,
    year_to: Annotated[int | None, Query(ge=0, le=9999, description="Released in this year or earlier.")] = None,
    min_rating: Annotated[
        float | None, Query(ge=0, le=5, allow_inf_nan=False, description="The least average rating.")
    ] = None,
    is_active: Annotated[
        bool | None, Query(description="For admins, who see all titles without it; others see active ones only.")
    ] = None,
) -> TitleFilter:
    """Return which titles the query asks for."""
    return TitleFilter(
        query=q or None,
        media_type=media_type,
        genre_ids=tuple(genre_id),
        platform_ids=tuple(platform_id),
        year_from=year_from,
        year_to=year_to,
        min_rating=min_rating,
        is_active=is_active,
    )


Filters = Annotated[TitleFilter, Depends(title_filter)]
Order = Annotated[TitleSort | None, Query(description=_SORT)]
