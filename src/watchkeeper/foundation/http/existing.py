"""The resource that a conflict names, if the caller may see it."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from watchkeeper.foundation.core.errors import Existing, ExistingConflictError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Access

_PATH_PARAMETER = re.compile(r"{[^}]+}")


class ResourcePaths:
    """The routes that show one resource of a kind."""

    def __init__(self, routes: Iterable[ApiRoute]) -> None:
        self._by_kind = {route.shows: route for route in routes if route.shows is not None}

    async def existing_of(self, error: ExistingConflictError, caller: Principal | None) -> Mapping[str, str] | None:
        """Return the member `existing` of a problem document: kind, id and path.

        None for an anonymous caller, for a caller who may not see it, and if it is gone by now. Raises KeyError for a
        kind that no route shows.
        """
        if caller is None:
            return None
        existing = error.existing
        if existing is None and error.find_existing is not None:
            existing = await error.find_existing()
        return None if existing is None else self.shown(existing, caller)

    def shown(self, existing: Existing, caller: Principal | None) -> Mapping[str, str] | None:
        """Return kind, id and path of a resource, None for a caller who may not see it.

        Raises KeyError for a kind that no route shows.
        """
        route = self._by_kind[existing.kind]
        is_hidden = route.signature.access is Access.ADMIN and (caller is None or not caller.is_admin)
        if caller is None or is_hidden:
            return None
        return {"kind": existing.kind, "id": str(existing.id), "href": _path_of(route, existing)}


def _path_of(route: ApiRoute, existing: Existing) -> str:
    outer = () if existing.within is None else (existing.within,)
    segments = iter((*outer, existing.id if existing.key is None else existing.key))
    return _PATH_PARAMETER.sub(lambda _: quote(str(next(segments)), safe=""), route.path)
