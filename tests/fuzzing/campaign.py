"""One run of schemathesis over the OpenAPI document, and what it found."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis import BaseSchema, engine
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events
from schemathesis.engine.recorder import ScenarioRecorder

from tests.fuzzing.callers import Caller
from tests.fuzzing.exclusions import is_finding
from tests.fuzzing.rejections import problem_codes

_NOISE = ("User-Agent", "Accept", "Accept-Encoding", "Connection", "Content-Length", "X-Schemathesis-TestCaseId")
_LONGEST = 1500
_ANSWERED_WITHIN = 60  # seconds

PHASES = ("examples", "coverage", "fuzzing", "stateful")

REFUSALS = [
    *("400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428", "429", "431"),
    *("502", "503", "504"),
]
"""How something that the schema does not allow may be refused; 5xx is a matter of another check, all in all."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried: the phases, how many examples an operation gets, and from which seed."""

    phases: tuple[str, ...]
    examples: int
    seed: int
    is_random: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the service or the document gets wrong, with the request that shows it."""

    check: str
    operation: str
    status: int
    codes: tuple[str, ...]
    message: str
    request: str
    answer: str

    def __str__(self) -> str:
        head = f"{self.check}: {self.operation} -> {self.status} {self.codes}"
        return f"{head}\n{self.message}\n{self.request}\n{self.answer}"


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def distinct(self) -> list[Finding]:
        """Return one finding of each kind for each operation."""
        return list({(one.check, one.operation, one.status, one.codes): one for one in self.findings}.values())


def run(document: Json, address: str, plan: Plan, caller: Caller | None) -> Outcome:
    """Send what the plan says to the service at `address`, as `caller`, and hold every answer against the document."""
    config = SchemathesisConfig.from_dict(_configuration(address, plan))
    schema: BaseSchema = schemathesis.openapi.from_dict(_without_example_of_key(document), config=config)
    if plan.tags:
        schema = schema.include(tag=list(plan.tags))
    schema.hooks.register_hook_with_name(is_finding, "filter_failure")
    if caller is not None:
        schema.auth.providers.append(caller)
    outcome = Outcome()
    for event in engine.from_schema(schema).execute():
        _note(event, outcome)
    return outcome


def _without_example_of_key(document: Json) -> Json:
    """Return the document without the one example of an Idempotency-Key: its second use would be refused."""
    bare = deepcopy(document)
    del bare["components"]["parameters"]["IdempotencyKey"]["example"]
    return bare


def _configuration(address: str, plan: Plan) -> Json:
    return {
        "seed": plan.seed,
        "base-url": address,
        "continue-on-failure": True,
        "auth": {"auto-signup": False},  # signing up is one of the operations that are tried
        "request-timeout": _ANSWERED_WITHIN,
        # A finding is told as it was sent: to make it shorter the service would be asked hundreds of times more.
        "generation": {
            "max-examples": plan.examples,
            "deterministic": not plan.is_random,
            "database": "none",
            "no-shrink": True,
        },
        "checks": {
            "negative_data_rejection": {"expected-statuses": REFUSALS},
            "missing_required_header": {"expected-statuses": REFUSALS},
        },
        "phases": {phase: {"enabled": phase in plan.phases} for phase in PHASES},
    }


def _note(event: events.EngineEvent, outcome: Outcome) -> None:
    match event:
        case events.FatalError():
            raise event.exception
        case events.NonFatalError():
            causes = map(repr, getattr(event.value, "exceptions", ()))  # what a group holds is not in its message
            outcome.errors.append("\n".join([f"{event.label}: {event.info.title}", event.info.message, *causes]))
        case events.EngineFinished():
            outcome.errors.extend(str(failure) for failure in event.failures)
        case events.ScenarioFinished():
            _note_scenario(event.recorder, outcome)


def _note_scenario(recorder: ScenarioRecorder, outcome: Outcome) -> None:
    for interaction in recorder.interactions.values():
        status = interaction.response.status_code if interaction.response is not None else 0
        outcome.requests += 1
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                outcome.findings.append(_finding(recorder, case_id, check.name, failure))


def _finding(recorder: ScenarioRecorder, case_id: str, check: str, failure: Failure) -> Finding:
    case = recorder.cases[case_id].value
    interaction = recorder.interactions[failure.case_id or case_id]
    sent, answer = interaction.request, interaction.response
    headers = {name: values[0] for name, values in sent.headers.items() if name not in _NOISE}
    return Finding(
        check=check,
        operation=case.operation.label,
        status=answer.status_code if answer is not None else 0,
        codes=tuple(sorted(problem_codes(answer))) if answer is not None else (),
        message=failure.message or failure.title,
        request=f"{sent.method} {sent.uri[:_LONGEST]}\n{headers}\n{(sent.body or b'')[:_LONGEST]!r}",
        answer=(answer.text if answer is not None else "no answer")[:_LONGEST],
    )
