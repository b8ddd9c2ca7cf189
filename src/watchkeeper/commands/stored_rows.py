"""The checks of `manage.py doctor` on the rows of a database with the newest schema."""

import asyncpg

from watchkeeper.commands.finding import Finding, Verdict
from watchkeeper.configs.container import Container, close
from watchkeeper.configs.settings import Settings

_RECOUNT = "Run `manage.py recount`."
# As PosterHosts has it: https, at one of the hosts. What people typed for themselves alone is shown to nobody else.
_OTHER_POSTERS = """
SELECT count(*) FROM titles
WHERE owner_id IS NULL AND poster_url IS NOT NULL
  AND NOT coalesce(lower(substring(poster_url FROM '^https://([^/?#]*)')) = ANY ($1), false)
"""


async def stored_rows(settings: Settings, dsn: str) -> list[Finding]:
    """Return what is found of numbers that are stored, and of posters."""
    container = Container(settings=settings, secret="", dsn=dsn)  # nothing is signed here
    try:
        accounts = len(await container.change_logic().find_miscounted())
        titles = len(await container.viewing_count_logic().find_miscounted())
    finally:
        await close(container)
    return [_feed(accounts), _viewings(titles), await _posters(settings, dsn)]


def _feed(accounts: int) -> Finding:
    if accounts:
        sentence = f"{accounts} accounts have wrong numbers of resources."
        return Finding("change feed", Verdict.BAD, sentence, _RECOUNT)
    return Finding("change feed", Verdict.GOOD, "the numbers of resources are right.")


def _viewings(titles: int) -> Finding:
    if titles:
        sentence = f"{titles} titles of people have wrong numbers of plays."
        return Finding("viewings", Verdict.BAD, sentence, _RECOUNT)
    return Finding("viewings", Verdict.GOOD, "the numbers of plays are right.")


async def _posters(settings: Settings, dsn: str) -> Finding:
    connection = await asyncpg.connect(dsn, statement_cache_size=0)
    try:
        number = await connection.fetchval(_OTHER_POSTERS, [host.lower() for host in settings.poster_hosts])
    finally:
        await connection.close()
    if number:
        sentence = f"{number} public titles have a poster at a host that is not in POSTER_HOSTS."
        remedy = "Readers' clients ask that host. Add it to POSTER_HOSTS, or PATCH the titles."
        return Finding("posters", Verdict.NOTE, sentence, remedy)
    return Finding("posters", Verdict.GOOD, "all are at hosts of POSTER_HOSTS.")
