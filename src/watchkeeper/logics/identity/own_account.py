from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import UserNotFoundError
from watchkeeper.repositories.identity.user_repository import UserRepository


async def require_own(users: UserRepository, user_id: UUID, *, lock: bool = False) -> UserEntity:
    """Return the account of a caller. Raises InvalidTokenError if it was deleted while the request ran."""
    try:
        return await users.require(user_id, lock=lock)
    except UserNotFoundError as failure:
        raise InvalidTokenError from failure
