from uuid import UUID

from watchkeeper.models.errors.identity_errors import LastAdminError


def require_other_admin(admins: set[UUID], user_id: UUID) -> None:
    """Raise LastAdminError if the account is the only active admin. `admins` has all of them, locked."""
    if admins == {user_id}:
        raise LastAdminError
