"""Serving the metrics on a separate port."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

from watchkeeper.commands.runtime import fail
from watchkeeper.configs.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


@contextmanager
def published_metrics(settings: Settings, application: FastAPI | str) -> Iterator[None]:
    """Serve the metrics during the block, if METRICS__PORT is set."""
    host, port = settings.metrics.host, settings.metrics.port
    if port is None:
        yield
        return
    if port == settings.port:  # not listened on yet, so that binding it twice would succeed
        fail(f"METRICS__PORT is {port} like PORT, but metrics must not be public. Choose another one.")
    from watchkeeper.foundation.observability.metrics_exposition import exposed

    with ExitStack() as stack:
        registry = _registry_of(application, stack)
        try:
            stack.enter_context(exposed(registry, host, port))
        except OSError as failure:
            fail(f"{host}:{port} can't be used for metrics ({failure.strerror}). Choose another METRICS__PORT.")
        yield


def _registry_of(application: FastAPI | str, stack: ExitStack) -> "CollectorRegistry":
    """Return the registry of this process, or the one of its workers if `application` is the name of a factory.

    The workers write to a folder that is created at each start.
    """
    if isinstance(application, FastAPI):
        registry: CollectorRegistry = application.state.container.metrics().registry
        return registry
    from watchkeeper.foundation.observability.metrics_exposition import (
        WORKERS_FOLDER,
        registry_of_workers,
    )

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="watchkeeper-metrics-", ignore_cleanup_errors=True))
    os.environ[WORKERS_FOLDER] = folder
    return registry_of_workers(Path(folder))
