"""Which commands there are."""

import typer

from watchkeeper import __version__
from watchkeeper.commands import (
    backup,
    configuration,
    create_admin,
    database,
    doctor,
    error_codes,
    load_catalogue,
    make_keys,
    migrate,
    openapi,
    postman,
    recount,
    refresh_metadata,
    restore,
    run,
    set_password,
)

app = typer.Typer(
    help="Watchkeeper: the open backend for what people watch.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command("run")(run.run)
app.add_typer(migrate.app, name="migrate")
app.command("create-admin")(create_admin.create_admin)
app.command("set-password")(set_password.set_password)
app.command("make-keys")(make_keys.make_keys)
app.command("load-catalogue")(load_catalogue.load_catalogue)
app.command("recount")(recount.recount)
app.command("refresh-metadata")(refresh_metadata.refresh_metadata)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
app.command("configuration")(configuration.configuration)
app.command("openapi")(openapi.openapi)
app.command("error-codes")(error_codes.error_codes)
app.command("postman")(postman.postman)
app.command("doctor")(doctor.doctor)
app.command("db-stop")(database.stop)


@app.command("version")
def version() -> None:
    """Print the version."""
    typer.echo(__version__)
