"""`make chaos`: everything that may fall down falls down under load, and nothing that was acknowledged may be missing.

Uses an embedded PostgreSQL of its own, or the database named by CHAOS_DATABASE_URL, once with one process and
once with two. Redis takes part where `redis-server` is installed. Ends with 1 on a lost or doubled write, an answer
500, an answer that took too long, or a service that did not recover by itself.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.stage import Stage

Fault = tuple[str, Callable[[], None]]


def faults_of(stage: Stage, *, workers: int) -> list[Fault]:
    """Return what is done, in this order."""
    faults: list[Fault] = [
        ("kill -9 of PostgreSQL", stage.kill_database),
        ("PostgreSQL frozen for 4 s", lambda: stage.freeze_database(4)),
        ("tables locked for 5 s", lambda: stage.lock_tables(5)),
    ]
    if workers > 1:
        faults.append(("kill -9 of a worker", stage.kill_worker))
    if stage.has_redis:
        faults += [("kill -9 of Redis", stage.kill_redis), ("Redis frozen for 3 s", lambda: stage.freeze_redis(3))]
    return [*faults, ("SIGTERM and start again", stage.restart_service), ("kill -9 of PostgreSQL", stage.kill_database)]


def play(folder: Path, *, workers: int, dsn: str | None) -> None:
    """Do everything to a service of so many workers. Fails with AssertionError."""
    stage = Stage(folder, workers=workers, dsn=dsn)
    try:
        stage.open()
        for name, fault in faults_of(stage, workers=workers):
            started_at = time.monotonic()
            fault()
            stage.require_progress(f"after {name}")
            print(f"  {name}: everybody writes again after {time.monotonic() - started_at:.1f} s", flush=True)
        print(f"  {stage.reckon()}", flush=True)
    finally:
        stage.close()


def main() -> int:
    """Return the exit code."""
    dsn = os.environ.get("CHAOS_DATABASE_URL")
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-chaos-")).resolve()
    folder.chmod(0o755)
    try:
        for workers in (1, 2):
            print(f"{workers} process(es)", flush=True)
            (folder / str(workers)).mkdir(mode=0o755)
            play(folder / str(workers), workers=workers, dsn=dsn)
    except AssertionError as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        print(f"What the service said is in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
