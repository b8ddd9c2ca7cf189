from typing import Annotated

from pydantic import Field

from watchkeeper.foundation.core.dtos import PageQuery
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.sorts import LookupSort


class LookupQuery(PageQuery):
    q: Annotated[str, Text(80, min_length=0)] | None = Field(
        default=None, description="Any part of the name; case and accents are ignored."
    )
    sort: LookupSort = LookupSort.NAME
