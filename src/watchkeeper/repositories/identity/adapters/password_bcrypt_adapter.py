"""bcrypt in a small thread pool: it releases the GIL, and one sign-in costs 0.3 s of a core."""

import asyncio
import hashlib
import os
import sys
import threading
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import bcrypt

from watchkeeper.models.errors.identity_errors import PasswordHashingBusyError

ResultT = TypeVar("ResultT")

_LONGEST_QUEUE = 64
_WAIT_SECONDS = 20.0
_DIGEST_LENGTH = 31
_NICENESS, _NICEST = 10, 19


class BcryptPasswordHasher:
    """Hashes with bcrypt. `rounds` is its cost: each step doubles the time. One core stays free for other requests.

    With a single core, or all busy, the threads run at a lower priority.
    """

    def __init__(self, *, rounds: int) -> None:
        self._rounds = rounds
        self._threads = ThreadPoolExecutor(
            max(1, (os.cpu_count() or 1) - 1), thread_name_prefix="bcrypt", initializer=_lower_priority
        )
        self._under_way = 0
        # A constant in the form of a hash, equally costly to compare with: hashing one would cost each start as much as
        # a sign-in.
        self._dummy = bcrypt.gensalt(rounds) + b"." * _DIGEST_LENGTH

    @property
    def under_way(self) -> int:
        """The number of passwords that are being hashed or are queued."""
        return self._under_way

    async def hash(self, password: str) -> str:
        prepared = _prepared(password)
        hashed = await self._run(lambda: bcrypt.hashpw(prepared, bcrypt.gensalt(self._rounds)))
        return hashed.decode()

    async def verify(self, password: str, hashed: str | None) -> bool:
        prepared = _prepared(password)
        known = self._dummy if hashed is None else hashed.encode()
        is_right = await self._run(lambda: bcrypt.checkpw(prepared, known))
        return is_right and hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        return int(hashed.split("$")[2]) != self._rounds

    async def _run(self, work: Callable[[], ResultT]) -> ResultT:
        if self._under_way >= _LONGEST_QUEUE:
            raise PasswordHashingBusyError
        self._under_way += 1
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except TimeoutError as failure:
            raise PasswordHashingBusyError from failure
        finally:
            self._under_way -= 1


def _lower_priority() -> None:
    """Lower the priority of the thread. Only Linux has priorities per thread."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        lower = min(os.getpriority(os.PRIO_PROCESS, thread) + _NICENESS, _NICEST)
        os.setpriority(os.PRIO_PROCESS, thread, lower)


def _prepared(password: str) -> bytes:
    """Return the input of bcrypt: 64 bytes of base64, since bcrypt reads 72 bytes at most and stops at a zero byte."""
    return b64encode(hashlib.sha384(unicodedata.normalize("NFC", password).encode()).digest())
