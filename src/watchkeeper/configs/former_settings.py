"""Settings of earlier versions: their names stop the start, as a value that is silently ignored helps nobody."""

from collections.abc import Iterable, Mapping

from pydantic_settings import SettingsError

FORMER_NAMES: Mapping[str, str | None] = {
    "CACHE__ALONE": None,
    "LIMITS__WRITES_AT_ONCE": "LIMITS__CONCURRENT_WRITES",
    "PASSWORDS__REFUSE_COMMON": "PASSWORDS__REJECT_COMMON",
    "PASSWORDS__REFUSED_WORDS": "PASSWORDS__REJECTED_WORDS",
}
"""Each former name with the setting that replaces it, or None where nothing does."""


def reject_former_names(given: Iterable[str]) -> None:
    """Raise SettingsError if one of the `given` names, in any case, is a former one."""
    for name in sorted(name.upper() for name in given):
        if name in FORMER_NAMES:
            successor = FORMER_NAMES[name]
            raise SettingsError(f"{name} is now called {successor}" if successor else f"{name} is no longer a setting")
