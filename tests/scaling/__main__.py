"""`make scale-test`: the service past one machine, with everything real, under load.

Two instances of two workers behind HAProxy, PgBouncer in transaction mode before PostgreSQL and its streaming replica,
and Redis. People write, read what they wrote on every instance while the replica is late, on time or gone, sign out,
and guess passwords. Ends with 1 when anybody saw less than they were told of, an acknowledged write is missing, or an
answer was 500; with 0 and a loud word where a program is not installed.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest

from tests.scaling.fleet import Fleet, until_replayed
from tests.scaling.people import Doubter, Reader
from tests.support.accounts import PASSWORD
from tests.support.ledger import Writer

_WRITERS = 3
_DOUBTERS = 3
_READERS = 2
_PHASE_SECONDS = 12.0
_DELAY_SECONDS = 2.0
_WRONG_PASSWORDS = 10
"""A minute, of one name from one address: the default of `LIMITS__LOGIN_ACCOUNT`."""


class Play:
    """What happens to a fleet, one act after the other. Fails with AssertionError."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._writers = [Writer(fleet.proxy, self._sign_up(f"writer-{n}"), f"writer-{n}") for n in range(_WRITERS)]
        self._doubters = [
            Doubter(fleet.addresses, self._sign_up(f"doubter-{n}"), f"doubter-{n}") for n in range(_DOUBTERS)
        ]
        self._readers = [Reader(fleet.proxy, self._sign_up(f"reader-{n}"), f"reader-{n}") for n in range(_READERS)]

    def load(self) -> None:
        """Let people write and look, while the replica is on time, late, dead and back."""
        for person in self._everybody():
            person.start()
        self._phase("replica on time", "answered")
        self._fleet.delay_replica(_DELAY_SECONDS)
        self._phase(f"replica {_DELAY_SECONDS:.0f} s late", "answered", "behind")
        self._fleet.replica.kill()
        self._phase("replica killed", "away")
        self._fleet.replica.start()
        self._fleet.delay_replica(0)
        until_replayed(self._fleet.primary, self._fleet.replica)
        self._phase("replica back", "answered")

    def reckon(self) -> None:
        """Compare what was acknowledged with what is there, and what was looked for with what was seen."""
        for person in self._everybody():
            person.end()
        lost = [line for writer in self._writers for line in [*writer.ledger.faults, *writer.differences()]]
        unseen = [fault for doubter in self._doubters for fault in doubter.faults]
        unseen += [fault for reader in self._readers for fault in reader.faults]
        assert not lost + unseen, "\n".join(lost + unseen)
        assert not self._fleet.said(), self._fleet.said()
        entries = sum(len(writer.ledger.entries) for writer in self._writers)
        ratings = sum(len(writer.ledger.ratings) for writer in self._writers)
        refused = sum(writer.ledger.refused for writer in self._writers)
        checks = sum(doubter.checks for doubter in self._doubters)
        print(
            f"  {entries} entries and {ratings} ratings acknowledged, all there once; {refused} answers were 503 or 429"
        )
        print(f"  {checks} looks for one's own writes, on every instance: all of them seen", flush=True)

    def guess_passwords(self) -> None:
        """Try wrong passwords in turn at each instance: they are counted together."""
        self._sign_up("guessed")
        statuses = []
        for number in range(2 * _WRONG_PASSWORDS):
            address = self._fleet.addresses[1 + number % len(self._fleet.instances)]
            body = {"username": "guessed", "password": f"wrong-{number}-wrong"}
            statuses.append(httpx.post(f"{address}/api/v1/auth/login", json=body, timeout=30).status_code)
        assert statuses == [401] * _WRONG_PASSWORDS + [429] * _WRONG_PASSWORDS, statuses
        print(f"  {_WRONG_PASSWORDS} wrong passwords over all instances together, then 429 on each", flush=True)

    def revoke(self) -> None:
        """Sign a device out at one instance: no process of any instance answers it again."""
        for instance in self._fleet.instances:
            lost, kept = self._sign_up(name := f"leaver-{instance.port}"), self._sign_in(name)
            seen = [self._answers_to(lost)]
            instance.http.delete("/api/v1/auth/sessions", headers={"Authorization": kept}).raise_for_status()
            seen += [self._answers_to(lost), self._answers_to(kept)]
            assert seen == [{200}, {401}, {200}], seen
        print("  a session that was ended at one instance is refused by all at the very next request", flush=True)

    def _answers_to(self, authorization: str) -> set[int]:
        headers = {"Authorization": authorization}
        asked = self._fleet.addresses * 8  # connections are dealt out among the workers by chance
        return {httpx.get(f"{one}/api/v1/auth/me", headers=headers, timeout=30).status_code for one in asked}

    def _everybody(self) -> list[Writer | Doubter | Reader]:
        return [*self._writers, *self._doubters, *self._readers]

    def _phase(self, name: str, *expected: str) -> None:
        before, started_at = self._fleet.replica_reads(), time.monotonic()
        written = self._acknowledged()
        time.sleep(_PHASE_SECONDS)
        after, seconds = self._fleet.replica_reads(), time.monotonic() - started_at
        counts = {outcome: after[outcome] - before[outcome] for outcome in after}
        shown = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        done = self._acknowledged() - written
        print(f"  {name}: {done} writes in {seconds:.0f} s; reads for the replica: {shown}", flush=True)
        assert done > 0, f"{name}: nobody could write"
        assert all(counts[outcome] > 0 for outcome in expected), f"{name}: {counts}"

    def _acknowledged(self) -> int:
        return sum(len(writer.ledger.entries) + len(writer.ledger.ratings) for writer in self._writers)

    def _sign_up(self, name: str) -> str:
        account = {"email": f"{name}@example.com", "username": name, "password": PASSWORD}
        httpx.post(f"{self._fleet.proxy}/api/v1/auth/register", json=account, timeout=30).raise_for_status()
        return self._sign_in(name)

    def _sign_in(self, name: str) -> str:
        body = {"username": name, "password": PASSWORD}
        answer = httpx.post(f"{self._fleet.proxy}/api/v1/auth/login", json=body, timeout=30)
        return f"Bearer {answer.raise_for_status().json()['access_token']}"


def main() -> int:
    """Return the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-scaling-")).resolve()
    folder.chmod(0o755)
    fleet = Fleet(folder)
    try:
        fleet.open()
        print("two instances of two workers, HAProxy, PgBouncer, a streaming replica, Redis", flush=True)
        play = Play(fleet)
        play.guess_passwords()
        play.revoke()
        play.load()
        play.reckon()
    except pytest.skip.Exception as missing:
        print(f"SKIPPED, nothing was tried: {missing}", file=sys.stderr)
    except AssertionError as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        print(f"What the services said is in {folder}", file=sys.stderr)
        return 1
    finally:
        fleet.close()
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
