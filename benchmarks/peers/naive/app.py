"""The same work as a layered service is often written: the yardstick for what the service saves."""

from fastapi import FastAPI

from benchmarks.peers.naive.container import Container
from benchmarks.peers.naive.controllers import api_router
from benchmarks.peers.naive.middlewares import RateLimits, RequestIds, Timing

container = Container()
application = FastAPI()
application.include_router(api_router)
application.add_middleware(RateLimits)
application.add_middleware(Timing)
application.add_middleware(RequestIds)
