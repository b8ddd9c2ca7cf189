"""One test that goes over many values: it makes its fixtures once, and names each value that fails."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., Any]


def for_each(name: str, values: Iterable[Any]) -> Callable[[Test], Test]:
    """Make of a test one that runs for every value of a parameter, as a subtest each.

    As `pytest.mark.parametrize`, at a tenth of its costs: what one value leaves in the tables is there for the next.
    """
    every = list(values)
    assert every, f"there is no {name} to run for"

    def decorate(test: Test) -> Test:
        async def run_asynchronously(subtests: pytest.Subtests, **fixtures: Any) -> None:
            for value in every:
                with subtests.test(f"{name} {value}"):
                    await test(**{name: value}, **fixtures, **own(subtests))

        def run(subtests: pytest.Subtests, **fixtures: Any) -> None:
            for value in every:
                with subtests.test(f"{name} {value}"):
                    test(**{name: value}, **fixtures, **own(subtests))

        def own(subtests: pytest.Subtests) -> dict[str, pytest.Subtests]:
            return {"subtests": subtests} if "subtests" in signature.parameters else {}

        signature = inspect.signature(test)
        fixtures = [one for one in signature.parameters if one not in (name, "subtests")]
        parameters = [inspect.Parameter(one, inspect.Parameter.KEYWORD_ONLY) for one in (*fixtures, "subtests")]
        repeated: Test = run_asynchronously if inspect.iscoroutinefunction(test) else run
        repeated.__doc__ = test.__doc__
        repeated.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # pytest reads it
        return repeated

    return decorate
