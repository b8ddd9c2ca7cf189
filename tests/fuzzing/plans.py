"""How much is tried: the same and little in `make test`, as much as one likes and anew each time in `make fuzz`.

FUZZ_EXAMPLES is how many examples each operation gets and asks for all phases as every role; FUZZ_SEED repeats a run.
"""

import os
import secrets

from tests.fuzzing.callers import ROLES
from tests.fuzzing.campaign import PHASES, Plan

TAGS = (
    ("titles",),
    ("episodes", "calendar"),
    ("genres", "platforms"),
    ("watchlist", "ratings", "changes", "marks", "tags"),
    ("plays",),
    ("reviews", "undo", "audit", "operations", "exports"),
    ("lists", "imports"),
    ("integrations", "webhooks"),
    ("discovery",),
    ("favorites",),
    ("auth",),
    ("users",),
)
"""The parts in which the boundaries of every parameter are tried: about equally long."""

SEED = "FUZZ_SEED"
_EXAMPLES = "FUZZ_EXAMPLES"
_FEW = 2
_FIXED_SEED = 20_260_131


def is_long() -> bool:
    return _EXAMPLES in os.environ


def chosen_seed() -> int:
    """Return the seed of this run: the given one; a new one for a long run; else always the same."""
    given = os.environ.get(SEED)
    if given is not None:
        return int(given)
    return secrets.randbits(32) if is_long() else _FIXED_SEED


def random_plan(seed: int) -> Plan:
    """Return the plan of examples, random requests and sequences of them, for all operations."""
    phases = tuple(phase for phase in PHASES if phase != "coverage")
    return Plan(phases, int(os.environ.get(_EXAMPLES, _FEW)), seed, is_random=is_long())


def boundary_plan(tags: tuple[str, ...], seed: int) -> Plan:
    """Return the plan of the boundaries of every parameter and member, for operations with one of these tags."""
    return Plan(("coverage",), 1, seed, is_random=is_long(), tags=tags)


BOUNDARY_ROLES = ROLES if is_long() else ("admin",)
"""Who tries boundaries: in `make test` admins alone, whom no operation turns away before it reads the request."""
