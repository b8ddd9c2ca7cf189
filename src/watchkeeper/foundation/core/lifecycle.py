"""Whether this process takes traffic."""

from enum import StrEnum


class Stage(StrEnum):
    """The life of a process, in this order."""

    STARTING = "starting"
    SERVING = "serving"
    DRAINING = "draining"


class Lifecycle:
    """Where this process is in its life. Draining, it still answers, and asks everybody to go elsewhere."""

    def __init__(self) -> None:
        self.stage = Stage.STARTING

    def serve(self) -> None:
        """Take traffic from now on, unless the process has been told to stop meanwhile."""
        if self.stage is Stage.STARTING:
            self.stage = Stage.SERVING

    def drain(self) -> None:
        """Take no new traffic from now on."""
        self.stage = Stage.DRAINING

    @property
    def is_draining(self) -> bool:
        return self.stage is Stage.DRAINING
