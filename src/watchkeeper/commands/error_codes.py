from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.documents import publish
from watchkeeper.configs.error_codes import error_codes_page


def error_codes(
    output: Annotated[Path | None, typer.Option(help="Write the page to this file instead of printing it.")] = None,
) -> None:
    """Print the page of all error codes, in Markdown."""
    publish(error_codes_page(), output)
