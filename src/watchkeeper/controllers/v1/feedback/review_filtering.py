"""The query parameters that all lists of reviews have."""

from typing import Annotated

from fastapi import Depends, Query

from watchkeeper.models.dtos.fields import ScoreText
from watchkeeper.models.types.review import ReviewFilter
from watchkeeper.models.types.sorts import ReviewSort


async def review_filter(
    rating: Annotated[ScoreText | None, Query(description="Exactly this score.")] = None,
    contains_spoilers: Annotated[bool | None, Query(description="Without it, both.")] = None,
) -> ReviewFilter:
    """Return which reviews the query asks for."""
    return ReviewFilter(rating, contains_spoilers)


Filter = Annotated[ReviewFilter, Depends(review_filter)]
Order = Annotated[ReviewSort, Query(description="Reviews without a rating come last in both directions of rating.")]
