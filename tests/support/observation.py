"""The service with metrics or tracing switched on, and readers of what it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings


@asynccontextmanager
async def running(settings: Settings, dsn: str, **changed: Any) -> AsyncIterator[FastAPI]:
    """Give a service of its own whose settings differ as told."""
    application = create_application(settings.model_copy(update=changed), secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


@asynccontextmanager
async def client_of(application: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Give an anonymous client of an application."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client:
        yield client


def registry_of(application: FastAPI) -> CollectorRegistry:
    """Return where an application counts."""
    registry: CollectorRegistry = application.state.container.metrics().registry
    return registry


def samples_of(exposition: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Return the samples of a page of metrics by name and labels."""
    families = text_string_to_metric_families(exposition)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def labels(**given: str) -> frozenset[tuple[str, str]]:
    """Return labels to look for."""
    return frozenset(given.items())
