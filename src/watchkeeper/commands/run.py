"""manage.py run. What it starts is imported when it starts: that takes seconds."""

from typing import Annotated

import typer


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on (HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (PORT).", min=1, max=65535)] = None,
    workers: Annotated[int | None, typer.Option(help="Number of worker processes (WORKERS).", min=1, max=64)] = None,
) -> None:
    """Start the service. In development, first set up the database, the schema, the demo catalogue and an admin."""
    from watchkeeper.commands.service_start import start

    given = {"host": host, "port": port, "workers": workers}
    start({name: value for name, value in given.items() if value is not None})
