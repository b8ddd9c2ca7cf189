from zxcvbn.frequency_lists import FREQUENCY_LISTS

from watchkeeper.foundation.core.text import case_key


class ZxcvbnPasswordBlocklist:
    """Blocklist of the 30,000 common passwords that zxcvbn contains (from public leaks)."""

    def __init__(self) -> None:
        self._common = frozenset(FREQUENCY_LISTS["passwords"])

    def has(self, password: str) -> bool:
        return case_key(password) in self._common
