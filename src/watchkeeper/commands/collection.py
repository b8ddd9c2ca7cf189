"""How Python's cyclic garbage collector works in a process that answers requests."""

import gc

_ALLOCATIONS = 10_000


def collect_seldom() -> None:
    """Keep what the application is made of out of collections, and collect after more allocations than by default.

    The rows of one list alone set a collection off by default, and each one of all generations walks through every
    route, statement and schema: that was a twentieth of the processor time. To be called when the application is made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
