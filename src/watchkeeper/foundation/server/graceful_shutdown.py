"""Graceful shutdown on SIGTERM: the process drains until load balancers have noticed, then the server stops."""

import asyncio
import signal
import threading
from types import FrameType

from uvicorn.supervisors import Multiprocess

from watchkeeper.foundation.core.lifecycle import Lifecycle


def drain_before_exit(lifecycle: Lifecycle, seconds: float) -> None:
    """Make SIGTERM start draining, and call the present handler of the signal `seconds` later.

    A second SIGTERM calls it at once. Call this in the running event loop, after uvicorn has installed its handler.
    Outside the main thread it does nothing, as signals arrive only there.
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
    """uvicorn's parent process of several workers, which also closes the listening socket when it stops them.

    While any process has the socket open, the kernel accepts connections that no worker serves. The parent also closes
    the workers' ends of the health-check pipes, so that it notices the death of a worker during a check at once and not
    at the timeout.
    """

    def keep_subprocess_alive(self) -> None:
        for process in self.processes:
            process.child_conn.close()
        super().keep_subprocess_alive()

    def terminate_all(self) -> None:
        super().terminate_all()
        for listener in self.sockets:
            listener.close()
