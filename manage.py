#!/usr/bin/env python3
"""The only entry: run | migrate | create-admin | load-catalogue | openapi | postman | doctor … (`manage.py --help`).

Any python3 can start it: where the packages are missing, it starts again in this folder's `.venv`.
"""

import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "src"))
# What is loaded stays: with the default of 700, collections are an eighth of the time that loading takes.
gc.set_threshold(50_000)


def require_packages() -> None:
    """Go on in `.venv` unless this interpreter has the packages. Ends with a sentence where there is no `.venv`."""
    if sys.version_info >= (3, 11) and all(find_spec(name) for name in ("typer", "fastapi", "asyncpg", "alembic")):
        return
    environment = ROOT / ".venv"
    python = environment / "bin" / "python"
    if Path(sys.prefix) == environment or not python.exists():
        sys.exit("✗ The packages are not installed: `make run` installs them into .venv and starts the service.")
    os.execv(python, [str(python), *sys.argv])  # noqa: S606 - our own interpreter, and no shell is needed


if __name__ == "__main__":
    require_packages()

    from watchkeeper.commands.main import app

    app()
