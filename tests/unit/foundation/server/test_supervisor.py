"""A worker that dies just when it is asked for its word is missed at once."""

import socket
from multiprocessing.connection import Connection
from typing import Any

import pytest
import uvicorn
from uvicorn._subprocess import spawn
from uvicorn.supervisors import Multiprocess, multiprocess

from watchkeeper.foundation.server.graceful_shutdown import Supervisor

TIMEOUT_SECONDS = 3600.0
"""Longer than a test may take: who waits for so long fails."""


def die(connection: Connection, heard: Any) -> None:
    connection.recv()
    heard.set()


def test_death_in_the_middle_of_a_question_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        supervisor = Supervisor(uvicorn.Config("nobody:application"), sockets=[listener])
    worker = multiprocess.Process(supervisor.config, [])
    heard = spawn.Event()
    worker.process = spawn.Process(target=die, args=(worker.child_conn, heard))
    worker.start()
    supervisor.processes = [worker]
    answers: list[bool] = []
    monkeypatch.setattr(
        Multiprocess, "keep_subprocess_alive", lambda self: answers.append(self.processes[0].ping(TIMEOUT_SECONDS))
    )

    supervisor.keep_subprocess_alive()

    assert heard.is_set()
    assert answers == [False]
    worker.join()
