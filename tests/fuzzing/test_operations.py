"""Whatever is sent to an operation of the OpenAPI document is answered as the document says, whoever sends it.

All checks of schemathesis hold: no 5xx, no undocumented status, media type or header, no body outside its schema,
nothing accepted that the schema refuses and nothing refused that it allows, credentials asked for, nothing there after
it was deleted. What is passed over stands in `exclusions.py`. `make fuzz` runs the same for longer.
"""

import pytest

from tests.fuzzing.callers import ROLES
from tests.fuzzing.campaign import Outcome
from tests.fuzzing.conftest import Fuzz
from tests.fuzzing.plans import BOUNDARY_ROLES, TAGS, boundary_plan, is_long, random_plan
from tests.support.documents import operations
from tests.support.standin import Standin
from watchkeeper.configs.api_docs import service_document

# The service runs in a thread of this process and uses the same `random`, which Hypothesis takes for a strategy
# that does; that a body is long is no finding either. As errors, both warnings would end an operation's requests.
pytestmark = [
    pytest.mark.timeout(0 if is_long() else 900),  # as long as FUZZ_EXAMPLES asks for
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning"),
]
LONG = pytest.mark.long


def require_clean(outcome: Outcome, seed: int) -> None:
    found = [*outcome.errors, *map(str, outcome.distinct())]
    assert not found, f"FUZZ_SEED={seed}: {len(found)} findings in {outcome.requests} requests\n\n" + "\n\n".join(found)
    assert outcome.requests > 0


@LONG
@pytest.mark.parametrize("role", ROLES)
def test_random_requests_and_their_sequences_are_answered_as_documented(role: str, fuzz: Fuzz, seed: int) -> None:
    require_clean(fuzz(role, random_plan(seed)), seed)


@LONG
@pytest.mark.parametrize("tags", TAGS, ids="-".join)
@pytest.mark.parametrize("role", BOUNDARY_ROLES)
def test_boundaries_of_parameters_and_members_are_as_documented(
    role: str, tags: tuple[str, ...], fuzz: Fuzz, seed: int
) -> None:
    require_clean(fuzz(role, boundary_plan(tags, seed)), seed)


def test_trouble_of_providers_is_answered_as_documented(fuzz: Fuzz, standin: Standin, seed: int) -> None:
    standin.fails_with(500)
    outcome = fuzz("user", boundary_plan(("favorites",), seed))
    require_clean(outcome, seed)
    assert outcome.statuses.get(502, 0) > 0


def test_parts_are_the_whole_document() -> None:
    tagged = {str(operation): set(operation.member["tags"]) for operation in operations(service_document())}
    parts = {tag for tags in TAGS for tag in tags}
    assert [operation for operation, tags in tagged.items() if not tags & parts] == []
