"""The HTTP endpoint that Prometheus scrapes, on a separate port and in a separate thread."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

WORKERS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that tells prometheus-client in a worker the folder of its metric files."""


class WorkersCollector(Collector):
    """Adds up the metric files of the workers. The counters of a dead worker stay, its gauges disappear."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = MultiProcessCollector(None, str(folder))  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Metric]:
        for file in self._folder.glob("gauge_live*_*.db"):
            pid = int(file.stem.rpartition("_")[2])
            if not _is_alive(pid):
                mark_process_dead(pid, str(self._folder))  # type: ignore[no-untyped-call]
        metrics: Iterable[Metric] = self._files.collect()  # type: ignore[no-untyped-call]
        return metrics


def registry_of_workers(folder: Path) -> CollectorRegistry:
    """Return a registry of all processes that write into `folder`."""
    registry = CollectorRegistry()
    registry.register(WorkersCollector(folder))
    return registry


@contextmanager
def exposed(registry: CollectorRegistry, host: str, port: int) -> Iterator[int]:
    """Serve the registry during the block; yields the port. Raises OSError if the port is in use."""
    server, thread = start_http_server(port, host, registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
