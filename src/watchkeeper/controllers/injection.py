"""How endpoints get their logic: `Annotated[GenreLogic, provided(GenreLogic)]`."""

from typing import Any

from fastapi import Depends, Request


def provided(kind: type) -> Any:  # noqa: ANN401 - FastAPI types its Depends so
    """Return the dependency on the one object of class `kind` that the container built.

    The dependency is asynchronous on purpose: FastAPI runs a synchronous one in a thread, at 0.2 ms a request.
    """

    async def give(request: Request) -> object:
        return request.app.state.logics[kind]

    return Depends(give)
