"""How commands hand out documents that they make."""

import json
from pathlib import Path
from typing import Any

import typer

_WIDTH = 120


def json_text(document: dict[str, Any]) -> str:
    """Return a document as it is kept in files: what fits on a line stands on one, and the last one ends in a break."""
    return _written(document, 0, 0) + "\n"


def _written(value: object, depth: int, used: int) -> str:
    """Return a value of JSON at a depth of indentation, on a line of which `used` columns are taken."""
    line = json.dumps(value, ensure_ascii=False)
    if used + len(line) < _WIDTH or not isinstance(value, dict | list) or not value:
        return line
    if isinstance(value, dict):
        names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
        members, ends = list(value.values()), "{}"
    else:
        names, members, ends = [""] * len(value), value, "[]"
    indent = "\n" + " " * (depth + 1)
    parts = [
        name + _written(member, depth + 1, depth + 1 + len(name)) for name, member in zip(names, members, strict=True)
    ]
    return ends[0] + indent + ("," + indent).join(parts) + "\n" + " " * depth + ends[1]


def publish(text: str, output: Path | None) -> None:
    """Write `text` to a file, whose folder is made where it is missing, or print it."""
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
