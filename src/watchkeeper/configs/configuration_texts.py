"""Texts and order of the sections of the configuration page."""

from dataclasses import dataclass

INTRODUCTION = """\
# Configuration

Settings are environment variables, or lines of a file `.env` in the root of the project
([.env.example](../.env.example) is a template with all of them). An environment variable overrides the file; an empty
value counts as not set. Nested settings are written with two underscores. Upper and lower case don't matter. Lists are
written with commas or as JSON (`["https://app.example.com"]`). Secrets are not read from separate files: pass them as
variables.

A command with an invalid value stops with a message that names the setting. `run` does not start with an unknown name
below a group of settings (`AUTH__SECRET_KY`) or with a renamed or removed setting, and warns of a name that resembles a
setting (`DATABSE_URL`); other names are ignored. `python manage.py doctor` shows the effect of the settings.

`make run` needs no settings. With `ENVIRONMENT=production`, `AUTH__SECRET_KEY` is required.

This page is generated from the settings: `python manage.py configuration --output docs/configuration.md`.
"""

NOT_SETTINGS = """\
## Variables that are not settings

These are read only from the environment, not from `.env`.

| name | read by | meaning |
|---|---|---|
| `EMBPG_MAJOR` | the embedded database | Its PostgreSQL version, 16 or 18 (default). Each version has separate data. |
| `CHAOS_DATABASE_URL` | `make chaos` | A dedicated database whose sessions it ends, instead of an embedded PostgreSQL that it kills. |
| `IMAGE_TEST` | `make image-test` | `required` turns a skip into a failure where this machine lacks the tools. |
| `IMAGE_TEST_CACHE` | `make image-test` | The folder of the cached base image, instead of `.state/image-cache`. |
| `TEST_DATABASE_URL` | the tests | A PostgreSQL server on which the tests create databases, instead of an embedded one. |
| `TEST_REDIS_URL` | the tests | A Redis for the tests, instead of a `redis-server` of their own. |
| `PYTHON`, `NO_UV` | `make` | The interpreter for the virtual environment; `NO_UV=1` installs with pip alone. |
"""  # noqa: E501 - rows of tables


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: whole groups (`AUTH__`) and single settings, in this order."""

    heading: str
    names: tuple[str, ...]
    introduction: str = ""


SECTIONS = (
    Section(
        "The service",
        (
            "ENVIRONMENT",
            "HOST",
            "PORT",
            "WORKERS",
            "DRAIN_SECONDS",
            "SHUTDOWN_SECONDS",
            "REQUEST_SECONDS",
            "BODY_SECONDS",
            "HEADER_SECONDS",
            "DEMO_CATALOGUE",
            "WATCHKEEPER_DATA_DIR",
        ),
    ),
    Section("Tokens", ("AUTH__",)),
    Section("Passwords people choose", ("PASSWORDS__",)),
    Section(
        "Rate limits",
        ("LIMITS__",),
        "A limit is written like `100/minute`, `20/5 minutes` or `10/minute,60/hour` (both apply), or is `unlimited`. "
        "Its period\nbegins with the first request. Requests with a valid access token are counted by account, others "
        "by address: an IPv4\naddress or the /64 of an IPv6 address. "
        "[decisions/0022](decisions/0022-rate-limits-with-true-headers.md) has the reasons for\nthe defaults.",
    ),
    Section("Database", ("DATABASE_URL", "DATABASE_REPLICA_URL", "POSTGRES__", "DATABASE__")),
    Section(
        "Response cache",
        ("CACHE__",),
        "Each process caches public responses until their content changes; see\n"
        "[operations.md](operations.md#cached-responses).",
    ),
    Section("Other services", ("REDIS_URL", "TMDB__", "ANILIST__", "CONSUMET__", "UPSTREAM__")),
    Section(
        "Metrics and traces",
        (
            "METRICS__",
            "TRACING",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_SERVICE_NAME",
        ),
        "[observability.md](observability.md) describes them. The SDK of OpenTelemetry reads more variables "
        "from the\nenvironment.",
    ),
    Section("Network", ("CORS_ALLOWED_ORIGINS", "TRUSTED_HOSTS", "TRUSTED_PROXIES", "HSTS_SECONDS")),
    Section(
        "The first admin",
        ("FIRST_SUPERUSER_",),
        "Read by `manage.py create-admin`, by the container's migration job, and by `run` in development in place of "
        "the demo\nadmin. An existing account is not changed.",
    ),
    Section("Compose only", ("PUBLISH_ADDRESS", "PUBLISH_PORT", "SITE_ADDRESS")),
)
