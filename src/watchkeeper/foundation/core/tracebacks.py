"""Stack traces that are safe to log: without local variables, and without messages that may contain user data."""

import traceback

_MAX_FRAMES = 40
_ABOUT_CODE = (AttributeError, ImportError, ModuleNotFoundError, NameError, TypeError, UnboundLocalError)
"""Built-in exceptions whose messages name code and contain no values."""


def traceback_without_values(error: BaseException) -> str:
    """Return the stack traces of an exception and of its causes and contexts, the earliest first."""
    return "\n".join(_formatted(one) for one in reversed(_chain(error)))


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        followed = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or followed
    return chain


def _formatted(error: BaseException) -> str:
    stack = "".join(traceback.format_tb(error.__traceback__, limit=-_MAX_FRAMES))
    return f"Traceback (most recent call last):\n{stack}{_described(error)}"


def _described(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, BaseExceptionGroup):
        return f"{name}: {', '.join(map(_described, error.exceptions))}"
    if kind in _ABOUT_CODE:
        return f"{name}: {error}"
    sqlstate = getattr(error, "sqlstate", None)  # asyncpg's; its messages quote values of the row
    return f"{name}: SQLSTATE {sqlstate}" if isinstance(sqlstate, str) else name
