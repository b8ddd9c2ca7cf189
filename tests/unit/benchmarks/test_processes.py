"""Where what is measured runs: on a processor of its own, wherever whoever started it keeps itself."""

import os
import subprocess
import sys

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT

_PINNED = """
import os, psutil
from benchmarks.suite.processes import OTHER_PROCESSOR, SERVER_PROCESSOR, on_processor, pinned
pinned(psutil.Process(os.getpid()), OTHER_PROCESSOR)
print(*on_processor(SERVER_PROCESSOR))
"""


@pytest.mark.skipif(not {0, 1} <= os.sched_getaffinity(0), reason="there is one processor for everything")
def test_servers_have_a_processor_of_their_own_although_the_generator_keeps_to_another() -> None:
    command = [sys.executable, "-c", _PINNED]
    said = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True).stdout

    assert said.split() == ["taskset", "-c", "0"]
