import asyncio
import os
import sys
import threading
import unicodedata

import bcrypt
import pytest

from watchkeeper.models.errors.identity_errors import PasswordHashingBusyError
from watchkeeper.repositories.identity.adapters import password_bcrypt_adapter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher


@pytest.fixture(scope="module")
def hasher() -> BcryptPasswordHasher:
    return BcryptPasswordHasher(rounds=4)


async def test_verify_tells_right_from_wrong(hasher: BcryptPasswordHasher) -> None:
    hashed = await hasher.hash("correct horse")
    assert await hasher.verify("correct horse", hashed)
    assert not await hasher.verify("correct horse ", hashed)


async def test_equal_passwords_have_different_hashes(hasher: BcryptPasswordHasher) -> None:
    assert await hasher.hash("same") != await hasher.hash("same")


async def test_verify_normal_forms_are_the_same_password(hasher: BcryptPasswordHasher) -> None:
    composed, decomposed = (unicodedata.normalize(form, "pässwörd") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert await hasher.verify(decomposed, await hasher.hash(composed))


async def test_verify_reads_every_character_of_a_long_password(hasher: BcryptPasswordHasher) -> None:
    hashed = await hasher.hash("p" * 200 + "a")
    assert not await hasher.verify("p" * 200 + "b", hashed)


async def test_verify_unknown_account_runs_one_bcrypt_of_equal_cost(
    hasher: BcryptPasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs: list[bytes] = []

    def recorded(password: bytes, hashed: bytes) -> bool:
        costs.append(hashed[:7])
        return True

    monkeypatch.setattr(bcrypt, "checkpw", recorded)
    hashed = await hasher.hash("somebody")
    assert not await hasher.verify("anything", None)
    assert await hasher.verify("somebody", hashed)
    assert costs == [b"$2b$04$", b"$2b$04$"]


async def test_verify_unknown_account_is_wrong_whatever_the_password(hasher: BcryptPasswordHasher) -> None:
    assert not any([await hasher.verify(password, None) for password in ("", "anything", "nobody's password")])


async def test_more_waiting_than_the_queue_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_bcrypt_adapter, "_LONGEST_QUEUE", 3)
    busy = BcryptPasswordHasher(rounds=4)
    answers = await asyncio.gather(*(busy.hash("password") for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(answer, PasswordHashingBusyError) for answer in answers) == 5
    assert await busy.verify("password", await busy.hash("password"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a priority of its own")
async def test_passwords_are_hashed_after_all_else(
    hasher: BcryptPasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    seen: list[int] = []

    def checkpw(*_: bytes) -> bool:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return True

    monkeypatch.setattr(bcrypt, "checkpw", checkpw)
    assert await hasher.verify("correct horse", "$2b$04$" + "." * 53)
    assert seen == [min(own + 10, 19)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
