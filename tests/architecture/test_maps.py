"""Packages of many modules have a map in their docstring, and no map names what is not there."""

import ast
import re

from tests.support.sources import SOURCE

MANY = 12
PACKAGES = {
    init.parent: ast.get_docstring(ast.parse(init.read_text("utf-8"))) or ""
    for init in sorted((SOURCE / "watchkeeper").rglob("__init__.py"))
}
NAMED = re.compile(r"`(\w+)`")


def test_packages_of_many_modules_have_a_map() -> None:
    large = [folder for folder in PACKAGES if len(list(folder.glob("[!_]*.py"))) > MANY]
    assert [str(folder.relative_to(SOURCE)) for folder in large if not PACKAGES[folder]] == []


def test_modules_that_a_map_of_adapters_logics_or_settings_names_are_there() -> None:
    stale = {
        str(folder.relative_to(SOURCE)): missing
        for folder, text in PACKAGES.items()
        if (missing := [name for name in NAMED.findall(text) if "_" in name and not list(folder.rglob(f"{name}*"))])
    }
    assert stale == {}
