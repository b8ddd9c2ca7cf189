"""Request ids: the caller's where it is fit to be written into logs and headers, else a new one."""

import random
import re

# It tells requests apart and keeps no secret. Not the module's own, which anybody may seed.
_chance = random.Random()  # noqa: S311
_FIT = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(wanted: str | None) -> str:
    """Return the id of a request: its `X-Request-ID` of 1 to 128 safe characters, else 32 random hexadecimal digits."""
    return wanted if wanted is not None and _FIT.fullmatch(wanted) else _new_id()


def _new_id() -> str:
    return f"{_chance.getrandbits(128):032x}"
