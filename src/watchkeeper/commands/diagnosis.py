"""The checks of `manage.py doctor`, one function for each subject. A finding is a sentence, and a remedy if needed."""

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from watchkeeper.commands.finding import Finding, Verdict
from watchkeeper.commands.provider_diagnosis import examine_providers
from watchkeeper.commands.stored_rows import stored_rows
from watchkeeper.configs.migrations import current_revision, newest_revision
from watchkeeper.configs.settings import Settings

_MIN_POSTGRES = 16
_SECONDS = 3.0


async def examine(settings: Settings, dsn: str, *, ask_providers: bool) -> list[Finding]:
    """Return all findings, in the order in which problems should be fixed."""
    schema = await _schema(dsn)
    findings = [_settings(settings), await _database(settings, dsn), schema, await _redis(settings)]
    if schema.verdict is Verdict.GOOD:
        findings += await stored_rows(settings, dsn)
    if ask_providers:
        findings += await examine_providers(settings)
    return findings


def _settings(settings: Settings) -> Finding:
    where = f"{settings.environment.value}, {settings.host}:{settings.port}, {settings.workers} worker(s)"
    if settings.is_development and settings.host not in ("127.0.0.1", "localhost", "::1"):
        remedy = "Set ENVIRONMENT=production before untrusted clients can reach it."
        return Finding("settings", Verdict.NOTE, f"{where}: development mode, but open to the network.", remedy)
    return Finding("settings", Verdict.GOOD, f"{where}.")


async def _database(settings: Settings, dsn: str) -> Finding:
    kind = "embedded" if settings.external_dsn is None else "external"
    try:
        connection = await asyncpg.connect(dsn, timeout=_SECONDS, statement_cache_size=0)
    except (OSError, TimeoutError, asyncpg.PostgresError) as failure:
        remedy = "Is PostgreSQL running there? Check DATABASE_URL or POSTGRES__HOST, __PORT, __USERNAME, __PASSWORD."
        return Finding("database", Verdict.BAD, f"{kind} PostgreSQL does not respond ({failure}).", remedy)
    version = connection.get_server_version()
    encoding = await connection.fetchval("SHOW server_encoding")
    commits = await connection.fetchval("SHOW synchronous_commit")
    await connection.close()
    sentence = f"{kind} PostgreSQL {version.major}.{version.minor}, {encoding}."
    if version.major < _MIN_POSTGRES:
        return Finding("database", Verdict.BAD, sentence, f"PostgreSQL {_MIN_POSTGRES} or newer is needed.")
    if encoding != "UTF8":
        return Finding("database", Verdict.BAD, sentence, "Create the database with encoding UTF8.")
    if commits == "off":
        remedy = "Set synchronous_commit to on: otherwise a crash of the server loses the last acknowledged changes."
        return Finding("database", Verdict.NOTE, sentence, remedy)
    return Finding("database", Verdict.GOOD, sentence)


async def _schema(dsn: str) -> Finding:
    newest = newest_revision()
    try:
        current = await current_revision(dsn)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return Finding("schema", Verdict.BAD, "can't be read without the database.", "Fix the database first.")
    if current != newest:
        remedy = "Run `manage.py migrate up`."
        return Finding("schema", Verdict.BAD, f"revision {current or 'none'}, {newest} is needed.", remedy)
    return Finding("schema", Verdict.GOOD, f"revision {current}, the newest.")


async def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return _without_redis(settings.workers)
    client = Redis.from_url(
        settings.redis_url.get_secret_value(), socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS
    )
    try:
        version = (await client.info("server"))["redis_version"]
    except (RedisError, OSError) as failure:
        remedy = "Is Redis running there? Check REDIS_URL."
        return Finding("redis", Verdict.BAD, f"does not respond ({type(failure).__name__}).", remedy)
    finally:
        await client.aclose()
    return Finding("redis", Verdict.GOOD, f"version {version}.")


def _without_redis(workers: int) -> Finding:
    if workers == 1:
        return Finding("redis", Verdict.GOOD, "not set (REDIS_URL): fine for one process.")
    remedy = "Set REDIS_URL, so that the workers share their counters."
    return Finding("redis", Verdict.NOTE, f"not set: each of {workers} workers applies the limits on its own.", remedy)
