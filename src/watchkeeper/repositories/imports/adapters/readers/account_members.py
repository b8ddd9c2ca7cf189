"""The members of an archive with personal data, which are listed by name and never opened.

Traps: an archive that was packed again has a folder around everything, which people name as they like; so they do
lists, and one of them may be called `ip-man`.
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
OF_THE_SYSTEM: Final = "__MACOSX/"


def account_members(members: Sequence[Member]) -> set[Member]:
    """Return the members about the person, not their history, by their names; a file that was sent alone is opened."""
    if len(members) == 1:
        return set()
    folders = {PurePosixPath(member.name).parent for member in members if not member.name.startswith(OF_THE_SYSTEM)}
    shared = len(commonpath(folders)) if folders else 0
    return {member for member in members if _is_of_the_account(member.name, shared)}


def _is_of_the_account(name: str, shared: int) -> bool:
    """Return whether a name says so behind the folders that all members share, whose names are the person's."""
    if name.startswith(OF_THE_SYSTEM):
        return True
    words = {word.casefold() for word in _WORDS.findall(name[shared:])}
    return bool(words & _ACCOUNT) and _HISTORY_ALL_THE_SAME.search(name) is None
