"""What is recorded of a change, and what may be asked of the audit trail; on an audit trail in memory."""

from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.audit import InMemoryAuditTrail, Recorded
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.request_context import RequestContext, current_request
from watchkeeper.logics.identity.account_auditing import auditable, record_account_changes
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.operations.auditing import record_change
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.audit_errors import TimesReversedError
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
GENRE = uuid4()


@pytest.fixture
def audit() -> InMemoryAuditTrail:
    return InMemoryAuditTrail()


@pytest.fixture
def account() -> UserEntity:
    return UserEntity(
        preferences="{}",
        id=uuid4(),
        email="ada@example.com",
        username="ada",
        first_name="Ada",
        last_name=None,
        password_hash="old",
        role="user",
        is_active=True,
    )


async def test_times_the_wrong_way_round_are_refused_before_anything_is_read(audit: InMemoryAuditTrail) -> None:
    filters = AuditFilter(since=NOON, until=NOON - timedelta(microseconds=1))
    with pytest.raises(TimesReversedError):
        await AuditLogLogic(audit=audit).search_entries(filters, AuditSort.CREATED_AT, PageRequest())
    assert audit.searched == []


@pytest.mark.parametrize("change", [{}, {"until": NOON}, {"until": NOON + timedelta(days=1)}])
async def test_one_moment_and_an_open_end_are_fine(audit: InMemoryAuditTrail, change: dict[str, Any]) -> None:
    filters = replace(AuditFilter(since=NOON), **change)
    await AuditLogLogic(audit=audit).search_entries(filters, AuditSort.CREATED_AT, PageRequest())
    assert audit.searched == [(filters, AuditSort.CREATED_AT)]


async def test_change_is_recorded_with_the_members_that_differ_alone(audit: InMemoryAuditTrail) -> None:
    before, after = {"name": "A", "website": None, "same": 1}, {"name": "B", "website": "http://x.org", "same": 1}
    await record_change(audit, AuditAction.GENRE_UPDATED, AuditedEntity.GENRE, GENRE, before, after)
    (entry,) = audit.entries
    assert (entry.before, entry.after) == ({"name": "A", "website": None}, {"name": "B", "website": "http://x.org"})


async def test_change_that_changes_nothing_is_not_recorded(audit: InMemoryAuditTrail) -> None:
    await record_change(audit, AuditAction.GENRE_UPDATED, AuditedEntity.GENRE, GENRE, {"name": "A"}, {"name": "A"})
    assert audit.entries == []


@pytest.mark.parametrize(
    ("change", "action", "before", "after"),
    [
        ({"email": "b@example.com", "last_name": "L"}, "user_updated", None, {"changed": ["email", "last_name"]}),
        ({"first_name": None}, "user_updated", None, {"changed": ["first_name"]}),
        ({"role": "admin"}, "role_changed", {"role": "user"}, {"role": "admin"}),
        ({"is_active": False}, "user_disabled", {"is_active": True}, {"is_active": False}),
        ({"password_hash": "new"}, "password_changed", None, None),
    ],
)
async def test_changed_account_is_recorded_without_anything_personal(
    audit: InMemoryAuditTrail,
    account: UserEntity,
    change: dict[str, Any],
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    known = auditable(account)
    for name, value in change.items():
        setattr(account, name, value)
    await record_account_changes(audit, known, account)
    assert audit.entries == [Recorded(AuditAction(action), AuditedEntity.USER, account.id, before, after)]


async def test_enabled_account_is_another_event_than_a_disabled_one(
    audit: InMemoryAuditTrail, account: UserEntity
) -> None:
    await record_account_changes(audit, auditable(account) | {"is_active": False}, account)
    assert [entry.action for entry in audit.entries] == [AuditAction.USER_ENABLED]


async def test_account_as_it_was_is_not_recorded(audit: InMemoryAuditTrail, account: UserEntity) -> None:
    await record_account_changes(audit, auditable(account), account)
    assert audit.entries == []


def test_outside_a_request_nothing_is_known_of_one() -> None:
    assert Context().run(current_request) == RequestContext(None, None, None)
