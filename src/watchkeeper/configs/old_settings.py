"""Renamed and removed settings. The service does not start with them, and reports the new names."""

from collections.abc import Mapping
from typing import Final

OLD_NAMES: Final[Mapping[str, str | None]] = {
    "CACHE__ALONE": None,
    "LIMITS__WRITES_AT_ONCE": "LIMITS__CONCURRENT_WRITES",
    "PASSWORDS__REFUSE_COMMON": "PASSWORDS__REJECT_COMMON",
    "PASSWORDS__REFUSED_WORDS": "PASSWORDS__REJECTED_WORDS",
    "UPSTREAM__MOST_BYTES": "UPSTREAM__MAX_BYTES",
    "UPSTREAM__MOST_CALLS": "UPSTREAM__MAX_CALLS",
}
"""Old name → new name, or None without a replacement."""
