"""Settings that went by another name, or are gone: a service does not start with them, and says so."""

from collections.abc import Mapping
from typing import Final

OLD_NAMES: Final[Mapping[str, str | None]] = {
    "CACHE__ALONE": None,
    "LIMITS__WRITES_AT_ONCE": "LIMITS__CONCURRENT_WRITES",
    "PASSWORDS__REFUSE_COMMON": "PASSWORDS__REJECT_COMMON",
    "PASSWORDS__REFUSED_WORDS": "PASSWORDS__REJECTED_WORDS",
}
"""Old name → new name, or None where nothing stands in its place."""
