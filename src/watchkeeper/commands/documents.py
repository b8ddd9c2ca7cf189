"""How commands hand out documents that they make."""

import json
from pathlib import Path
from typing import Any

import typer


def json_text(document: dict[str, Any]) -> str:
    """Return a document as it is kept in files: indented, in UTF-8, with a line break at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def publish(text: str, output: Path | None) -> None:
    """Write `text` to a file, whose folder is made where it is missing, or print it."""
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
