"""Settings turned into what the layers below are told: plain values, never the settings themselves."""

from watchkeeper.configs.settings import Settings
from watchkeeper.repositories.database.options import DatabaseOptions


def database_options(settings: Settings, dsn: str) -> DatabaseOptions:
    return DatabaseOptions(
        dsn=dsn,
        pool_size=settings.database.pool_size,
        pool_wait_seconds=settings.database.pool_wait_seconds,
        statement_seconds=settings.database.statement_seconds,
        lock_seconds=settings.database.lock_seconds,
        through_pooler=settings.database.pooler is not None,
    )
