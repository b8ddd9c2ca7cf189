"""How Python's cyclic garbage collector works in a process that answers requests."""

import gc

_ALLOCATIONS = 10_000


def tune_garbage_collector() -> None:
    """Keep what the application is made of out of collections, and collect after more allocations than by default.

    By default every 700 objects that are more than before set a collection off, and one of all generations walks
    through every route, statement and schema. Collections were 4 % of the processor time of a list. To be called when
    the application is made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
