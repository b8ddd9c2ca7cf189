"""Programs of the machine: run with a bound on their time, ended with everything that they started."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LAST_CHARACTERS = 3000


class CommandError(Exception):
    """A program failed or took too long; the message says which and ends with what it printed last."""


class UnavailableError(Exception):
    """What the test needs is not on this machine and can't be put there; the message says what."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program that ended left behind."""

    code: int
    output: str
    errors: str


def run(
    command: Sequence[str], *, seconds: float, environment: Mapping[str, str] | None = None, check: bool = True
) -> Finished:
    """Run a program in a session of its own. Raises CommandError when it fails, unless `check` is false."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
        env=None if environment is None else {**os.environ, **environment},
    )
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise CommandError(f"{_shown(command)} did not end within {seconds:.0f} s") from None
    finally:
        end(process)
    if check and process.returncode != 0:
        printed = (output + errors)[-_LAST_CHARACTERS:]
        raise CommandError(f"{_shown(command)} ended with {process.returncode}:\n{printed}")
    return Finished(process.returncode, output, errors)


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process that still runs, with its session."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _shown(command: Sequence[str]) -> str:
    return " ".join(word for word in command if not word.startswith("--env="))
