from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.documents import json_text, publish
from watchkeeper.configs.api_docs import service_document
from watchkeeper.foundation.openapi.postman import postman_collection, postman_environment


def postman(
    output: Annotated[Path, typer.Option(help="The folder for the two files.")] = Path(),
    base_url: Annotated[str, typer.Option(help="The URL of the service.")] = "http://127.0.0.1:8100",
) -> None:
    """Write a Postman collection of all operations and its environment."""
    document = service_document()
    collection = output / "watchkeeper.postman_collection.json"
    environment = output / "watchkeeper.postman_environment.json"
    publish(json_text(postman_collection(document)), collection)
    publish(json_text(postman_environment(document, base_url)), environment)
    typer.echo(f"{collection}\n{environment}")
