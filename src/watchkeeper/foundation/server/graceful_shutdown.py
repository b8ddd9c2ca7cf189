"""SIGTERM: first the load balancer is told, then the server stops."""

import asyncio
import signal
import threading
from types import FrameType

from uvicorn.supervisors import Multiprocess

from watchkeeper.foundation.core.lifecycle import Lifecycle


def drain_before_exit(lifecycle: Lifecycle, seconds: float) -> None:
    """Make SIGTERM turn this process to draining, and hand it on, `seconds` later, to whoever handles it now.

    A second SIGTERM is handed on at once. To be called by the running event loop, after uvicorn has taken the signal;
    a server in another thread than the main one gets no signals.
    """
    next_handler = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(next_handler):
        return
    loop = asyncio.get_running_loop()

    def on_signal(number: int, frame: FrameType | None) -> None:
        must_drain = seconds > 0 and not lifecycle.is_draining
        lifecycle.drain()
        if must_drain:
            loop.call_soon_threadsafe(loop.call_later, seconds, next_handler, number, frame)
        else:
            next_handler(number, frame)

    signal.signal(signal.SIGTERM, on_signal)


class Supervisor(Multiprocess):
    """uvicorn's parent of several workers, which lets go of the port together with them.

    As long as any process holds it, the kernel takes connections that nobody will answer any more. It also lets go of
    the workers' ends of the pipes to them: a worker that dies while it is asked for its word is then missed at once,
    instead of when the time for an answer is over.
    """

    def keep_subprocess_alive(self) -> None:
        for process in self.processes:
            process.child_conn.close()
        super().keep_subprocess_alive()

    def terminate_all(self) -> None:
        super().terminate_all()
        for listener in self.sockets:
            listener.close()
