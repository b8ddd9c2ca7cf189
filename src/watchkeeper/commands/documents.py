"""manage.py configuration, openapi, error-codes and postman: the documents that are made from the code."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.configs.setting_descriptions import SettingDescription, described

_WIDTH = 120

Output = Annotated[Path | None, typer.Option(help="Write the document to this file instead of printing it.")]


def configuration(output: Output = None) -> None:
    """Print the page of all settings, in Markdown. Needs no database and no settings."""
    from watchkeeper.configs.configuration_page import configuration_page

    _publish(configuration_page(first_admin_settings()), output)


def openapi(output: Output = None) -> None:
    """Print the OpenAPI document. Needs no database and no settings."""
    from watchkeeper.configs.api_docs import service_document

    _publish(json_text(service_document()), output)


def error_codes(output: Output = None) -> None:
    """Print the page of all error codes, in Markdown."""
    from watchkeeper.configs.error_codes import error_codes_page

    _publish(error_codes_page(), output)


def postman(
    output: Annotated[Path, typer.Option(help="The folder for the two files.")] = Path(),
    base_url: Annotated[str, typer.Option(help="The URL of the service.")] = "http://127.0.0.1:8100",
) -> None:
    """Write a Postman collection of all operations and its environment."""
    from watchkeeper.configs.api_docs import postman_plan, service_document
    from watchkeeper.foundation.openapi.postman import postman_collection, postman_environment

    document = service_document()
    collection = output / "watchkeeper.postman_collection.json"
    environment = output / "watchkeeper.postman_environment.json"
    _publish(json_text(postman_collection(document, postman_plan())), collection)
    _publish(json_text(postman_environment(document, postman_plan(), base_url)), environment)
    typer.echo(f"{collection}\n{environment}")


def first_admin_settings() -> list[SettingDescription]:
    """Return the variables of the first admin, which are not settings of the service."""
    return list(described(FirstAdminSettings, "FIRST_SUPERUSER_"))


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


def _publish(text: str, output: Path | None) -> None:
    """Write `text` to a file, whose folder is made where it is missing, or print it."""
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
