"""A route that is wrong is wrong when it is made: nothing of it is left to the first request."""

from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from watchkeeper.foundation.core import Principal
from watchkeeper.foundation.core.dtos import FormInput, Input, PageQuery, QueryParameters
from watchkeeper.foundation.http import (
    ApiRouter,
    Caller,
    CurrentAdmin,
    CurrentUser,
    IfMatch,
    KnownCaller,
    Paging,
    RateLimitClass,
    UserAgent,
)
from watchkeeper.foundation.http.authentication import Access


class Body(Input):
    name: str


class Form(FormInput):
    name: str | None = None


async def with_everything(
    request: Request,
    thing_id: UUID,
    user: CurrentUser,
    precondition: IfMatch,
    query: PageQuery,
    page: Paging,
    body: Body,
    agent: UserAgent,
) -> Response:
    return Response()


async def of_nobody(query: QueryParameters) -> Response:
    return Response()


async def of_anybody(caller: Caller) -> Response:
    return Response()


async def of_a_known_caller(caller: KnownCaller) -> Response:
    return Response()


async def of_a_user(user: CurrentUser) -> Response:
    return Response()


async def of_an_admin(admin: CurrentAdmin) -> Response:
    return Response()


def test_endpoint_may_take_every_kind_at_once() -> None:
    router = ApiRouter("/things", tag="things")
    router.put("/{thing_id}", with_everything)
    route = router.routes[0]
    assert (route.method, route.path, route.name) == ("PUT", "/things/{thing_id}", "with_everything")
    assert route.signature.access is Access.USER


async def with_plain_query(n: int) -> Response:
    return Response()


async def with_default(query: QueryParameters = QueryParameters()) -> Response:  # noqa: B008
    return Response()


async def with_two_queries(one: QueryParameters, two: PageQuery) -> Response:
    return Response()


async def with_two_bodies(one: Body, two: Form) -> Response:
    return Response()


async def with_any_model(one: BaseModel) -> Response:
    return Response()


async def with_dependency(n: Annotated[int, Depends(of_nobody)]) -> Response:
    return Response()


async def with_parameter_of_fastapi(n: Annotated[int, Query()]) -> Response:
    return Response()


async def with_bare_principal(user: Principal) -> Response:
    return Response()


async def with_page_of_nothing(query: QueryParameters, page: Paging) -> Response:
    return Response()


async def without_annotation(n) -> Response:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return Response()


@pytest.mark.parametrize(
    "endpoint",
    [
        with_plain_query, with_default, with_two_queries, with_two_bodies, with_any_model, with_dependency,
        with_parameter_of_fastapi, with_bare_principal, with_page_of_nothing, without_annotation,
    ],
)  # fmt: skip
def test_parameter_of_no_known_kind_is_refused_by_name(endpoint: Any) -> None:
    with pytest.raises(TypeError, match=endpoint.__name__):
        ApiRouter(tag="things").get("/things", endpoint, public=True)


async def with_id(thing_id: UUID) -> Response:
    return Response()


async def with_list_in_path(thing_id: list[str]) -> Response:
    return Response()


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [("/{other_id}", with_id), ("", with_id), ("/{thing_id}", of_nobody), ("/{thing_id}", with_list_in_path)],
)
def test_path_and_endpoint_that_name_different_values_are_refused(path: str, endpoint: Any) -> None:
    with pytest.raises(TypeError):
        ApiRouter(tag="things").get(path, endpoint, public=True)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_route_that_forgets_its_caller_is_refused_unless_it_is_public(method: str) -> None:
    router = ApiRouter(tag="things")
    with pytest.raises(TypeError, match="of_nobody"):
        getattr(router, method)("/things", of_nobody)
    getattr(router, method)("/things", of_nobody, public=True)
    assert [route.signature.access for route in router.routes] == [None]


@pytest.mark.parametrize("endpoint", [of_anybody, of_a_known_caller, of_a_user, of_an_admin])
def test_route_with_a_caller_is_not_public(endpoint: Any) -> None:
    with pytest.raises(TypeError, match=endpoint.__name__):
        ApiRouter(tag="things").get("/things", endpoint, public=True)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("endpoint", [of_anybody, of_a_known_caller])
def test_route_that_writes_requires_its_caller(method: str, endpoint: Any) -> None:
    with pytest.raises(TypeError, match=endpoint.__name__):
        getattr(ApiRouter(tag="things"), method)("/things", endpoint)


@pytest.mark.parametrize("endpoint", [of_a_user, of_an_admin])
def test_response_to_one_caller_is_not_cached_for_everybody(endpoint: Any) -> None:
    with pytest.raises(TypeError, match=endpoint.__name__):
        ApiRouter(tag="things").get("/things", endpoint, cached_by="things")
    with pytest.raises(TypeError, match=endpoint.__name__):
        ApiRouter(tag="things").post("/things", endpoint, cached_by="things")


def test_option_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(TypeError):
        ApiRouter(tag="things").get("/things", of_anybody, cache_by="things")  # type: ignore[call-arg]


def test_route_counts_as_a_read_or_a_write_unless_it_says_otherwise() -> None:
    router = ApiRouter(tag="things")
    router.get("/things", of_a_user)
    router.post("/things", of_a_user)
    router.put("/things", of_a_user, rate_limit=RateLimitClass.IMPORTS)
    assert [route.rate_limit for route in router.routes] == ["reads", "writes", "imports"]
