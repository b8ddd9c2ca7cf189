"""The checks of `manage.py doctor` of the services that metadata come from."""

import httpx

from watchkeeper.commands.finding import Finding, Verdict
from watchkeeper.configs.settings import Settings

_SECONDS = 3.0


async def examine_providers(settings: Settings) -> list[Finding]:
    """Ask each service that is configured, and return what it answers."""
    return [await _tmdb(settings), await _anime(settings), await _tvmaze(settings)]


async def _tmdb(settings: Settings) -> Finding:
    if settings.tmdb.access_token is None:
        remedy = "For live movies and shows set TMDB__ACCESS_TOKEN to the v4 read access token of a TMDb account."
        return Finding("tmdb", Verdict.NOTE, "no token.", remedy)
    headers = {"Authorization": f"Bearer {settings.tmdb.access_token.get_secret_value()}"}
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            status = (await client.get(f"{settings.tmdb.base_url}/3/authentication", headers=headers)).status_code
    except httpx.HTTPError as failure:
        return Finding("tmdb", Verdict.NOTE, f"can't be reached ({type(failure).__name__}).", "Is there internet?")
    if status == httpx.codes.UNAUTHORIZED:
        return Finding("tmdb", Verdict.BAD, "rejects the token.", "Check TMDB__ACCESS_TOKEN.")
    return Finding("tmdb", Verdict.GOOD if status == httpx.codes.OK else Verdict.NOTE, f"responds with {status}.")


async def _anime(settings: Settings) -> Finding:
    consumet = settings.consumet.base_url
    name = "anilist" if consumet is None else "consumet"
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            response = await (
                client.post(settings.anilist.base_url, json={"query": "{ __typename }"})
                if consumet is None
                else client.get(f"{consumet}/meta/anilist/popular")
            )
    except httpx.HTTPError as failure:
        return Finding(name, Verdict.NOTE, f"can't be reached ({type(failure).__name__}).", "Is there internet?")
    verdict = Verdict.GOOD if response.status_code == httpx.codes.OK else Verdict.NOTE
    return Finding(name, verdict, f"responds with {response.status_code}.")


async def _tvmaze(settings: Settings) -> Finding:
    if not settings.tvmaze.enabled:
        remedy = "For the times at which shows air set TVMAZE__ENABLED=true."
        return Finding("tvmaze", Verdict.NOTE, "not asked.", remedy)
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            status = (await client.get(f"{settings.tvmaze.base_url}/shows/1")).status_code
    except httpx.HTTPError as failure:
        return Finding("tvmaze", Verdict.NOTE, f"can't be reached ({type(failure).__name__}).", "Is there internet?")
    return Finding("tvmaze", Verdict.GOOD if status == httpx.codes.OK else Verdict.NOTE, f"responds with {status}.")
