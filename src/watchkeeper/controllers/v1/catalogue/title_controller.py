from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core import AdminRequiredError
from watchkeeper.foundation.core.bulk import BulkRejectedError
from watchkeeper.foundation.core.errors import AuthenticationRequiredError
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    Caller,
    CurrentAdmin,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    headers_for,
    json_response,
    no_content,
    page_response,
    unless_unchanged,
)
from watchkeeper.foundation.http.bulk import BulkOutput, bulk_response, read_items
from watchkeeper.logics.catalogue.title_bulk_logic import TitleBulkLogic
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.dtos.catalogue.title_dtos import (
    BulkTitleInput,
    CreateTitleInput,
    CreateTitlesInput,
    ListedTitleOutput,
    TitleOutput,
    TitleQuery,
    UpdateTitleInput,
)
from watchkeeper.models.dtos.catalogue.title_suggestion_dtos import SuggestionQuery, SuggestionsOutput
from watchkeeper.models.errors.catalogue_errors import (
    ExternalIdTakenError,
    InUseError,
    InvalidExternalIdError,
    RelevanceNeedsQueryError,
    TitleMergedError,
    TitleNotFoundError,
    UnknownPosterHostError,
    UnknownReferenceError,
    YearsReversedError,
)
from watchkeeper.models.types.catalogue.cache_tag import CacheTag

_PREFIX = "/api/v1/titles"


class TitleController:
    def __init__(self, logic: TitleLogic, bulk: TitleBulkLogic) -> None:
        self._logic = logic
        self._bulk = bulk

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="titles")
        one = "/{title_id}"
        router.get(
            "",
            self.search_titles,
            returns=PageOutput[ListedTitleOutput],
            cached_by=CacheTag.TITLES,
            errors=[
                RelevanceNeedsQueryError,
                YearsReversedError,
                InvalidExternalIdError,
                AuthenticationRequiredError,
                AdminRequiredError,
            ],
        )
        router.get("/suggest", self.suggest_titles, returns=SuggestionsOutput, cached_by=CacheTag.TITLES)
        router.get(
            one,
            self.get_title,
            shows="title",
            returns=TitleOutput,
            cached_by=CacheTag.TITLES,
            errors=[TitleNotFoundError, TitleMergedError],
        )
        router.post(
            "",
            self.create_title,
            returns=TitleOutput,
            status=201,
            errors=[UnknownReferenceError, ExternalIdTakenError, InvalidExternalIdError, UnknownPosterHostError],
        )
        router.post("/bulk", self.create_titles, returns=BulkOutput, errors=[BulkRejectedError])
        router.patch(
            one,
            self.update_title,
            returns=TitleOutput,
            errors=[
                UnknownPosterHostError,
                AdminRequiredError,
                TitleNotFoundError,
                UnknownReferenceError,
                ExternalIdTakenError,
                InvalidExternalIdError,
            ],
        )
        router.delete(one, self.delete_title, status=204, errors=[AdminRequiredError, TitleNotFoundError, InUseError])
        return router

    async def search_titles(self, request: Request, query: TitleQuery, page: Paging, caller: Caller) -> Response:
        """Search or list the catalogue."""
        found = await self._logic.search_titles(query.filters, query.sort, page, caller)
        return page_response(found, request, headers_for(caller))

    async def suggest_titles(self, query: SuggestionQuery, caller: Caller) -> Response:
        """Suggest titles while a user types: the first of a search, with few members."""
        found = await self._logic.suggest_titles(query.filters, query.limit, caller)
        return json_response(found, headers_for(caller))

    async def get_title(self, title_id: UUID, request: Request, caller: Caller) -> Response:
        """Read one title. Only admins see inactive ones and personal ones of others."""
        return await unless_unchanged(
            request,
            caller,
            lambda known: self._logic.get_fingerprint(title_id, known),
            lambda: self._logic.get_title(title_id, caller),
        )

    async def create_title(self, title: CreateTitleInput, admin: CurrentAdmin) -> Response:
        """Add a title to the catalogue."""
        created = await self._logic.create_title(title, admin)
        return json_response(created, PRIVATE, status=201, location=f"{_PREFIX}/{created.model.id}")

    async def create_titles(self, request: Request, titles: CreateTitlesInput, admin: CurrentAdmin) -> Response:
        """Add up to 100 titles to the catalogue. Each item succeeds or fails by itself, unless atomic."""
        items = read_items(BulkTitleInput, titles.items)
        report = await self._bulk.create_titles(items, admin, is_atomic=titles.atomic, is_full=titles.is_full)
        return bulk_response(report, request)

    async def update_title(
        self, title_id: UUID, change: UpdateTitleInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change a title, as an admin or a personal one of your own: only the members sent; lists and objects are
        replaced."""
        return json_response(await self._logic.update_title(title_id, change, precondition, user), PRIVATE)

    async def delete_title(self, title_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Delete a title without watch entries, ratings and reviews; deactivate others instead. A personal title of
        yours goes with your entry, rating and review of it."""
        await self._logic.delete_title(title_id, precondition, user)
        return no_content()
