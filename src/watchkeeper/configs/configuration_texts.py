"""What the configuration page says beside the settings themselves, and in which order."""

from dataclasses import dataclass

INTRODUCTION = """\
# Configuration

Everything is set by environment variables, or in a file `.env` in the root of the project
([.env.example](../.env.example) is a template with all of them). An environment variable goes before the file; a
variable without a value counts as not set. Nested settings are written with two underscores. Names are accepted in
either case, and lists are written with commas or as JSON (`["https://app.example.com"]`). Secrets are not read from
files: hand them over as variables.

A wrong value ends the command with a sentence that names the setting. `run` does not start with a name that begins as
settings do and is none (`AUTH__SECRET_KY`), nor with one that was renamed or is gone, and warns of a name that is like
one (`DATABSE_URL`); other names are ignored. `python manage.py doctor` shows what the settings lead to.

`make run` needs none of them. With `ENVIRONMENT=production`, `AUTH__SECRET_KEY` must be set.

This page is made from the settings: `python manage.py configuration --output docs/configuration.md`.
"""

NOT_SETTINGS = """\
## Variables that are not settings

They are read from the environment only, not from `.env`.

| name | read by | meaning |
|---|---|---|
| `EMBPG_MAJOR` | the embedded database | Its PostgreSQL version, 16 or 18 (default). Each version has data of its own. |
| `CHAOS_DATABASE_URL` | `make chaos` | A database for nothing else, whose sessions it ends, instead of an embedded PostgreSQL that it kills. |
| `IMAGE_TEST` | `make image-test` | `required` makes a failure of what is otherwise skipped with a warning: a test that this machine can't run. |
| `IMAGE_TEST_CACHE` | `make image-test` | The folder of the cached base image, instead of `~/.cache/watchkeeper`. |
| `TEST_DATABASE_URL` | the tests | A PostgreSQL server on which they may create databases, instead of an embedded one. |
| `TEST_REDIS_URL` | the tests | A Redis they may use, instead of a `redis-server` of their own. |
| `PYTHON`, `NO_UV` | `make` | The interpreter for the virtual environment; `NO_UV=1` installs with pip alone. |
"""  # noqa: E501 - rows of tables


@dataclass(frozen=True, slots=True)
class Section:
    """Settings that are told of together: whole groups (`AUTH__`) and single ones, in this order."""

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
        "How often what may be done",
        ("LIMITS__",),
        "A limit is written like `100/minute`, `20/5 minutes` or `10/minute,60/hour` (both hold), or is `unlimited`. "
        "Its time\nbegins with the first request. Requests are counted by account where a valid access token is sent, "
        "else by address: an\nIPv4 address or the /64 of an IPv6 one. [decisions/0022](decisions/0022-rate-limits.md) "
        "tells why the numbers are these.",
    ),
    Section("Database", ("DATABASE_URL", "DATABASE_REPLICA_URL", "POSTGRES__", "DATABASE__")),
    Section(
        "Kept answers",
        ("CACHE__",),
        "Public answers that each process keeps ready until what they show changes; see\n"
        "[operations.md](operations.md#kept-answers).",
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
        "[observability.md](observability.md) tells what they show. The SDK of OpenTelemetry reads further variables "
        "of its own\nfrom the environment.",
    ),
    Section("The network around", ("CORS_ALLOWED_ORIGINS", "TRUSTED_HOSTS", "TRUSTED_PROXIES", "HSTS_SECONDS")),
    Section(
        "The first admin",
        ("FIRST_SUPERUSER_",),
        "Read by `manage.py create-admin`, by the container's migration job, and by `run` in development in place of "
        "the demo\nadmin. An account that is there already stays as it is.",
    ),
    Section("Compose alone", ("PUBLISH_ADDRESS", "PUBLISH_PORT", "SITE_ADDRESS")),
)
