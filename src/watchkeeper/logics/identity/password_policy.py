import unicodedata

from watchkeeper.models.errors.identity_errors import WeakPasswordError
from watchkeeper.repositories.identity.password_blocklist import PasswordBlocklist
from watchkeeper.utils.text import case_key


class PasswordPolicy:
    """Which new passwords are accepted, after NIST SP 800-63B §3.1.1.2: length, a list of common ones, nothing that
    is the person's own name or address. No composition rules: they make passwords worse."""

    def __init__(self, *, min_length: int, blocklist: PasswordBlocklist | None) -> None:
        self._min_length = min_length
        self._blocklist = blocklist

    def require_strong(self, password: str, *, own_names: tuple[str, ...], pointer: str = "/body/password") -> None:
        """Raise WeakPasswordError, pointing at `pointer`, unless the password is acceptable."""
        kept = unicodedata.normalize("NFC", password)
        if len(kept) < self._min_length:
            reason = f"At least {self._min_length} characters."
            raise WeakPasswordError(reason, "password_too_short", pointer=pointer)
        if self._blocklist is not None and self._blocklist.has(kept):
            raise WeakPasswordError("It is one of the most common passwords.", "password_too_common", pointer=pointer)
        if case_key(kept) in {case_key(name) for name in own_names}:
            raise WeakPasswordError("It is your own name or address.", "password_is_own_name", pointer=pointer)
