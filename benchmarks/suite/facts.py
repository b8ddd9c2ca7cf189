"""What must be known about a run to read its figures."""

import os
import platform
import sysconfig
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.suite.dataset import Size
from benchmarks.suite.options import Options

ADVICE = (
    "Use a Python built with PGO (`--enable-optimizations`, as those of Debian, Fedora, python.org and uv are; pyenv"
    " builds without unless told): measured elsewhere, it takes 6 to 13 % less CPU for the same requests."
)
_PACKAGES = ("fastapi", "starlette", "uvicorn", "uvloop", "asyncpg", "sqlalchemy", "pydantic", "orjson", "django")


async def facts_of(connection: Any, options: Options, generator: str) -> Mapping[str, str]:  # noqa: ANN401
    size = Size.of(options.scale)
    server = await connection.fetchval("SHOW server_version")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "Python": python(),
        "packages": ", ".join(filter(None, map(_named_version, _PACKAGES))),
        "PostgreSQL": f"{server}, shared_buffers {await connection.fetchval('SHOW shared_buffers')}",
        "data": f"scale {options.scale:g}: {size.people:,} accounts, {size.titles:,} titles, "
        f"{size.people * size.entries + size.deep_entries:,} watch entries, {size.people * size.ratings:,} ratings",
        "load": f"{generator}, {options.connections} connections, {options.rounds} rounds of {options.seconds:g} s",
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, "
        f"load average {os.getloadavg()[0]:.1f} at the start",
    }


def _named_version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # a peer's, where the peers are not measured
        return ""


def python(configured: str | None = None) -> str:
    """Return implementation, version, compiler and how the interpreter was built; `configured` replaces its options."""
    options = _options() if configured is None else configured
    pgo = "with" if "--enable-optimizations" in options else "without"
    lto = "with" if "--with-lto" in options else "without"
    name = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{name} ({platform.python_compiler()}), built {pgo} PGO and {lto} LTO"


def is_optimized() -> bool:
    """Return whether the interpreter was built with PGO."""
    return "--enable-optimizations" in _options()


def _options() -> str:
    """Return the options that CPython was configured with; empty where the interpreter does not tell."""
    return sysconfig.get_config_var("CONFIG_ARGS") or ""
