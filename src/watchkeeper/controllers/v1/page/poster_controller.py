from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, Caller
from watchkeeper.logics.page.poster_logic import PosterLogic
from watchkeeper.models.dtos.catalogue.poster_dtos import PosterQuery
from watchkeeper.models.errors.catalogue_errors import TitleMergedError, TitleNotFoundError
from watchkeeper.models.errors.page_errors import NoPosterError
from watchkeeper.models.types.catalogue.picture import PICTURE_TYPES, Picture

_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


class PosterController:
    def __init__(self, logic: PosterLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/titles", tag="titles")
        router.get(
            "/{title_id}/poster",
            self.get_poster,
            files=dict.fromkeys(PICTURE_TYPES, "…"),
            errors=[TitleNotFoundError, TitleMergedError, NoPosterError],
        )
        return router

    async def get_poster(self, title_id: UUID, query: PosterQuery, caller: Caller) -> Response:
        """Read the poster of a title, a picture. This service fetches it from its host, once."""
        picture, is_public = await self._logic.get_poster(title_id, query.width, caller)
        return _response(picture, _headers(is_public=is_public, is_versioned=query.v is not None))


def _response(picture: Picture, headers: dict[str, str]) -> Response:
    return Response(picture.content, headers=headers, media_type=picture.media_type)


def _headers(*, is_public: bool, is_versioned: bool) -> dict[str, str]:
    if not is_public:
        return PRIVATE
    return _FOR_GOOD if is_versioned else _FOR_A_DAY
