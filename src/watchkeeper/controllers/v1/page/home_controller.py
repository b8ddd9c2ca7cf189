from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, json_response
from watchkeeper.logics.page.home_logic import HomeLogic
from watchkeeper.logics.page.statistics_logic import StatisticsLogic
from watchkeeper.models.dtos.page.home_dtos import HomeOutput, HomeQuery, PickQuery
from watchkeeper.models.dtos.page.statistics_dtos import StatisticsOutput, StatisticsQuery
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput
from watchkeeper.models.errors.page_errors import NothingFitsError


class HomeController:
    def __init__(self, logic: HomeLogic, statistics: StatisticsLogic) -> None:
        self._logic = logic
        self._statistics = statistics

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1", tag="watchlist")
        router.get("/home", self.get_home, returns=HomeOutput)
        router.get("/watchlist/pick", self.pick_watch_entry, returns=WatchEntryOutput, errors=[NothingFitsError])
        router.get("/statistics", self.get_statistics, returns=StatisticsOutput)
        return router

    async def get_home(self, user: CurrentUser, query: HomeQuery) -> Response:
        """Read what a first screen shows: what goes on, what is planned, what is new and what is liked."""
        return json_response(await self._logic.get_home(user, query.limit), PRIVATE)

    async def pick_watch_entry(self, user: CurrentUser, query: PickQuery) -> Response:
        """Pick something that you planned, at random."""
        return json_response(await self._logic.pick(user, query.filters), PRIVATE)

    async def get_statistics(self, user: CurrentUser, query: StatisticsQuery) -> Response:
        """Read what you have watched and rated, in a year or ever."""
        return json_response(await self._statistics.get_statistics(user, query.year), PRIVATE)
