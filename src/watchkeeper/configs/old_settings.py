"""Settings that went by another name, or are gone: a service does not start with them, and says so."""

from collections.abc import Mapping
from typing import Final

OLD_NAMES: Final[Mapping[str, str | None]] = {
    "CACHE__ALONE": None,
}
"""Old name → new name, or None where nothing stands in its place."""
