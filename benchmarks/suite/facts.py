"""What must be known of a run to read its figures."""

import os
import platform
import sysconfig
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.suite.dataset import Size
from benchmarks.suite.options import Options

_PACKAGES = ("fastapi", "starlette", "uvicorn", "uvloop", "asyncpg", "sqlalchemy", "pydantic", "orjson", "django")


async def facts_of(connection: Any, options: Options, generator: str) -> Mapping[str, str]:  # noqa: ANN401
    size = Size.of(options.scale)
    server = await connection.fetchval("SHOW server_version")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, {_build()}",
        "packages": ", ".join(filter(None, map(_named_version, _PACKAGES))),
        "PostgreSQL": f"{server}, shared_buffers {await connection.fetchval('SHOW shared_buffers')}",
        "data": f"scale {options.scale:g}: {size.people:,} accounts, {size.titles:,} titles, "
        f"{size.people * size.entries + size.deep_entries:,} watch entries, {size.people * size.ratings:,} ratings",
        "load": f"{generator}, {options.connections} connections, {options.rounds} rounds of {options.seconds:g} s",
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, "
        f"load average {os.getloadavg()[0]:.1f} at the end",
    }


def _named_version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # a peer's, where the peers are not measured
        return ""


def _build() -> str:
    flags = sysconfig.get_config_var("CONFIG_ARGS") or ""
    return "built with PGO" if "--enable-optimizations" in flags else "built without PGO"
