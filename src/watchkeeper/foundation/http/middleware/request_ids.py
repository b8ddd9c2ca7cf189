"""Request ids: the caller's where it is fit to be written into logs and headers, else a new one."""

import random
import re

# It tells requests apart and keeps no secret. Not the module's own, which anybody may seed.
_rng = random.Random()  # noqa: S311
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(requested: str | None) -> str:
    """Return the id of a request: its `X-Request-ID` of 1 to 128 safe characters, else 32 random hexadecimal digits."""
    return requested if requested is not None and _VALID_ID.fullmatch(requested) else _new_id()


def _new_id() -> str:
    return f"{_rng.getrandbits(128):032x}"
