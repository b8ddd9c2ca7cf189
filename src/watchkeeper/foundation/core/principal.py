from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.errors import InsufficientScopeError, SessionRequiredError

_ADMIN = "admin"

ScopeChoices = tuple[frozenset[str], ...]
"""Sets of scopes, of which an application token needs one whole set; without any, only a session will do."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller, with the role at the time of the request.

    A caller in a session may do all that the account may; then `scopes` is None. With an application token there is no
    session, and the caller may do what the scopes of the token allow.
    """

    user_id: UUID
    session_id: UUID | None
    role: str
    has_personal_titles: bool = False
    """Whether lists of titles show this caller more than the catalogue."""
    time_zone: str = "UTC"
    """The IANA name of the caller's time zone."""
    scopes: frozenset[str] | None = None

    @property
    def is_admin(self) -> bool:
        return self.role == _ADMIN

    def require_scope(self, choices: ScopeChoices) -> None:
        """Raise SessionRequiredError or InsufficientScopeError unless the scopes are enough."""
        if self.scopes is None or any(scopes <= self.scopes for scopes in choices):
            return
        if not choices:
            raise SessionRequiredError
        raise InsufficientScopeError(choices[0])

    def require_session_for(self, user_id: UUID) -> None:
        """Raise SessionRequiredError if a token is used on the account of its owner."""
        if self.scopes is not None and user_id == self.user_id:
            raise SessionRequiredError
