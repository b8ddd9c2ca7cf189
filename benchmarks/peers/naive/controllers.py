"""Endpoints in nested routers, each with `Depends(Provide[...])` and a response_model."""

import os
from typing import Annotated
from uuid import UUID

from dependency_injector.wiring import Provide, inject
from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt

from benchmarks.peers.naive.container import Container
from benchmarks.peers.naive.dtos import NewScoreDto, NewWatchEntryDto, RatingDto, TitleDto, WatchEntryDto, WatchlistDto
from benchmarks.peers.naive.logics import RatingLogic, TitleLogic, WatchlistLogic

_OTHER_ROUTES = 56
"""So many routes stand before the measured ones, as in the service, which has some 60."""

_bearer = HTTPBearer()


async def current_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(_bearer)]) -> UUID:
    """Return who the token names."""
    try:
        claims = jwt.decode(
            credentials.credentials, os.environ["AUTH__SECRET_KEY"], ["HS256"], audience="watchkeeper-api"
        )
    except JWTError as failure:
        raise HTTPException(401, "invalid token") from failure
    return UUID(claims["sub"])


CurrentUser = Annotated[UUID, Depends(current_user)]

other_router = APIRouter(prefix="/other", tags=["other"])
watchlist_router = APIRouter(prefix="/watchlist", tags=["watchlist"])
title_router = APIRouter(prefix="/titles", tags=["titles"])
rating_router = APIRouter(prefix="/ratings", tags=["ratings"])


def _add_other(number: int) -> None:
    @other_router.get(f"/{number}/{{name}}")
    async def other(name: str) -> dict[str, str]:
        return {"name": name}


for _number in range(_OTHER_ROUTES):
    _add_other(_number)


@watchlist_router.get("", response_model=WatchlistDto)
@inject
async def list_entries(
    user_id: CurrentUser,
    logic: Annotated[WatchlistLogic, Depends(Provide[Container.watchlist_logic])],
    limit: int = 20,
) -> WatchlistDto:
    return await logic.list_of(user_id, limit)


@watchlist_router.post("", response_model=WatchEntryDto, status_code=201)
@inject
async def add_entry(
    entry: NewWatchEntryDto,
    user_id: CurrentUser,
    logic: Annotated[WatchlistLogic, Depends(Provide[Container.watchlist_logic])],
) -> WatchEntryDto:
    return await logic.add(user_id, entry)


@title_router.get("/{title_id}", response_model=TitleDto)
@inject
async def get_title(
    title_id: UUID,
    user_id: CurrentUser,
    logic: Annotated[TitleLogic, Depends(Provide[Container.title_logic])],
) -> TitleDto:
    del user_id
    title = await logic.find(title_id)
    if title is None:
        raise HTTPException(404)
    return title


@rating_router.put("/{rating_id}", response_model=RatingDto)
@inject
async def change_rating(
    rating_id: UUID,
    score: NewScoreDto,
    user_id: CurrentUser,
    logic: Annotated[RatingLogic, Depends(Provide[Container.rating_logic])],
) -> RatingDto:
    rating = await logic.change(user_id, rating_id, score.score)
    if rating is None:
        raise HTTPException(404)
    return rating


version_router = APIRouter(prefix="/v1")
for _router in (other_router, watchlist_router, title_router, rating_router):
    version_router.include_router(_router)
api_router = APIRouter(prefix="/api")
api_router.include_router(version_router)
