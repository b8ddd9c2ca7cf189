"""The documentation pages and the OpenAPI document. The pages load nothing from other hosts."""

import asyncio
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

from fastapi import Request, Response

from watchkeeper.foundation.http import PUBLIC, ApiRouter, RateLimitClass

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
    # ReDoc uses inline styles, and runs its search in a worker from a blob.
    "Content-Security-Policy": _POLICY.format(more="style-src 'self' 'unsafe-inline'; worker-src 'self' blob:")
}
_CACHED_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}

_REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_NO_IMAGE = b"data:,"


@cache
def _own(name: str) -> bytes:
    return (files("watchkeeper") / "resources" / "docs" / name).read_bytes()


@lru_cache(16)
def _page(name: str, prefix: str) -> bytes:
    """Return a page for clients that reach the service below a prefix; the last 16 are cached."""
    return _own(name).replace(b'="/', b'="' + prefix.encode() + b"/")


@cache
def _packaged(name: str) -> bytes:
    """Return a file of fastapi_offline, without ReDoc's link to a logo on another host."""
    return (files("fastapi_offline") / "static" / name).read_bytes().replace(_REDOC_LOGO, _NO_IMAGE)


def _file(body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    return Response(body, headers=headers, media_type=media_type)


class DocumentationController:
    """Serves the documentation pages, and the OpenAPI document that `document` returns as JSON for a prefix.

    Unless they are public, there is only the icon.
    """

    _is_public = True

    def __init__(self, document: Callable[[str], bytes], *, is_public: bool) -> None:
        self._document = document
        self._is_public = is_public
        self._making = asyncio.Lock()

    def router(self) -> ApiRouter:
        router = ApiRouter(tag="documentation")
        always = (("/favicon.ico", self.get_favicon),)
        pages = (
            ("/openapi.json", self.get_openapi_document),
            ("/docs", self.show_swagger_ui),
            ("/docs/swagger.js", self.get_swagger_ui_start),
            ("/docs/swagger-ui-bundle.js", self.get_swagger_ui_script),
            ("/docs/swagger-ui.css", self.get_swagger_ui_style),
            ("/docs/icon.svg", self.get_icon),
            ("/redoc", self.show_redoc),
            ("/redoc/redoc.standalone.js", self.get_redoc_script),
        )
        for path, endpoint in (*always, *pages) if self._is_public else always:
            router.get(
                path, endpoint, rate_limit=RateLimitClass.UNLIMITED, public=True, any_query=True, in_schema=False
            )
        return router

    async def get_openapi_document(self, request: Request) -> Response:
        """Return the OpenAPI document."""
        async with self._making:  # the first time takes seconds of the processor: other requests go on, and it is once
            document = await asyncio.to_thread(self._document, request.scope["root_path"])
        return Response(document, headers=PUBLIC, media_type="application/json")

    async def show_swagger_ui(self, request: Request) -> Response:
        """Show the API in Swagger UI."""
        return _file(_page("swagger.html", request.scope["root_path"]), "text/html", _SWAGGER_UI_HEADERS)

    async def get_swagger_ui_start(self) -> Response:
        """Return the script that starts Swagger UI: a separate file, so that the page needs no inline script."""
        return _file(_own("swagger.js"), "text/javascript", PUBLIC)

    async def get_swagger_ui_script(self) -> Response:
        return _file(_packaged("swagger-ui-bundle.js"), "text/javascript", _CACHED_FOR_A_DAY)

    async def get_swagger_ui_style(self) -> Response:
        return _file(_packaged("swagger-ui.css"), "text/css", _CACHED_FOR_A_DAY)

    async def get_icon(self) -> Response:
        return _file(_own("icon.svg"), "image/svg+xml", _CACHED_FOR_A_DAY)

    async def get_favicon(self) -> Response:
        """Return the icon that browsers request by default."""
        return _file(_own("favicon.ico"), "image/vnd.microsoft.icon", _CACHED_FOR_A_DAY)

    async def show_redoc(self, request: Request) -> Response:
        """Show the API in ReDoc."""
        return _file(_page("redoc.html", request.scope["root_path"]), "text/html", _REDOC_HEADERS)

    async def get_redoc_script(self) -> Response:
        return _file(_packaged("redoc.standalone.js"), "text/javascript", _CACHED_FOR_A_DAY)
