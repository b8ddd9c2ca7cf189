"""The settings FIRST_SUPERUSER_* of commands, in the environment or in `.env`."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchkeeper.configs.settings import PROJECT_ROOT


class FirstAdminSettings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="FIRST_SUPERUSER_", env_file=PROJECT_ROOT / ".env", extra="ignore", env_ignore_empty=True
    )

    email: str | None = None
    """E-mail address."""
    username: str | None = None
    """User name."""
    firstname: str | None = None
    """First name; optional."""
    lastname: str | None = None
    """Last name; optional."""
    password: SecretStr | None = None
    """It must meet the rules for passwords."""

    @property
    def is_complete(self) -> bool:
        """Whether all required values are set."""
        return None not in (self.email, self.username, self.password)
