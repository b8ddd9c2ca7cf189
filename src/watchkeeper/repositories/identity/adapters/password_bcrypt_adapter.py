"""bcrypt in a small thread pool: it releases the interpreter lock, and one login costs 0.3 s of a core."""

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
    """`rounds` is bcrypt's cost: each step doubles the time. One core always stays free for other requests.

    Where there is but one, or all are busy, other requests go first.
    """

    def __init__(self, *, rounds: int) -> None:
        self._rounds = rounds
        self._threads = ThreadPoolExecutor(
            max(1, (os.cpu_count() or 1) - 1), thread_name_prefix="bcrypt", initializer=_stand_back
        )
        self._under_way = 0
        # In the form of a hash, and as costly to compare with: to make one would cost each start as much as a login.
        self._dummy = bcrypt.gensalt(rounds) + b"." * _DIGEST_LENGTH

    @property
    def under_way(self) -> int:
        """How many passwords are being hashed or wait for it."""
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


def _stand_back() -> None:
    """Let all else go first where processors are scarce. Only Linux gives a thread a priority of its own."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        lower = min(os.getpriority(os.PRIO_PROCESS, thread) + _NICENESS, _NICEST)
        os.setpriority(os.PRIO_PROCESS, thread, lower)


def _prepared(password: str) -> bytes:
    """Return what bcrypt is given: 64 bytes of base64, since bcrypt reads 72 bytes at most and stops at a zero byte."""
    return b64encode(hashlib.sha384(unicodedata.normalize("NFC", password).encode()).digest())
