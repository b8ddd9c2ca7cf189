from typing import Protocol


class PasswordBlocklist(Protocol):
    """Passwords that attackers try first."""

    def has(self, password: str) -> bool:
        """Return whether a password is among them, without regard to case."""
