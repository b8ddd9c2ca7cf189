"""TVmaze at `/tvmaze`: a recorded show, and one that TMDb has, too. Ids of other services redirect to a show."""

from datetime import date, datetime, time, timedelta, timezone

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tests.standins.recordings import Json, read

RECORDED, OF_TMDB, MERGED = 1, 44778, 900001
"""Under the Dome; House of the Dragon, whose episodes are the stand-in's own; an id that became Under the Dome."""

_BY_ID = {
    ("imdb", "tt1553656"): RECORDED,
    ("thetvdb", "264492"): RECORDED,
    ("imdb", "tt11198330"): OF_TMDB,
    ("thetvdb", "371572"): OF_TMDB,
}
_FIRST = date(2001, 1, 1)
_NIGHT = time(21, tzinfo=timezone(timedelta(hours=-5)))


def routes() -> list[BaseRoute]:
    return [
        Route("/tvmaze/lookup/shows", _lookup),
        Route(f"/tvmaze/shows/{MERGED}{{rest:path}}", _merged),
        Route("/tvmaze/shows/{show:int}", _show),
        Route("/tvmaze/shows/{show:int}/episodes", _episodes),
        Route("/tvmaze/shows/{show:int}/seasons", _seasons),
    ]


def _lookup(request: Request) -> Response:
    found = [_BY_ID[pair] for pair in request.query_params.items() if pair in _BY_ID]
    if not found:
        return JSONResponse(None, 404)
    return RedirectResponse(str(request.url_for("_show", show=found[0])), 301)


def _merged(request: Request) -> Response:
    return RedirectResponse(f"/tvmaze/shows/{RECORDED}{request.path_params['rest']}", 301)


def _show(request: Request) -> Response:
    show = request.path_params["show"]
    if show == RECORDED:
        return JSONResponse(read("tvmaze/show.json"))
    return JSONResponse({"id": show, "name": "House of the Dragon", "status": "Running"})


def _seasons(request: Request) -> Response:
    return JSONResponse(read("tvmaze/seasons.json") if request.path_params["show"] == RECORDED else [])


def _episodes(request: Request) -> Response:
    if request.path_params["show"] == RECORDED:
        return JSONResponse([*read("tvmaze/episodes.json"), _special()])
    return JSONResponse([_episode(number) for number in range(1, 11)])


def _episode(number: int) -> Json:
    """Return an episode that airs in the evening of the day that TMDb knows; of the fourth no time is known, the fifth
    airs on quite another day."""
    day = _FIRST + timedelta(weeks=number if number != 5 else 20)
    at = datetime.combine(day, _NIGHT)
    return {
        "id": 4_000_000 + number,
        "name": f"The {number}. of season 1",
        "season": 1,
        "number": number,
        "type": "regular",
        "airdate": day.isoformat(),
        "airtime": "21:00" if number != 4 else "",
        "airstamp": at.isoformat() if number != 4 else f"{day}T12:00:00+00:00",
        "runtime": 60,
        "image": None,
        "summary": None,
    }


def _special() -> Json:
    return _episode(1) | {"id": 99, "name": "Inside", "number": None, "type": "significant_special"}
