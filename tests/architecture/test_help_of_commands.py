"""`manage.py <command> --help` loads no service: what a command module imports at once leads to no container."""

import ast
from collections.abc import Iterator

from tests.support.sources import Source, sources
from watchkeeper.commands.main import _COMMANDS

HEAVY = {"configs/container.py", "configs/application.py", "foundation/http/__init__.py"}


def imported_at_once(source: Source) -> Iterator[str]:
    """Yield the modules of the service that are imported with a file: neither in functions nor for types alone."""
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("watchkeeper."):
            path = (node.module or "").removeprefix("watchkeeper.").split(".")
            yield from ("/".join([*path[:depth], "__init__.py"]) for depth in range(1, len(path) + 1))
            yield "/".join(path) + ".py"
            yield from ("/".join([*path, alias.name]) + ".py" for alias in node.names)


def test_help_of_no_command_imports_the_service() -> None:
    files = {source.name: source for source in sources()}
    found = {}
    for name, target in _COMMANDS.items():
        reached, waiting = set[str](), [f"commands/{target.partition(':')[0]}.py"]
        while waiting:
            file = waiting.pop()
            if file in files and file not in reached:
                reached.add(file)
                waiting += imported_at_once(files[file])
        if reached & HEAVY:
            found[name] = sorted(reached & HEAVY)
    assert found == {}
