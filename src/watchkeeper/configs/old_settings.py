"""Renamed and removed settings. The service does not start with them, and reports the new names."""

from collections.abc import Mapping
from typing import Final

OLD_NAMES: Final[Mapping[str, str | None]] = {
    "AUTH__REFRESH_GRACE_SECONDS": None,
    "CACHE__ALONE": None,
    "DATABASE__REPLICA_SECONDS": None,
    "IMPORTS__MEMBERS": None,
    "IMPORTS__MEMBER_MIB": None,
    "IMPORTS__RATIO": None,
    "LIMITS__WRITES_AT_ONCE": "LIMITS__CONCURRENT_WRITES",
    "PASSWORDS__REFUSE_COMMON": None,
    "PASSWORDS__REJECT_COMMON": None,
    "PASSWORDS__REFUSED_WORDS": "PASSWORDS__REJECTED_WORDS",
    "POSTERS__DAYS": None,
    "QUOTAS__CALENDAR_LINKS": "QUOTAS__LINKS",
    "QUOTAS__LIST_LINKS": "QUOTAS__LINKS",
    "QUOTAS__MEDIA_SERVERS": "QUOTAS__LINKS",
    "QUOTAS__WEBHOOKS": "QUOTAS__LINKS",
    "UPSTREAM__MOST_BYTES": "UPSTREAM__MAX_BYTES",
    "UPSTREAM__MOST_CALLS": "UPSTREAM__MAX_CALLS",
}
"""Old name → new name, or None without a replacement."""
