import asyncpg
import pytest

from watchkeeper.foundation.core.tracebacks import traceback_without_values


def failing(secret: str) -> None:
    raise ValueError(secret)


def test_stack_names_place_and_class_and_neither_message_nor_local_variables() -> None:
    with pytest.raises(ValueError, match="marked") as caught:
        failing("marked")
    told = traceback_without_values(caught.value)
    assert told.startswith("Traceback (most recent call last):\n")
    assert "in failing\n    raise ValueError(secret)" in told
    assert told.endswith("\nValueError")
    assert "marked" not in told.replace('failing("marked")', "")


def test_what_led_to_it_comes_first() -> None:
    def wrap() -> None:
        try:
            failing("marked")
        except ValueError as failure:
            raise RuntimeError("marked") from failure

    with pytest.raises(RuntimeError) as caught:
        wrap()
    told = traceback_without_values(caught.value)
    assert told.index("\nValueError\n") < told.index("\nRuntimeError")


def test_mistake_in_the_code_is_told_in_python_s_words() -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(object(), "missing")  # noqa: B009 - mypy knows that it is not there
    assert traceback_without_values(caught.value).endswith("AttributeError: 'object' object has no attribute 'missing'")


def test_refusal_of_the_database_is_told_by_its_code() -> None:
    refusal = asyncpg.UniqueViolationError("marked")
    assert traceback_without_values(refusal).endswith(".UniqueViolationError: SQLSTATE 23505")


def test_group_names_its_members() -> None:
    group = ExceptionGroup("marked", [ValueError("marked"), OSError("marked")])
    assert traceback_without_values(group).endswith("\nExceptionGroup: ValueError, OSError")


def test_exceptions_that_led_to_each_other_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert traceback_without_values(first).count("Traceback") == 2
