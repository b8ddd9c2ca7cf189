"""B0: Starlette with one route that answers the bytes in a file. BARE_FILE, BARE_PATH and BARE_STATUS name them."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_BODY = Path(os.environ["BARE_FILE"]).read_bytes()
_STATUS = int(os.environ["BARE_STATUS"])


async def _respond(request: Request) -> Response:
    del request
    return Response(_BODY, _STATUS, media_type="application/json" if _BODY else None)


application = Starlette(routes=[Route(os.environ["BARE_PATH"], _respond, methods=["GET", "POST", "PUT"])])
