"""The dependencies of the layered service, provided to endpoints by dependency-injector."""

import os
from urllib.parse import urlsplit, urlunsplit

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from benchmarks.peers.naive.logics import RatingLogic, TitleLogic, WatchlistLogic
from benchmarks.peers.naive.repositories import RatingRepository, TitleRepository, WatchEntryRepository

_DSN = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(scheme="postgresql+asyncpg"))


class Container(containers.DeclarativeContainer):
    wiring_config = containers.WiringConfiguration(modules=["benchmarks.peers.naive.controllers"])

    engine = providers.Singleton(create_async_engine, _DSN, pool_size=10, max_overflow=0)
    sessions = providers.Singleton(async_sessionmaker, engine, expire_on_commit=False)
    watch_entries = providers.Factory(WatchEntryRepository, sessions)
    titles = providers.Factory(TitleRepository, sessions)
    ratings = providers.Factory(RatingRepository, sessions)
    watchlist_logic = providers.Factory(WatchlistLogic, watch_entries)
    title_logic = providers.Factory(TitleLogic, titles)
    rating_logic = providers.Factory(RatingLogic, ratings)
