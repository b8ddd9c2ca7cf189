"""Stack traces that can be logged: where and what, without local variables and without what a message may hold."""

import traceback

_DEEPEST = 40
_ABOUT_CODE = (AttributeError, ImportError, ModuleNotFoundError, NameError, TypeError, UnboundLocalError)
"""Python's own words for a mistake in the code: they name code, and no values."""


def traceback_without_values(error: BaseException) -> str:
    """Return the stack of an exception and of those it followed, the first one first."""
    return "\n".join(_told(one) for one in reversed(_chain(error)))


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        followed = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or followed
    return chain


def _told(error: BaseException) -> str:
    stack = "".join(traceback.format_tb(error.__traceback__, limit=-_DEEPEST))
    return f"Traceback (most recent call last):\n{stack}{_named(error)}"


def _named(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, BaseExceptionGroup):
        return f"{name}: {', '.join(map(_named, error.exceptions))}"
    if kind in _ABOUT_CODE:
        return f"{name}: {error}"
    sqlstate = getattr(error, "sqlstate", None)  # of asyncpg; its message quotes the row
    return f"{name}: SQLSTATE {sqlstate}" if isinstance(sqlstate, str) else name
