"""manage.py db-stop."""

from watchkeeper.commands.runtime import fail, load_settings, out
from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres


def stop() -> None:
    """Stop the embedded database, even if other processes use it. Its data are not removed."""
    try:
        did_run = EmbeddedPostgres(load_settings().watchkeeper_data_dir).stop()
    except EmbeddedPostgresError as failure:
        fail(str(failure))
    out.print("The embedded database was stopped." if did_run else "No embedded database was running.")
