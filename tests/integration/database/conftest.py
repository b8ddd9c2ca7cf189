"""What the tests of the embedded PostgreSQL share."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that every account may enter, unlike tmp_path; whatever runs below it is stopped in the end."""
    path = Path(tempfile.mkdtemp(prefix="watchkeeper-test-")).resolve()
    path.chmod(0o755)
    yield path
    for state in path.rglob("state"):
        EmbeddedPostgres(state).stop()
    shutil.rmtree(path)


@pytest.fixture
def state(home: Path) -> Path:
    return home / "state"


@pytest.fixture
def server(state: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(state, durable=False)
