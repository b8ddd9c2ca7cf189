"""Where the migrations are, for the command line and for tests."""

from alembic.config import Config

from watchkeeper.configs.settings import PROJECT_ROOT


def alembic_config(dsn: str) -> Config:
    """Return Alembic's configuration for the database at `dsn`."""
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["dsn"] = dsn
    return config
