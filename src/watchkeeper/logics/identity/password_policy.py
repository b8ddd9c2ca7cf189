import unicodedata

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.errors.identity_errors import WeakPasswordError
from watchkeeper.repositories.identity.password_blocklist import PasswordBlocklist

_SHORTEST_WORD = 4
_LEAST_BESIDE_WORDS = 6
"""Letters and digits that a password needs beside names and words that an attacker would try: a year is not enough."""


class PasswordPolicy:
    """Which new passwords are accepted, after NIST SP 800-63B §3.1.1.2: length, a list of common ones, nothing that
    is little more than the person's own name or address, or one of `words` (the name of the service). No composition
    rules: they make passwords worse."""

    def __init__(self, *, min_length: int, blocklist: PasswordBlocklist | None, words: tuple[str, ...] = ()) -> None:
        self._min_length = min_length
        self._blocklist = blocklist
        self._words = words

    def require_strong(self, password: str, *, own_names: tuple[str, ...], pointer: str = "/body/password") -> None:
        """Raise WeakPasswordError, pointing at `pointer`, unless the password is acceptable."""
        normalized = unicodedata.normalize("NFC", password)
        if len(normalized) < self._min_length:
            reason = f"At least {self._min_length} characters."
            raise WeakPasswordError(reason, "password_too_short", pointer=pointer)
        if self._blocklist is not None and self._blocklist.has(normalized):
            raise WeakPasswordError("It is one of the most common passwords.", "password_too_common", pointer=pointer)
        if case_key(normalized) in {case_key(name) for name in own_names}:
            raise WeakPasswordError("It is your own name or address.", "password_is_own_name", pointer=pointer)
        if _is_little_beside(normalized, [*own_names, *self._words]):
            reason = "It is little more than your own name, your address or the name of this service."
            raise WeakPasswordError(reason, "password_is_own_name", pointer=pointer)


def _is_little_beside(password: str, names: list[str]) -> bool:
    """Return whether little is left of a password that has any of `names` in it once all of them are taken out."""
    whole = case_key(password)
    rest = whole
    for name in sorted(map(case_key, names), key=len, reverse=True):
        for part in (name, name.partition("@")[0]):
            rest = rest.replace(part, "") if len(part) >= _SHORTEST_WORD else rest
    return rest != whole and sum(map(str.isalnum, rest)) < _LEAST_BESIDE_WORDS
