"""A worker that dies just when it is asked for its word is missed at once."""

import socket
import time
from multiprocessing.connection import Connection
from typing import Any

import pytest
import uvicorn
from uvicorn._subprocess import spawn
from uvicorn.supervisors import Multiprocess, multiprocess

from watchkeeper.foundation.server.graceful_shutdown import Supervisor

PATIENCE_SECONDS = 60.0


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
        Multiprocess, "keep_subprocess_alive", lambda self: answers.append(self.processes[0].ping(PATIENCE_SECONDS))
    )

    begun_at = time.monotonic()
    supervisor.keep_subprocess_alive()

    assert heard.is_set()
    assert answers == [False]
    assert time.monotonic() - begun_at < PATIENCE_SECONDS / 2
    worker.join()
