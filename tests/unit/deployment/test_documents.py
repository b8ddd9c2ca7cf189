import re
import textwrap
import tomllib
from pathlib import Path

import typer

from tests.support.each import for_each
from watchkeeper.commands.main import LazyCommands, app
from watchkeeper.configs.settings import PROJECT_ROOT

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH_IN_TABLE = re.compile(
    r"`((?:controllers|foundation|logics|repositories|models|configs|migrations|scripts|tests)/[\w/.-]+\.py)`"
)
_COMMAND = re.compile(r"manage\.py ([a-z][a-z-]*)")


def _pages() -> list[Path]:
    return [*sorted(PROJECT_ROOT.glob("*.md")), *sorted((PROJECT_ROOT / "docs").rglob("*.md"))]


def _name(page: Path) -> str:
    return str(page.relative_to(PROJECT_ROOT))


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings as GitHub makes them."""
    headings = _HEADING.findall(_CODE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@for_each("page", _pages())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


@for_each("page", _pages())
def test_commands_a_page_speaks_of_exist(page: Path) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, LazyCommands)
    known = set(group.list_commands(group.make_context("manage.py", ["version"])))
    assert set(_COMMAND.findall(page.read_text("utf-8"))) - known == set()


def test_code_on_the_page_about_the_architecture_is_that_of_the_service() -> None:
    page = (PROJECT_ROOT / "docs" / "architecture.md").read_text("utf-8")
    source = "\n".join(
        textwrap.dedent(file.read_text("utf-8")) for file in (PROJECT_ROOT / "src").rglob("watchlist_*.py")
    )
    blocks = _PYTHON.findall(page)
    assert len(blocks) == 2
    assert [block for block in blocks if block not in source and textwrap.indent(block, "    ") not in source] == []


def test_files_on_the_page_about_the_architecture_are_there() -> None:
    page = (PROJECT_ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = _PATH_IN_TABLE.findall(page)
    assert len(named) > 8
    package = PROJECT_ROOT / "src" / "watchkeeper"
    assert [path for path in named if not (package / path).exists() and not (PROJECT_ROOT / path).exists()] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = PROJECT_ROOT / "docs" / "decisions"
    listed = set(_LINK.findall((folder / "README.md").read_text("utf-8")))
    assert listed == {page.name for page in folder.glob("0*.md")}


def test_first_request_of_the_readme_is_where_the_continuous_integration_looks_for_it() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text("utf-8")
    block = readme.partition("## A first request")[2].partition("```sh\n")[2].partition("```")[0]
    assert block.startswith("API=http://127.0.0.1:8100/api/v1\n")
    assert "#" not in block, "zsh takes comments for commands when they are pasted"


def test_badges_say_what_the_project_says() -> None:
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ci = (PROJECT_ROOT / ".ci" / "run").read_text("utf-8")
    least = project["requires-python"].removeprefix(">=")
    pythons = [least, *re.findall(r"try_other_python (3\.\d+)$", ci, re.MULTILINE)]
    assert _badge("python") == f"python: {' | '.join(pythons)}"
    assert _badge("license") == f"license: {project['license']}"
    assert _badge("postgresql").removeprefix("postgresql: ") in (PROJECT_ROOT / "README.md").read_text("utf-8")


def _badge(name: str) -> str:
    title = re.search(r"<title>(.*)</title>", (PROJECT_ROOT / "docs" / "badges" / f"{name}.svg").read_text("utf-8"))
    assert title is not None
    return title[1]
