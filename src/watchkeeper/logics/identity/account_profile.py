from typing import Any

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.dtos.identity.user_dtos import PersonInput, UpdateProfileInput
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.time_zone import UTC_NAME
from watchkeeper.models.types.identity.username import username_key


def new_account(person: PersonInput, password_hash: str, *, role: Role, is_active: bool) -> UserEntity:
    """Return a new account."""
    at = now()
    return UserEntity(
        id=uuid7(),
        email=person.email,
        email_key=case_key(person.email),
        username=person.username,
        username_key=username_key(person.username),
        first_name=person.first_name,
        last_name=person.last_name,
        password_hash=password_hash,
        role=role.value,
        is_active=is_active,
        time_zone=UTC_NAME,
        preferences="{}",
        created_at=at,
        updated_at=at,
    )


def apply_profile(account: UserEntity, change: UpdateProfileInput) -> None:
    """Set the members of the profile that were sent, and their unique keys."""
    changed_fields: dict[str, Any] = change.changed_fields()
    for member in ("email", "username", "first_name", "last_name", "time_zone"):
        if member in changed_fields:
            setattr(account, member, changed_fields[member])
    account.email_key, account.username_key = case_key(account.email), username_key(account.username)
    if changed_fields:
        account.updated_at = now()
