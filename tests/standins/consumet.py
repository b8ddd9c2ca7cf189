"""Consumet's meta/anilist routes at `/consumet`, in their documented shapes.

The title is an object of languages as a rule, and plain text in some answers; here Accel World has it as text.
"""

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.standins.anime import anime, by_id, matching
from tests.standins.recordings import Json

_FORMATS = {"TV": "TV", "MOVIE": "MOVIE", "OVA": "OVA"}
_STATUSES = {"FINISHED": "Completed", "RELEASING": "Ongoing", "NOT_YET_RELEASED": "Not yet aired"}
_WITH_PLAIN_TITLE = 11759


def routes() -> list[BaseRoute]:
    return [Route("/consumet/meta/anilist/{rest:path}", _answer)]


async def _answer(request: Request) -> Response:
    """Part the path before it is decoded, as Consumet does: words that are searched for may hold slashes."""
    parts = request.scope["raw_path"].decode().removeprefix("/consumet/meta/anilist/").split("/")
    match [unquote(part) for part in parts]:
        case ["popular"]:
            return JSONResponse(_page(request, anime()))
        case ["info", number]:
            return _info(number)
        case [words]:
            return JSONResponse(_page(request, matching(words)))
        case _:
            return JSONResponse({"message": "page not found"}, 404)


def _info(number: str) -> Response:
    medium = by_id(int(number)) if number.isdecimal() else None
    if medium is None:
        return JSONResponse({"message": "Anime not found"}, 404)
    return JSONResponse(_in_list(medium) | _in_full(medium))


def _page(request: Request, found: list[Json]) -> Json:
    page, size = int(request.query_params.get("page", "1")), int(request.query_params.get("perPage", "20"))
    shown = found[size * (page - 1) : size * page]
    return {"currentPage": page, "hasNextPage": len(found) > size * page, "results": [_in_list(one) for one in shown]}


def _in_list(medium: Json) -> Json:
    year = medium["startDate"]["year"]
    return {
        "id": str(medium["id"]),
        "malId": medium["idMal"],
        "title": medium["title"]["romaji"] if medium["id"] == _WITH_PLAIN_TITLE else medium["title"],
        "status": _STATUSES[medium["status"]],
        "image": medium["coverImage"]["extraLarge"],
        "cover": medium["bannerImage"],
        "popularity": medium["popularity"],
        "totalEpisodes": medium["episodes"],
        "description": medium["description"],
        "genres": medium["genres"],
        "rating": medium["averageScore"],
        "color": medium["coverImage"]["color"],
        "type": _FORMATS[medium["format"]],
        "releaseDate": str(year),
    }


def _in_full(medium: Json) -> Json:
    count = medium["episodes"] or 0
    return {
        "releaseDate": medium["startDate"]["year"],
        "startDate": medium["startDate"],
        "endDate": medium["endDate"],
        "season": medium["season"],
        "duration": medium["duration"],
        "studios": [studio["name"] for studio in medium["studios"]["nodes"]],
        "trailer": medium["trailer"],
        "recommendations": [],
        "characters": [],
        "relations": [],
        "episodes": [{"id": f"{medium['id']}-{n}", "title": f"Episode {n}", "number": n} for n in range(1, count + 1)],
    }
