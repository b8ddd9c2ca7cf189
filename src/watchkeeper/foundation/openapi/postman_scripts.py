"""The scripts of requests in a Postman collection: what they need before, and what must be true of the response."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Expected(NamedTuple):
    """The expectations of a response: its status, a member of a success, the code of a problem.

    A request that has the status `until` is sent again, at most a hundred times.
    """

    statuses: tuple[int, ...]
    member: str | None
    code: str | None = None
    until: int | None = None


def events(
    before: Sequence[str], expected: Expected, stored: Mapping[str, str], *, needs_admin: bool
) -> list[dict[str, Any]]:
    """Return the scripts of a request. One that needs an admin is skipped without the credentials of one."""
    prepare = [*(_SKIP_WITHOUT_ADMIN if needs_admin else ()), *before]
    check = [*_again(expected), *_checks(expected), *_store(stored)]
    scripts = {"prerequest": prepare, "test": check}
    return [
        {"listen": listen, "script": {"type": "text/javascript", "exec": script}}
        for listen, script in scripts.items()
        if script
    ]


_SKIP_WITHOUT_ADMIN = ('if (!pm.environment.get("admin_username")) { pm.execution.skipRequest(); }',)


def _again(expected: Expected) -> list[str]:
    if expected.until is None:
        return []
    return [
        'const sent = Number(pm.environment.get("sent_again") || 0);',
        f"if (pm.response.code === {expected.until} && sent < 100) {{",
        '  pm.environment.set("sent_again", sent + 1);',
        "  pm.execution.setNextRequest(pm.info.requestId);",
        "  return;",
        "}",
        'pm.environment.unset("sent_again");',
    ]


def _checks(expected: Expected) -> list[str]:
    statuses = ", ".join(map(str, expected.statuses))
    lines = [f'pm.test("status is {statuses}", () => pm.expect(pm.response.code).to.be.oneOf([{statuses}]));']
    lines += [
        "if (pm.response.code >= 400) {",
        '  pm.test("problem has a code", () => pm.expect(pm.response.json()).to.have.property("code"));',
        "}",
    ]
    if expected.code is not None:
        code = json.dumps(expected.code)
        lines.append(f'pm.test("code is {expected.code}", () => pm.expect(pm.response.json().code).to.eql({code}));')
    if expected.member is not None:
        member, scope = json.dumps(expected.member), "true" if expected.code else "pm.response.code < 400"
        has = f"pm.expect(pm.response.json()).to.have.property({member})"
        lines.append(f'if ({scope}) {{ pm.test("has {expected.member}", () => {has}); }}')
    return lines


def _store(members: Mapping[str, str]) -> list[str]:
    if not members:
        return []
    return [
        "if (pm.response.code < 300) {",
        "  const body = pm.response.json();",
        *(f'  pm.environment.set("{variable}", body.{member});' for variable, member in members.items()),
        "}",
    ]
