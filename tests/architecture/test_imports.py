"""The layers hold, and nobody leaves traces of debugging."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import SOURCE, Source, project_files, sources
from watchkeeper.configs.settings import PROJECT_ROOT

_DEBUGGERS = {"pdb", "ipdb", "pudb", "icecream", "pprint", "devtools"}
_OPEN_TRANSACTIONS = (
    "foundation/postgres/database.py",  # where transactions are made
    "foundation/postgres/unit_of_work.py",
    "foundation/idempotency/idempotency.py",  # stores a response beside its effect
)
_TRANSACTIONS = {"commit", "begin", "begin_nested", "rollback", "transaction"}


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    outcome = subprocess.run(
        [program, "--no-cache"], cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout


def test_http_exceptions_are_named_in_problems_alone() -> None:
    naming = {source.name for source in sources() if "HTTPException" in source.names()}
    assert naming == {"foundation/http/problems.py"}


@pytest.mark.parametrize("source", sources("controllers", "repositories", "models", "foundation"), ids=str)
def test_transactions_are_opened_by_logics_alone(source: Source) -> None:
    if source.name in _OPEN_TRANSACTIONS:
        return
    called = {call.func.attr for call in source.every(ast.Call) if isinstance(call.func, ast.Attribute)}
    assert not called & _TRANSACTIONS


@pytest.mark.parametrize("source", sources(), ids=str)
def test_nothing_is_left_over_from_debugging(source: Source) -> None:
    called = {call.func.id for call in source.every(ast.Call) if isinstance(call.func, ast.Name)}
    assert not called & {"print", "breakpoint", "pprint"}
    assert not source.imported() & _DEBUGGERS


@pytest.mark.parametrize("source", sources("controllers"), ids=str)
def test_controllers_of_operations_decide_nothing(source: Source) -> None:
    if not source.name.endswith("_controller.py"):
        return
    for function in source.every(ast.AsyncFunctionDef):
        forbidden = [node for node in ast.walk(function) if isinstance(node, ast.If | ast.Try | ast.For | ast.While)]
        assert not forbidden, f"{function.name} line {forbidden[0].lineno}"


@pytest.mark.parametrize("source", sources("logics"), ids=str)
def test_logics_never_wait_for_several_things_at_once(source: Source) -> None:
    called = {call.func.attr for call in source.every(ast.Call) if isinstance(call.func, ast.Attribute)}
    assert not called & {"gather", "create_task", "TaskGroup"}


# Home folders of somebody's machine, and hosts of package registries; in pieces, so that this file names none itself.
_PRIVATE = re.compile(r"/(?:home|Users|root)/[\w.-]+|pypi\.org|pythonhosted\.org|npmjs\.org")


@pytest.mark.parametrize("file", project_files(), ids=lambda file: str(file.relative_to(PROJECT_ROOT)))
def test_project_names_no_machine_and_no_private_place(file: Path) -> None:
    content = file.read_text("utf-8", errors="replace")
    assert _PRIVATE.findall(content) == []
