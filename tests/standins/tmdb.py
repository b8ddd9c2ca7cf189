"""TMDb at `/3`: recorded answers, favourites kept in memory, tokens that own accounts."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.standins.recordings import Json, read, recordings
from tests.standins.tmdb_accounts import KINDS, Accounts
from tests.standins.tmdb_details import details

INVALID_KEY = read("tmdb/errors/invalid-api-key.json")
NOT_FOUND = {"success": False} | read("tmdb/errors/resource-not-found.json")
BAD_PAGE = read("tmdb/errors/error-status-400.json")
NO_QUERY = read("tmdb/errors/validation-error.json")
NOT_ALLOWED = {
    "success": False,
    "status_code": 3,
    "status_message": "Authentication failed: You do not have permissions to access the service.",
}
_YEARS = ("year", "primary_release_year", "first_air_date_year")
_MAX_PAGE = 500

refused = partial(JSONResponse, NOT_ALLOWED, 401)
unknown = partial(JSONResponse, NOT_FOUND, 404)


class Tmdb:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[BaseRoute]:
        everything = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        return [Route("/3/{rest:path}", self._answer, methods=everything)]

    async def _answer(self, request: Request) -> Response:
        if not self._accounts.knows(_token(request)):
            return JSONResponse(INVALID_KEY, 401)
        if not _page_is_possible(request.query_params.get("page", "1")):
            return JSONResponse(BAD_PAGE, 400)
        parts = request.path_params["rest"].strip("/").split("/")
        if parts[0] == "account":
            return await self._account(request, parts[1:])
        return self._title(request, parts)

    def _title(self, request: Request, parts: list[str]) -> Response:
        match parts:
            case ["search", "movie" | "tv"] if request.method == "GET":
                return _search(request)
            case ["movie" | "tv" as kind, number] if number.isdecimal() and request.method == "GET":
                return self._details(request, kind, int(number))
            case ["movie" | "tv" as kind, number, "account_states"] if number.isdecimal():
                return self._account_states(request, kind, int(number))
            case _:
                return _recorded(request)

    async def _account(self, request: Request, rest: list[str]) -> Response:
        owner = self._accounts.owner(_token(request))
        match request.method, rest:
            case "GET", [] | [_]:
                return refused() if owner is None else JSONResponse(_account_details(owner))
            case "GET", [account, "favorite", "movies" | "tv" as kinds] if account.isdecimal():
                return self._favourites(request, int(account), KINDS[kinds])
            case "POST", [account, "favorite"] if account == str(owner):
                return self._set_favourite(int(account), await request.json())
            case "POST", [_, "favorite"]:
                return refused()
            case _:
                return unknown()

    def _favourites(self, request: Request, account: int, kind: str) -> Response:
        if not self._accounts.may_read(_token(request), account):
            return refused()
        return JSONResponse(self._accounts.page(account, kind, int(request.query_params.get("page", "1"))))

    def _set_favourite(self, account: int, body: Json) -> Response:
        kind, number, favourite = body["media_type"], body["media_id"], body["favorite"]
        if details(kind, number, {}) is None:
            return unknown()
        self._accounts.set_favourite(account, kind, number, favourite=favourite)
        if favourite:
            return JSONResponse({"success": True, "status_code": 1, "status_message": "Success."}, 201)
        done = "The item/record was deleted successfully."
        return JSONResponse({"success": True, "status_code": 13, "status_message": done})

    def _details(self, request: Request, kind: str, number: int) -> Response:
        query = dict(request.query_params)
        found = details(kind, number, query)
        if found is None:
            return unknown()
        owner = self._accounts.owner(_token(request))
        if "account_states" in query.get("append_to_response", "").split(",") and owner is not None:
            found["account_states"] = self._states(owner, kind, number)
        return JSONResponse(found)

    def _account_states(self, request: Request, kind: str, number: int) -> Response:
        owner = self._accounts.owner(_token(request))
        if owner is None:
            return refused()
        if details(kind, number, {}) is None:
            return unknown()
        return JSONResponse({"id": number} | self._states(owner, kind, number))

    def _states(self, owner: int, kind: str, number: int) -> Json:
        favourite = self._accounts.is_favourite(owner, kind, number)
        return {"favorite": favourite, "rated": False, "watchlist": False}


def _token(request: Request) -> str:
    return request.headers.get("Authorization", "")


def _page_is_possible(page: str) -> bool:
    return page.isdecimal() and 1 <= int(page) <= _MAX_PAGE


def _account_details(account: int) -> Json:
    recorded = recordings().find("/3/account", {})
    assert recorded is not None
    whole: Json = recorded.body
    return whole if account == whole["id"] else whole | {"id": account, "name": "", "username": f"person-{account}"}


def _search(request: Request) -> Response:
    query = dict(request.query_params)
    if not query.get("query"):
        return JSONResponse(NO_QUERY, 422)
    recorded = recordings().find(request.url.path, query)
    if recorded is not None:
        return JSONResponse(recorded.body)
    return JSONResponse(_of_the_year(request.url.path, query))


def _of_the_year(path: str, query: dict[str, str]) -> Json:
    """Narrow a recorded search down to a year, where there is one; else nothing is found, as TMDb says that."""
    years = [value for name, value in query.items() if name in _YEARS]
    recorded = recordings().find(path, {name: value for name, value in query.items() if name not in _YEARS})
    results = recorded.body["results"] if recorded is not None and years else []
    found = [item for item in results if _year(item) in years]
    return {"page": int(query.get("page", "1")), "results": found, "total_pages": 1, "total_results": len(found)}


def _year(item: Json) -> str:
    released: Any = item.get("release_date") or item.get("first_air_date") or ""
    return str(released)[:4]


def _recorded(request: Request) -> Response:
    recorded = recordings().find(request.url.path, dict(request.query_params))
    if recorded is None or request.method != "GET":
        return unknown()
    body = recorded.body
    if request.url.path.startswith("/3/discover/"):
        body = body | {"page": int(request.query_params.get("page", "1"))}
    return JSONResponse(body, recorded.status)
