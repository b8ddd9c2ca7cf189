"""The application of a worker process. Its parent passes the database and the secret in environment variables."""

from fastapi import FastAPI

from watchkeeper.commands.runtime import load_settings, signing_secret
from watchkeeper.configs.application import create_application
from watchkeeper.foundation.observability.logging import configure_logging
from watchkeeper.foundation.server.gc_tuning import tune_garbage_collector
from watchkeeper.foundation.server.graceful_shutdown import drain_before_exit


def create_worker_application() -> FastAPI:
    settings = load_settings()
    configure_logging(is_development=settings.is_development)
    dsn = settings.external_dsn
    if dsn is None:
        raise RuntimeError("DATABASE_URL is not set: start workers with `manage.py run`.")
    application = create_application(settings, secret=signing_secret(settings), dsn=dsn)
    drain_before_exit(application.state.container.lifecycle(), settings.drain_seconds)
    tune_garbage_collector()
    return application
