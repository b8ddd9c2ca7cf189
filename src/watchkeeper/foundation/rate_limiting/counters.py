from dataclasses import dataclass


@dataclass(slots=True)
class RateLimitCounters:
    """What limits did in this process since it began, for metrics; plain numbers that only grow.

    `allowed` and `rejected` count uses of single rates: a request may use several. `uncounted` ones were let pass
    because the shared store did not answer, `counted_locally` ones were counted by this process instead, and
    `store_failures` is how often the store was asked in vain.
    """

    allowed: int = 0
    rejected: int = 0
    uncounted: int = 0
    counted_locally: int = 0
    store_failures: int = 0
