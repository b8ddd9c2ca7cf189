"""The service that is fuzzed: over a socket, with the stand-in as its providers."""

from collections.abc import Callable, Iterator

import pytest

from tests.fuzzing.callers import Caller
from tests.fuzzing.campaign import Outcome, Plan, run
from tests.fuzzing.plans import chosen_seed
from tests.fuzzing.served import served
from tests.support.databases import SECRET
from tests.support.discovery import settings_towards
from tests.support.standin import Standin
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.application import create_application

Fuzz = Callable[[str, Plan], Outcome]


@pytest.fixture(scope="session")
def seed() -> int:
    return chosen_seed()


@pytest.fixture(scope="session")
def fuzzed_address(running_standin: Standin, dsn: str) -> Iterator[str]:
    """The address of the service, one a worker."""
    settings = settings_towards(running_standin)
    with served(create_application(settings, secret=SECRET, dsn=dsn), settings) as address:
        yield address


@pytest.fixture
def fuzz(fuzzed_address: str, dsn: str, standin: Standin, empty_tables: None) -> Iterator[Fuzz]:
    """Run a plan as a role, over empty tables."""
    callers: list[Caller] = []

    def fuzz(role: str, plan: Plan) -> Outcome:
        if role == "nobody":
            return run(service_document(), fuzzed_address, plan, None)
        callers.append(Caller(fuzzed_address, dsn, role))
        return run(service_document(), fuzzed_address, plan, callers[-1])

    yield fuzz
    for caller in callers:
        caller.close()
