"""Which scopes of an application token an operation needs: they follow from its route, here and nowhere else.

What only admins may do needs `admin`, what reads needs `read`, and what writes needs the scope of its tag, whatever
else follows from it: rating a title may complete its watch entry. Members of bodies that ask for something besides (a
rating with a play) tell themselves what they need (`needed_if`). Operations of accounts are for sessions alone, but
for reading one's own; so is what writes under a tag that is not listed. An undo may touch all of a person's rows, so it
needs every scope of writing.
"""

from collections.abc import Mapping

from watchkeeper.foundation.core.principal import ScopeChoices
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Access
from watchkeeper.models.types.identity.scope import Scope

_SESSION: ScopeChoices = ()
_NOTHING: ScopeChoices = (frozenset(),)
_READ: ScopeChoices = (frozenset({Scope.READ}),)
_ADMIN: ScopeChoices = (frozenset({Scope.ADMIN}),)

_READABLE_ACCOUNT = ("/api/v1/auth/me", "/api/v1/auth/session")

WRITES: Mapping[str, ScopeChoices] = {
    "auth": _SESSION,
    "users": _ADMIN,
    "titles": (frozenset({Scope.WRITE_WATCHLIST}), frozenset({Scope.ADMIN})),  # titles of one's own, or the catalogue
    "genres": _ADMIN,
    "platforms": _ADMIN,
    "watchlist": (frozenset({Scope.WRITE_WATCHLIST}),),
    "calendar": (frozenset({Scope.WRITE_WATCHLIST}),),
    "plays": (frozenset({Scope.WRITE_PLAYS}),),
    "ratings": (frozenset({Scope.WRITE_RATINGS}),),
    "reviews": (frozenset({Scope.WRITE_RATINGS}),),
    "favorites": (frozenset({Scope.WRITE_LISTS}),),
    "lists": (frozenset({Scope.WRITE_LISTS}),),
    "tags": (frozenset({Scope.WRITE_LISTS}),),
    "marks": (frozenset({Scope.WRITE_LISTS}),),
    "webhooks": _SESSION,
    "integrations": _SESSION,  # whoever has an address of one can add plays
    "imports": (frozenset({Scope.IMPORT}),),
    "undo": (frozenset({Scope.WRITE_WATCHLIST, Scope.WRITE_PLAYS, Scope.WRITE_RATINGS, Scope.WRITE_LISTS}),),
}
"""What writing needs, by the tag of the operation."""


def scopes_of(route: ApiRoute) -> ScopeChoices:
    """Return what an application token needs for a route: one whole set of scopes; without any, it needs a session."""
    access, tag = route.signature.access, str(route.tags[0])
    if access is None or access is Access.IF_KNOWN:
        return _NOTHING
    if access is Access.ADMIN:
        return _ADMIN
    if route.method != "GET":
        return WRITES.get(tag, _SESSION)
    return _SESSION if tag == "auth" and route.path not in _READABLE_ACCOUNT else _READ
