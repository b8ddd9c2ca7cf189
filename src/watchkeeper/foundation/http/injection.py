"""How endpoints get their logic: `Annotated[GenreLogic, provided(GenreLogic)]`."""

from typing import Any

from fastapi import Depends, Request


class Provided:
    """The dependency on the one object of a class that the container built.

    To FastAPI it is asynchronous on purpose: it runs a synchronous one in a thread, at 0.2 ms a request. Plans of
    routes take it from a request without a call.
    """

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def of(self, request: Request) -> object:
        return request.scope["app"].state.logics[self._kind]

    async def __call__(self, request: Request) -> object:
        return self.of(request)


def provided(kind: type) -> Any:  # noqa: ANN401 - FastAPI types its Depends so
    """Return the dependency on the one object of class `kind` that the container built."""
    return Depends(Provided(kind))
