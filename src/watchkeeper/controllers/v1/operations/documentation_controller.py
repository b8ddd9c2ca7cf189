"""The pages for people who read about the API, and the document behind them. Nothing is fetched from elsewhere."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from watchkeeper import __version__
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.etags import entity_tag
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import PUBLIC
from watchkeeper.foundation.rate_limiting.rate_limit_class import RateLimitClass

router = APIRouter(tags=["documentation"], route_class=ApiRoute, include_in_schema=False)

_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; {more}; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE_HEADERS = PUBLIC | {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SWAGGER_UI_HEADERS = _PAGE_HEADERS | {"Content-Security-Policy": _POLICY.format(more="style-src 'self'")}
_REDOC_HEADERS = _PAGE_HEADERS | {
    # ReDoc writes its styles into the page, and its search runs in a worker made from a blob.
    "Content-Security-Policy": _POLICY.format(more="style-src 'self' 'unsafe-inline'; worker-src 'self' blob:")
}
_CACHED_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
_INDEX_HEADERS = PUBLIC | {"Vary": "Accept"}
_INDEX = {
    "name": "Watchkeeper",
    "version": __version__,
    "api": "/api/v1",
    "docs": "/docs",
    "openapi": "/openapi.json",
    "health": "/health",
}

_REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_NO_IMAGE = b"data:,"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the pages, with its ETag."""

    body: bytes
    tag: str


@cache
def _own(name: str) -> Asset:
    body = (files("watchkeeper") / "resources" / "docs" / name).read_bytes()
    return Asset(body, entity_tag(body))


@cache
def _packaged(name: str) -> Asset:
    """Return a file of fastapi_offline. ReDoc's links to a logo on the web, which is left out."""
    body = (files("fastapi_offline") / "static" / name).read_bytes().replace(_REDOC_LOGO, _NO_IMAGE)
    return Asset(body, entity_tag(body))


def _file(asset: Asset, media_type: str, headers: dict[str, str]) -> Response:
    return Response(asset.body, headers=headers | {"ETag": asset.tag}, media_type=media_type)


@router.get("/")
@rate_limited(RateLimitClass.UNLIMITED)
async def show_index(request: Request) -> Response:
    """Lead browsers to the documentation, and tell programs where everything is."""
    is_browser = "text/html" in request.headers.get("accept", "")
    return _to_docs() if is_browser else JSONResponse(_INDEX, headers=_INDEX_HEADERS)


def _to_docs() -> Response:
    return RedirectResponse("/docs", status_code=302, headers=_INDEX_HEADERS)


@router.get("/openapi.json")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_openapi_document(request: Request) -> Response:
    """Return the OpenAPI document."""
    return Response(request.app.state.openapi_json(), headers=PUBLIC, media_type="application/json")


@router.get("/docs")
@rate_limited(RateLimitClass.UNLIMITED)
async def show_swagger_ui() -> Response:
    """Show the API in Swagger UI."""
    return _file(_own("swagger.html"), "text/html", _SWAGGER_UI_HEADERS)


@router.get("/docs/swagger.js")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_swagger_ui_start() -> Response:
    """Return what starts Swagger UI: a file of its own, so that the page needs no inline script."""
    return _file(_own("swagger.js"), "text/javascript", PUBLIC)


@router.get("/docs/swagger-ui-bundle.js")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_swagger_ui_script() -> Response:
    return _file(_packaged("swagger-ui-bundle.js"), "text/javascript", _CACHED_FOR_A_DAY)


@router.get("/docs/swagger-ui.css")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_swagger_ui_style() -> Response:
    return _file(_packaged("swagger-ui.css"), "text/css", _CACHED_FOR_A_DAY)


@router.get("/docs/icon.svg")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_icon() -> Response:
    return _file(_own("icon.svg"), "image/svg+xml", _CACHED_FOR_A_DAY)


@router.get("/favicon.ico")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_favicon() -> Response:
    """Return the icon that browsers ask for of their own accord."""
    return _file(_own("favicon.ico"), "image/vnd.microsoft.icon", _CACHED_FOR_A_DAY)


@router.get("/redoc")
@rate_limited(RateLimitClass.UNLIMITED)
async def show_redoc() -> Response:
    """Show the API in ReDoc."""
    return _file(_own("redoc.html"), "text/html", _REDOC_HEADERS)


@router.get("/redoc/redoc.standalone.js")
@rate_limited(RateLimitClass.UNLIMITED)
async def get_redoc_script() -> Response:
    return _file(_packaged("redoc.standalone.js"), "text/javascript", _CACHED_FOR_A_DAY)
