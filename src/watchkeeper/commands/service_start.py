"""The start of the service: database, schema, demo catalogue, first admin, then the server."""

import asyncio
import os
import secrets
from collections.abc import Mapping

from pydantic import SecretStr

from watchkeeper.commands import demo
from watchkeeper.commands.addresses import listens_everywhere, local_address, network_addresses
from watchkeeper.commands.first_admin import as_account
from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.commands.known_settings import require_known_settings
from watchkeeper.commands.metrics import published_metrics
from watchkeeper.commands.runtime import (
    database_of,
    load_settings,
    out,
    reported_errors,
    require_new_enough_schema,
    signing_secret,
)
from watchkeeper.commands.server import bound_socket, serve
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container
from watchkeeper.configs.migrations import alembic_config, current_revision, newest_revision
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.observability.logging import configure_logging
from watchkeeper.foundation.server.gc_tuning import tune_garbage_collector

_WORKER = "watchkeeper.commands.worker:create_worker_application"


def start(given: Mapping[str, str | int]) -> None:
    """Set up what development needs, then serve. `given` replaces settings. A wrong setting ends the command."""
    require_known_settings()
    settings = load_settings().model_copy(update=given)
    configure_logging(is_development=settings.is_development)
    with bound_socket(settings.host, settings.port) as listener, database_of(settings, is_supervised=True) as dsn:
        secret = signing_secret(settings)
        with reported_errors():
            _prepare_schema(settings, dsn)
            password = asyncio.run(_prepare_content(settings, secret, dsn))
        if settings.workers > 1:
            os.environ.update(DATABASE_URL=dsn, AUTH__SECRET_KEY=secret, WORKERS=str(settings.workers))
        application = create_application(settings, secret=secret, dsn=dsn) if settings.workers == 1 else _WORKER
        tune_garbage_collector()
        with published_metrics(settings, application):
            serve(application, settings, listener, lambda: _announce(settings, password))


def _prepare_schema(settings: Settings, dsn: str) -> None:
    """Migrate in development; otherwise end the command if the schema is too old, as migrating is a separate job."""
    current = asyncio.run(current_revision(dsn))
    if not settings.is_development:
        require_new_enough_schema(current)
    elif current != newest_revision():
        from alembic import command

        command.upgrade(alembic_config(dsn), "head")


async def _prepare_content(settings: Settings, secret: str, dsn: str) -> str | None:
    """Load the demo catalogue and create the demo admin, each once. Returns the password of a new admin."""
    container = Container(settings=settings, secret=secret, dsn=dsn)
    try:
        if settings.wants_demo_catalogue:
            await demo.load_demo_catalogue(container)
        return await _make_demo_admin(container) if settings.is_development else None
    finally:
        await container.database().close()


async def _make_demo_admin(container: Container) -> str | None:
    given, made_up = FirstAdminSettings(), None
    if not given.is_complete:
        made_up = secrets.token_urlsafe(12)
        given = FirstAdminSettings(username="admin", email="admin@example.com", password=SecretStr(made_up))
    account = await container.user_logic().create_first_admin(as_account(given))
    return made_up if account is not None else None


def _announce(settings: Settings, password: str | None) -> None:
    address = local_address(settings.host, settings.port)
    out.print(f"\n[bold]Watchkeeper is running at {address}[/bold]")
    out.print(
        f"  Page      {address}/\n  API       {address}/api/v1\n  Docs      {address}/docs\n  Health    {address}/ready"
    )
    for reachable in network_addresses(settings.host, settings.port):
        out.print(f"  Network   {reachable} (phones and other machines)")
    if settings.is_development and listens_everywhere(settings.host):
        out.print(f"  Emulator  http://10.0.2.2:{settings.port} (this machine, seen from an Android emulator)")
    if settings.metrics.port is not None:
        out.print(f"  Metrics   http://{settings.metrics.host}:{settings.metrics.port}/metrics")
    if password is not None:
        out.print(f"  Admin     user name [bold]admin[/bold], password [bold]{password}[/bold]")
        out.print("            (shown only now; lost it? `./manage.py set-password admin`)")
    out.print("  Stop      Ctrl-C\n")
