"""The lifecycle of this process: whether it takes traffic."""

from enum import StrEnum


class Stage(StrEnum):
    """The stages of a process, in this order."""

    STARTING = "starting"
    SERVING = "serving"
    DRAINING = "draining"


class Lifecycle:
    """The stage of this process. While draining it still handles requests, but closes their connections."""

    def __init__(self) -> None:
        self.stage = Stage.STARTING

    def serve(self) -> None:
        """Begin to take traffic, unless draining has already begun."""
        if self.stage is Stage.STARTING:
            self.stage = Stage.SERVING

    def drain(self) -> None:
        """Stop taking new traffic."""
        self.stage = Stage.DRAINING

    @property
    def is_draining(self) -> bool:
        return self.stage is Stage.DRAINING
