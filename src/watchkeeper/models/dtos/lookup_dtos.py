from watchkeeper.foundation.core.dtos import PageQuery
from watchkeeper.models.types.sorts import LookupSort


class LookupQuery(PageQuery):
    sort: LookupSort = LookupSort.NAME
