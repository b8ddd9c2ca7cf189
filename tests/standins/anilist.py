"""AniList at `/anilist`: a page of a search, a page without one, one medium by its id. Whole objects are answered."""

import re
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.standins.anime import anime, by_id, matching
from tests.standins.recordings import Json

_MAX_ON_A_PAGE = 50
_WEEK = 7 * 24 * 3600
_FIRST_AIRING = 1_000_000_000


def routes() -> list[BaseRoute]:
    return [Route(path, _answer, methods=["POST"]) for path in ("/anilist", "/anilist/")]


async def _answer(request: Request) -> Response:
    body = await request.json()
    text, variables = body.get("query", ""), body.get("variables") or {}
    if re.search(r"\bPage\b", text):
        return JSONResponse({"data": {"Page": _page(variables)}})
    if "Media" in text and isinstance(variables.get("id"), int):
        return _medium(variables["id"], variables.get("page") or 1)
    return JSONResponse({"errors": [_error("Syntax Error: Unexpected <EOF>", 400)], "data": None}, 400)


def _page(variables: Json) -> Json:
    page, size = variables.get("page") or 1, min(variables.get("perPage") or _MAX_ON_A_PAGE, _MAX_ON_A_PAGE)
    words = variables.get("search") or variables.get("query")
    found = matching(words) if words else anime()
    last = max(1, ceil(len(found) / size))
    info = {"total": len(found), "perPage": size, "currentPage": page, "lastPage": last, "hasNextPage": page < last}
    return {"pageInfo": info, "media": found[size * (page - 1) : size * page]}


def _medium(number: int, page: int) -> Response:
    medium = by_id(number)
    if medium is None:
        return JSONResponse({"errors": [_error("Not Found.", 404)], "data": {"Media": None}}, 404)
    return JSONResponse({"data": {"Media": medium | {"airingSchedule": _schedule(medium, page)}}})


def _schedule(medium: Json, page: int) -> Json:
    """Return when the episodes of a medium air: one a week."""
    all_ = [
        {"episode": number, "airingAt": _FIRST_AIRING + number * _WEEK}
        for number in range(1, (medium["episodes"] or 0) + 1)
    ]
    shown = all_[_MAX_ON_A_PAGE * (page - 1) : _MAX_ON_A_PAGE * page]
    return {"pageInfo": {"hasNextPage": _MAX_ON_A_PAGE * page < len(all_)}, "nodes": shown}


def _error(message: str, status: int) -> dict[str, Any]:
    return {"message": message, "status": status, "locations": [{"line": 2, "column": 3}]}
