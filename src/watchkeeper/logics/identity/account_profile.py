from typing import Any

from watchkeeper.models.dtos.user_dtos import RegisterInput, UpdateProfileInput
from watchkeeper.models.entities.user_entity import UserEntity
from watchkeeper.models.types.role import Role
from watchkeeper.utils.clock import now
from watchkeeper.utils.text import case_key
from watchkeeper.utils.uuid7 import uuid7


def new_account(person: RegisterInput, password_hash: str, *, role: Role, is_active: bool) -> UserEntity:
    """Return a new account of a person."""
    moment = now()
    return UserEntity(
        id=uuid7(),
        email=person.email,
        email_key=case_key(person.email),
        username=person.username,
        username_key=case_key(person.username),
        first_name=person.first_name,
        last_name=person.last_name,
        password_hash=password_hash,
        role=role.value,
        is_active=is_active,
        created_at=moment,
        updated_at=moment,
    )


def apply_profile(account: UserEntity, change: UpdateProfileInput) -> None:
    """Set the members of the profile that were sent, and the keys under which they are unique."""
    sent: dict[str, Any] = change.sent()
    for member in ("email", "username"):
        if member in sent:
            setattr(account, member, sent[member])
            setattr(account, f"{member}_key", case_key(sent[member]))
    for member in ("first_name", "last_name"):
        if member in sent:
            setattr(account, member, sent[member])
    if sent:
        account.updated_at = now()
