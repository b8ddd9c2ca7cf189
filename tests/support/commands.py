"""Commands of manage.py, run in the process of the test: to load the application anew takes seconds each time."""

import os
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
import structlog
from typer.testing import CliRunner, Result

from watchkeeper.commands.main import app


class Manage:
    """Runs commands in a folder, with these environment variables beside PATH and HOME, and no others."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str]) -> None:
        monkeypatch.chdir(folder)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._environment = kept | {"WATCHKEEPER_DATA_DIR": str(folder), "AUTH__BCRYPT_ROUNDS": "4"} | dict(variables)

    def __call__(self, *arguments: str, typed: str | None = None, **variables: str) -> Result:
        """Return how the command ended. What it raises, which people would see as a traceback, is raised here."""
        logging = structlog.get_config()
        with patch.dict(os.environ, self._environment | variables, clear=True):
            result = CliRunner().invoke(app, list(arguments), input=typed)
        structlog.configure(**logging)  # as it was for other tests: `run` sets it for its process
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result
