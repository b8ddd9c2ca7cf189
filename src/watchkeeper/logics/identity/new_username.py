"""The rules for new user names. Names that exist stay as they are."""

from uuid import UUID

from watchkeeper.foundation.core.errors import Existing, FieldError, InvalidInputError
from watchkeeper.models.dtos.identity.user_dtos import UpdateProfileInput
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import UsernameTakenError
from watchkeeper.models.types.identity.username import (
    has_ignorable,
    is_highly_restrictive,
    is_identifier,
    latin_confusable,
)
from watchkeeper.repositories.identity.user_repository import UserRepository

_RULES = (
    (lambda name: not has_ignorable(name), "invisible_character", "Characters that show nothing are not allowed"),
    (is_identifier, "username_character", "Letters and digits of one writing direction, and the signs . _ - only"),
    (is_highly_restrictive, "mixed_scripts", "The letters of a name belong to one script, or to those of one language"),
)


def require_valid_username(name: str) -> None:
    """Raise InvalidInputError unless a new account may have the name."""
    for holds, code, detail in _RULES:
        if not holds(name):
            raise InvalidInputError(fields=(FieldError("/body/username", detail, code),))


async def require_allowed_change(users: UserRepository, account: UserEntity, change: UpdateProfileInput) -> None:
    """Raise InvalidInputError or UsernameTakenError if the account may not have the name that it gets."""
    if change.is_set("username") and change.username != account.username:
        require_valid_username(change.username)
        await require_no_confusable(users, change.username, but=account.id)


async def require_no_confusable(users: UserRepository, name: str, *, but: UUID | None = None) -> None:
    """Raise UsernameTakenError if the name is in another script than Latin and looks like a Latin one that exists.

    The name of the account `but` is passed over.
    """
    latin = latin_confusable(name)
    account = await users.find_by_login(latin) if latin is not None else None
    if account is not None and account.id != but:
        raise UsernameTakenError(existing=Existing("user", account.id))
