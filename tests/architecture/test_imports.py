"""The layers hold, and nobody leaves traces of debugging."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from tests.support.sources import SOURCE, project_files, sources
from watchkeeper.configs.settings import PROJECT_ROOT

_DEBUGGERS = {"pdb", "ipdb", "pudb", "icecream", "pprint", "devtools"}
_OPEN_TRANSACTIONS = (
    "foundation/postgres/database.py",  # where transactions are made
    "foundation/postgres/unit_of_work.py",
    "foundation/idempotency/idempotency.py",  # stores a response beside its effect
)
_TRANSACTIONS = {"commit", "begin", "begin_nested", "rollback", "transaction"}
_DECISIONS = (ast.If, ast.Try, ast.For, ast.While)


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


def test_transactions_are_opened_by_logics_alone() -> None:
    opening = {
        source.name: source.methods_called() & _TRANSACTIONS
        for source in sources("controllers", "repositories", "models", "foundation")
        if source.name not in _OPEN_TRANSACTIONS
    }
    assert _found(opening) == {}


def test_nothing_is_left_over_from_debugging() -> None:
    left = {
        source.name: source.functions_called() & {"print", "breakpoint", "pprint"} | source.imported() & _DEBUGGERS
        for source in sources()
    }
    assert _found(left) == {}


def test_controllers_of_operations_decide_nothing() -> None:
    deciding = {
        f"{source.name}, {function.name}": {node.lineno for node in ast.walk(function) if isinstance(node, _DECISIONS)}
        for source in sources("controllers")
        if source.name.endswith("_controller.py")
        for function in source.every(ast.AsyncFunctionDef)
    }
    assert _found(deciding) == {}


def test_logics_never_wait_for_several_things_at_once() -> None:
    waiting = {
        source.name: source.methods_called() & {"gather", "create_task", "TaskGroup"} for source in sources("logics")
    }
    assert _found(waiting) == {}


def _found(named: Mapping[str, Collection[object]]) -> dict[str, Collection[object]]:
    """Return the places in which something was found."""
    return {place: found for place, found in named.items() if found}


# Home folders of somebody's machine, and hosts of package registries; in pieces, so that this file names none itself.
_PRIVATE = re.compile(r"/(?:home|Users|root)/[\w.-]+|pypi\.org|pythonhosted\.org|npmjs\.org")


def test_project_names_no_machine_and_no_private_place() -> None:
    naming = {
        str(file.relative_to(PROJECT_ROOT)): _PRIVATE.findall(file.read_text("utf-8", errors="replace"))
        for file in project_files()
    }
    assert _found(naming) == {}
