from typing import Protocol


class PasswordHasher(Protocol):
    """Hashes passwords with a deliberately slow function, without blocking other requests."""

    async def hash(self, password: str) -> str:
        """Return the salted hash of a password. Raises PasswordHashingBusyError when too many are queued."""

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Return whether the hash is that of the password. None, for an unknown account, takes as long and returns
        False.

        Raises PasswordHashingBusyError when too many are queued.
        """

    def is_outdated(self, hashed: str) -> bool:
        """Return whether a hash has another cost than the current one."""
