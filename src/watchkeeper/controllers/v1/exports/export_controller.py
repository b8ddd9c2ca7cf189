from typing import Annotated

from fastapi import Path, Response

from watchkeeper.foundation.http import NO_STORE, ApiRouter, CurrentUser, RateLimitClass
from watchkeeper.foundation.http.streaming import StreamedResponse
from watchkeeper.logics.exports.export_logic import ExportLogic
from watchkeeper.models.errors.export_errors import ExportFormatUnknownError
from watchkeeper.models.types.exports.export import ExportFormat

_MEDIA_TYPES = {
    ExportFormat.WATCHKEEPER: "application/zip",
    ExportFormat.LETTERBOXD: "text/csv; charset=utf-8",
    ExportFormat.IMDB: "text/csv; charset=utf-8",
    ExportFormat.TRAKT: "application/json",
    ExportFormat.MYANIMELIST: "application/xml",
}
_EXAMPLES = {
    "application/zip": "PK",
    "text/csv": "Title,Year\r\nHeat,1995\r\n",
    "application/json": {"history": [], "ratings": [], "watchlist": [], "dropped": [], "comments": []},
    "application/xml": "<myanimelist></myanimelist>",
}
_LEFT_OUT = "Export-Left-Out"

Format = Annotated[str, Path(json_schema_extra={"enum": [*ExportFormat]})]


class ExportController:
    def __init__(self, logic: ExportLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/exports", tag="exports")
        router.get(
            "/{format}",
            self.export_data,
            rate_limit=RateLimitClass.IMPORTS,
            errors=[ExportFormatUnknownError],
            response_headers=[_LEFT_OUT],
            files=_EXAMPLES,
        )
        return router

    async def export_data(self, user: CurrentUser, format: Format) -> Response:  # noqa: A002 - the name in the API
        """Download everything you have here, or what another service can read of it.

        `watchkeeper.zip` has everything but secrets. `letterboxd.csv`, `imdb.csv`, `trakt.json` and `myanimelist.xml`
        leave out what their forms can't carry: `Export-Left-Out` counts those entries, plays, ratings, reviews, lists
        and marks.
        """
        export = await self._logic.export(user.user_id, format)
        headers = NO_STORE | {
            "Content-Disposition": f'attachment; filename="{export.form}"',
            _LEFT_OUT: str(export.left_out),
        }
        return StreamedResponse(export.blocks, headers=headers, media_type=_MEDIA_TYPES[export.form])
