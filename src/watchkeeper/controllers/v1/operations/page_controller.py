"""The page that people use: one document for all its addresses, and the files that it loads, none from other hosts."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from mimetypes import guess_type

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from watchkeeper import __version__
from watchkeeper.foundation.core.errors import RouteNotFoundError
from watchkeeper.foundation.http import PUBLIC, ApiRouter, RateLimitClass

ADDRESSES = (
    "/sign-in",
    "/register",
    "/reset-password",
    "/browse",
    "/list",
    "/lists",
    "/activity",
    "/calendar",
    "/discover",
    "/statistics",
    "/import",
    "/export",
    "/servers",
    "/webhooks",
    "/account",
    "/admin",
)
ADDRESSES_OF_ONE = (
    "/titles/{key}",
    "/lists/{key}",
    "/shared/lists/{key}",
    "/statistics/{key}",
    "/import/{key}",
    "/servers/{key}",
    "/webhooks/{key}",
    "/admin/{key}",
)
"""The addresses of the page besides `/`. `web/src/routes.ts` has the same."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types worker"
)
_PAGE_HEADERS = PUBLIC | {
    "Vary": "Accept",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# A worker has a policy of its own: it asks the service for the page's files, and nothing else.
_WORKER_HEADERS = PUBLIC | {"Content-Security-Policy": "default-src 'none'; connect-src 'self'"}
# The name of an asset has a digest of its content: it never changes.
_ASSET_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_INDEX_HEADERS = PUBLIC | {"Vary": "Accept"}
_INDEX = {"name": "Watchkeeper", "version": __version__, "api": "/api/v1", "health": "/health"}
_INDEX_OF_DOCS = {"docs": "/docs", "openapi": "/openapi.json"}


@cache
def _assets() -> Mapping[str, bytes]:
    """Return the files that the page loads by their names, with their compressed copies (`.br`, `.gz`)."""
    folder = files("watchkeeper") / "resources" / "web" / "assets"
    return {asset.name: asset.read_bytes() for asset in folder.iterdir()}


@lru_cache(16)
def _document(prefix: str) -> bytes:
    """Return the document for clients that reach the service below a prefix; the last 16 are cached."""
    document = (files("watchkeeper") / "resources" / "web" / "index.html").read_bytes()
    return document.replace(b'="/', b'="' + prefix.encode() + b"/")


@cache
def _worker() -> bytes:
    return (files("watchkeeper") / "resources" / "web" / "sw.js").read_bytes()


def _page(request: Request, status: int = 200) -> Response:
    return Response(_document(request.scope["root_path"]), status, _PAGE_HEADERS, media_type="text/html")


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def show_elsewhere(request: Request) -> Response | None:
    """Return the page for a browser at an address without a route: the page says that nothing is there.

    Returns None for programs, other methods, and below `/api`.
    """
    path: str = request.scope["path"]
    if request.method not in {"GET", "HEAD"} or not _is_browser(request) or f"{path}/".startswith("/api/"):
        return None
    return _page(request, 404)


def _index(index: Mapping[str, str], prefix: str) -> Response:
    below = {name: prefix + text if text.startswith("/") else text for name, text in index.items()}
    return JSONResponse(below, headers=_INDEX_HEADERS)


def _accepted(header: str) -> set[str]:
    """Return the encodings that `Accept-Encoding` names, without those it rejects (`q=0`)."""
    parts = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return {name for name, _, quality in parts if not quality or quality.strip("0.")}


def _encoding_of(name: str, request: Request) -> str | None:
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    offered = (encoding for encoding, ending in _ENCODINGS.items() if name + ending in _assets())
    return next((encoding for encoding in offered if encoding in accepted), None)


def _asset(name: str, request: Request) -> Response:
    """Raises RouteNotFoundError for a name that the page does not have; copies have no address of their own."""
    if name not in _assets() or name.endswith(tuple(_ENCODINGS.values())):
        raise RouteNotFoundError
    encoding = _encoding_of(name, request)
    encoded = {} if encoding is None else {"Content-Encoding": encoding}
    body = _assets()[name + _ENCODINGS[encoding] if encoding else name]
    return Response(body, headers=_ASSET_HEADERS | encoded, media_type=guess_type(name)[0])


class PageController:
    """Serves the page; at `/` programs that ask for JSON get the addresses of the service.

    Those of the documentation are among them if it is public.
    """

    _are_docs_public = True

    def __init__(self, *, are_docs_public: bool) -> None:
        self._are_docs_public = are_docs_public

    def router(self) -> ApiRouter:
        router = ApiRouter(
            tag="documentation", rate_limit=RateLimitClass.UNLIMITED, public=True, any_query=True, in_schema=False
        )
        router.get("/", self.show_root)
        for address in ADDRESSES:
            router.get(address, self.show_page)
        for address in ADDRESSES_OF_ONE:
            router.get(address, self.show_page_of_one)
        router.get("/assets/{name}", self.get_asset)
        router.get("/sw.js", self.get_worker)
        return router

    async def show_root(self, request: Request) -> Response:
        """Show the page; return the addresses of the service to programs that ask for JSON."""
        index = _INDEX | (_INDEX_OF_DOCS if self._are_docs_public else {})
        asks_for_json = "json" in request.headers.get("accept", "") and not _is_browser(request)
        return _index(index, request.scope["root_path"]) if asks_for_json else _page(request)

    async def show_page(self, request: Request) -> Response:
        """Return the document of the page: its script shows what stands at the address."""
        return _page(request)

    async def show_page_of_one(self, key: str, request: Request) -> Response:
        """Return the document of the page for an address that names one thing, whether or not there is such a thing."""
        return _page(request)

    async def get_asset(self, name: str, request: Request) -> Response:
        """Return a file of the page, compressed as the client accepts it."""
        return _asset(name, request)

    async def get_worker(self) -> Response:
        """Return the script by which a browser keeps the page for reading without network."""
        return Response(_worker(), headers=_WORKER_HEADERS, media_type="text/javascript")
