"""A service with settings of its own, beside the one that all tests share, over the same database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings


@asynccontextmanager
async def running(application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Give an anonymous client of a service, which runs as long as the block."""
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client:
            yield client


def with_auth(settings: Settings, **members: Any) -> Settings:
    """Return settings of which these, of `AUTH__`, are others."""
    return settings.model_copy(update={"auth": settings.auth.model_copy(update=members)})


def service(settings: Settings, dsn: str, *, secret: str = SECRET) -> FastAPI:
    """Return an application with these settings, which does not run yet."""
    return create_application(settings, secret=secret, dsn=dsn)
