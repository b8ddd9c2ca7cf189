"""The members of an archive with personal data, which are listed by name and never opened.

Traps: an archive that was packed again has a folder around everything, which people name as they like, with `\\` behind
it in some programs and with files of the system beside it; so they name lists, and one may be called `ip-man`.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from posixpath import commonpath
from typing import Final

from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

_WORDS = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+")
_ACCOUNT = frozenset(
    (
        *("account", "accounts", "address", "addresses", "auth", "billing", "device", "devices", "email", "emails"),
        *("ip", "login", "logins", "message", "messages", "network", "oauth", "password", "passwords", "payment"),
        *("payments", "profile", "profiles", "session", "sessions", "token", "tokens", "user", "users"),
    )
)
_HISTORY_ALL_THE_SAME = re.compile(r"(?:^|/)(?:user_(?:tv_show_data|show_special_status)\.csv|lists/.*|lists-list-.*)$")
_DATA = re.compile(r"(?:^|/)[^./][^/]*\.(?:csv|jsonl?|xml)$", re.IGNORECASE)
OF_THE_SYSTEM: Final = "__MACOSX/"


def account_members(members: Sequence[Member]) -> set[Member]:
    """Return the members about the person, not their history, by their names; a file that was sent alone is opened."""
    if len(members) == 1:
        return set()
    names = {member: member.name.replace("\\", "/") for member in members}
    folders = {PurePosixPath(name).parent for name in names.values() if _DATA.search(name)}
    shared = f"{commonpath(folders)}/" if folders else ""
    return {member for member, name in names.items() if _is_of_the_account(name, shared)}


def _is_of_the_account(name: str, shared: str) -> bool:
    """Return whether a name says so behind the folders that all data share, whose names are the person's."""
    if name.startswith(OF_THE_SYSTEM):
        return True
    words = {word.casefold() for word in _WORDS.findall(name.removeprefix(shared))}
    return bool(words & _ACCOUNT) and _HISTORY_ALL_THE_SAME.search(name) is None
