"""Which scopes an application token needs for each operation, said once more, by path."""

from fnmatch import fnmatchcase

from tests.support.documents import Operation

SESSION: list[set[str]] = []
READ = [{"read"}]
ADMIN = [{"admin"}]
WATCHLIST = [{"write:watchlist"}]
PLAYS = [{"write:plays"}]
RATINGS = [{"write:ratings"}]
LISTS = [{"write:lists"}]

TABLE: tuple[tuple[str, list[set[str]]], ...] = (
    ("GET /api/v1/health/detailed", [set()]),
    ("GET /api/v1/auth/me", READ),
    ("GET /api/v1/auth/session", READ),
    ("* /api/v1/auth/*", SESSION),
    ("* /api/v1/users*", ADMIN),
    ("* /api/v1/invitations*", ADMIN),
    ("* /api/v1/admin/*", ADMIN),
    ("GET *", READ),
    ("* /api/v1/genres*", ADMIN),
    ("* /api/v1/platforms*", ADMIN),
    ("POST /api/v1/titles", ADMIN),
    ("* /api/v1/titles/bulk", ADMIN),
    ("* /api/v1/titles/import", ADMIN),
    ("* /api/v1/titles/*/confirm", ADMIN),
    ("* /api/v1/titles/*/episodes/refresh", ADMIN),
    ("* /api/v1/titles/*/merge", ADMIN),
    ("* /api/v1/titles/*/reviews", RATINGS),
    ("* /api/v1/titles/*/marks*", LISTS),
    ("* /api/v1/titles/*/watch", PLAYS),
    ("* /api/v1/titles/*/unwatch", PLAYS),
    ("* /api/v1/titles*", [*WATCHLIST, *ADMIN]),
    ("* /api/v1/watchlist/*/plays*", PLAYS),
    ("* /api/v1/watchlist/*/progress", PLAYS),
    ("* /api/v1/watchlist*", WATCHLIST),
    ("* /api/v1/calendar/links*", WATCHLIST),
    ("* /api/v1/plays*", PLAYS),
    ("* /api/v1/ratings*", RATINGS),
    ("* /api/v1/reviews*", RATINGS),
    ("* /api/v1/favorites*", LISTS),
    ("* /api/v1/lists*", LISTS),
    ("* /api/v1/integrations*", SESSION),
    ("* /api/v1/webhooks*", SESSION),
    ("* /api/v1/positions*", PLAYS),
    ("* /api/v1/tags*", LISTS),
    ("* /api/v1/imports*", [{"import"}]),
    ("* /api/v1/operations/*/undo", [{"write:watchlist", "write:plays", "write:ratings", "write:lists"}]),
)
"""Operations as patterns, the first that matches counts, and sets of scopes: one whole set is needed. Of no set at all
it is that only a session will do."""


def scopes_of(operation: Operation) -> list[set[str]]:
    """Return what a token needs for an operation that knows its caller."""
    found = [choices for pattern, choices in TABLE if fnmatchcase(str(operation), pattern)]
    assert found, f"Say in tests/support/scopes.py which scopes {operation} needs."
    return found[0]
