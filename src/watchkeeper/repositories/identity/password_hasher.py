from typing import Protocol


class PasswordHasher(Protocol):
    """Hashes passwords, slowly on purpose, without holding up other requests."""

    async def hash(self, password: str) -> str:
        """Return the salted hash of a password. Raises PasswordHashingBusyError when too many wait."""

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Return whether the hash is that of the password; None, for an unknown account, takes as long and is False.

        Raises PasswordHashingBusyError when too many wait.
        """

    def is_outdated(self, hashed: str) -> bool:
        """Return whether a hash was made at another cost than passwords are hashed at now."""
