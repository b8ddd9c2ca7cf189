from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.documents import json_text, publish
from watchkeeper.configs.api_docs import service_document


def openapi(
    output: Annotated[Path | None, typer.Option(help="Write the document to this file instead of printing it.")] = None,
) -> None:
    """Print the OpenAPI document. Needs no database and no settings."""
    publish(json_text(service_document()), output)
