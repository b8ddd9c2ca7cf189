from datetime import datetime
from typing import NamedTuple

from watchkeeper.models.entities.identity.user_entity import UserEntity


class AccountUsage(NamedTuple):
    """The activity of an account. `last_seen_at` is None where no session and no used token is left."""

    last_seen_at: datetime | None
    entries_count: int


class SeenAccount(NamedTuple):
    """An account as administrators see it."""

    account: UserEntity
    usage: AccountUsage
