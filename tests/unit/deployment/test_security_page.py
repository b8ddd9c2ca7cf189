"""docs/security.md promises only what a test holds it to."""

import ast
import re

import pytest

from tests.support.each import for_each
from watchkeeper.configs.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "security.md").read_text("utf-8")
TEST = re.compile(r"`((?:api|unit|integration)/[\w/]+\.py)(?:::(\w+))?`")
REQUIREMENTS = {
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 3, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
}  # fmt: skip
"""Sections of ASVS 5.0.0 and how many requirements of each are of level 1 or 2, those of parts we lack left out."""


@pytest.mark.parametrize("file", sorted({file for file, _ in TEST.findall(PAGE)}))
def test_tests_that_the_page_names_exist(file: str) -> None:
    tree = ast.parse((PROJECT_ROOT / "tests" / file).read_text("utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert {name for named, name in TEST.findall(PAGE) if named == file and name} - there == set()


def test_page_names_tests() -> None:
    assert len(TEST.findall(PAGE)) > 60
    assert PAGE.count("::") - PAGE.count("file::test") == sum(1 for _, name in TEST.findall(PAGE) if name)


@for_each("number", [f"{section}.{count}" for section, most in REQUIREMENTS.items() for count in range(1, most + 1)])
def test_every_requirement_of_these_chapters_has_a_line(number: str) -> None:
    assert re.search(rf"^\| {re.escape(number)} ", PAGE, re.MULTILINE)
