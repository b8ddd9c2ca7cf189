from dataclasses import dataclass


@dataclass(slots=True)
class LimitCounters:
    """What limits did in this process since it began, for metrics; plain numbers that only grow.

    `granted` and `refused` count uses of single rates: a request may use several. `uncounted` ones were let pass
    because the shared store did not answer, `counted_alone` ones were counted by this process instead, and
    `store_failures` is how often the store was asked in vain.
    """

    granted: int = 0
    refused: int = 0
    uncounted: int = 0
    counted_alone: int = 0
    store_failures: int = 0
