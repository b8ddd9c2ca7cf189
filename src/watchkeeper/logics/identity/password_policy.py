import unicodedata

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.errors.identity_errors import WeakPasswordError
from watchkeeper.repositories.identity.password_blocklist import PasswordBlocklist

_SHORTEST_WORD = 4
_MIN_OTHER_CHARACTERS = 6
"""Letters and digits that a password needs besides names and words that attackers try; more than a year has."""


class PasswordPolicy:
    """Rules for new passwords, after NIST SP 800-63B §3.1.1.2: a minimum length, a blocklist of common passwords, and
    no password that mainly consists of the user's names, e-mail address or `words` (the name of the service). There
    are no composition rules, which make passwords weaker."""

    def __init__(self, *, min_length: int, blocklist: PasswordBlocklist | None, words: tuple[str, ...] = ()) -> None:
        self._min_length = min_length
        self._blocklist = blocklist
        self._words = words

    def require_strong(self, password: str, *, own_names: tuple[str, ...], pointer: str = "/body/password") -> None:
        """Raise WeakPasswordError for the field `pointer` unless the password is acceptable."""
        normalized = unicodedata.normalize("NFC", password)
        if len(normalized) < self._min_length:
            reason = f"At least {self._min_length} characters."
            raise WeakPasswordError(reason, "password_too_short", pointer=pointer)
        if self._blocklist is not None and self._blocklist.has(normalized):
            raise WeakPasswordError("It is one of the most common passwords.", "password_too_common", pointer=pointer)
        if case_key(normalized) in {case_key(name) for name in own_names}:
            raise WeakPasswordError("It is your own name or address.", "password_is_own_name", pointer=pointer)
        if _is_mostly_names(normalized, [*own_names, *self._words]):
            reason = "It is little more than your own name, your address or the name of this service."
            raise WeakPasswordError(reason, "password_is_own_name", pointer=pointer)


def _is_mostly_names(password: str, names: list[str]) -> bool:
    """Return whether a password contains any of `names` and, without them, has fewer than six letters and digits."""
    whole = case_key(password)
    rest = whole
    for name in sorted(map(case_key, names), key=len, reverse=True):
        for part in (name, name.partition("@")[0]):
            rest = rest.replace(part, "") if len(part) >= _SHORTEST_WORD else rest
    return rest != whole and sum(map(str.isalnum, rest)) < _MIN_OTHER_CHARACTERS
