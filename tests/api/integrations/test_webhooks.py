"""Webhooks tell what changes: signed, at least once, to public addresses unless the operator allows others."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.receiver import Receiver, receiving
from tests.support.watchlist import added, stored_title
from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.integrations.webhook_sending_logic import WebhookSendingLogic
from watchkeeper.repositories.integrations.adapters.http_webhook_sender import HttpWebhookSender

_WEBHOOKS = "/api/v1/webhooks"
_ALL = ["play.created", "entry.changed", "rating.changed", "list.changed", "import.finished", "episode.aired"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def sending(application: FastAPI, monkeypatch: pytest.MonkeyPatch) -> WebhookSendingLogic:
    """The logic that tells and sends, of an operator who allows private addresses: the receiver's is one."""
    logic: WebhookSendingLogic = application.state.container.webhook_sending_logic()
    monkeypatch.setattr(logic, "sender", HttpWebhookSender(allows_private=True))
    return logic


@pytest.fixture
async def heat(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Heat")


async def made(person: Person, url: str, events: list[str] | None = None) -> dict[str, Any]:
    created = await person.http.post(_WEBHOOKS, json={"url": url, "events": events or _ALL})
    assert created.status_code == 201, created.text
    return dict(created.json())


async def told(sending: WebhookSendingLogic) -> None:
    await sending.send_changes()
    await sending.send_due()


async def deliveries(person: Person, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await person.http.get(f"{_WEBHOOKS}/{webhook['id']}/deliveries", params={"sort": "created_at"})
    return list(answer.json()["items"])


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Return whether a message has a signature by a secret, as the documentation of Standard Webhooks says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


async def test_what_changes_is_told_with_a_signature(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, heat: UUID
) -> None:
    person = await accounts.person()
    await person.http.post("/api/v1/lists", json={"name": "Before the webhook"})
    webhook = await made(person, receiver.url)
    await person.http.post("/api/v1/plays", json={"title_id": str(heat), "watched_on": "2026-01-31"})
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    assert sorted(body["type"] for body in receiver.bodies) == ["entry.changed", "list.changed", "play.created"]
    assert all(verified(webhook["secret"], headers, body) for headers, body in receiver.messages)
    assert not any(verified("whsec_QUFBQQ==", headers, body) for headers, body in receiver.messages)
    (play,) = [body for body in receiver.bodies if body["type"] == "play.created"]
    assert play["data"]["resource"]["watched_on"] == "2026-01-31"
    assert {one["state"] for one in await deliveries(person, webhook)} == {"delivered"}
    await told(sending)
    assert len(receiver.messages) == 3


async def test_play_that_is_changed_soon_after_is_told_of_once(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, heat: UUID
) -> None:
    person = await accounts.person()
    await made(person, receiver.url, ["play.created"])
    created = await person.http.post("/api/v1/plays", json={"title_id": str(heat), "watched_on": "2026-01-31"})
    await told(sending)
    changed = await person.http.patch(created.headers["location"], json={"note": "With Ada."})
    assert changed.status_code == 200, changed.text
    await told(sending)
    assert [body["data"]["resource"]["note"] for body in receiver.bodies] == [None]
    await person.http.post("/api/v1/plays", json={"title_id": str(heat), "watched_on": "2026-02-01"})
    await told(sending)
    assert len(receiver.bodies) == 2


async def test_a_webhook_is_told_of_what_it_chose_and_of_its_owner_alone(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, heat: UUID
) -> None:
    person, other = await accounts.person(), await accounts.person()
    await made(person, receiver.url, ["list.changed"])
    await added(person, heat)
    await other.http.post("/api/v1/lists", json={"name": "Another's"})
    created = await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    await person.http.delete(created.headers["location"])
    await told(sending)
    assert [(body["type"], body["data"]["change"]) for body in receiver.bodies] == [
        ("list.changed", "upsert"),
        ("list.changed", "delete"),
    ]


async def test_a_failed_message_is_sent_again_with_the_same_id(
    accounts: Accounts,
    sending: WebhookSendingLogic,
    receiver: Receiver,
    connection: asyncpg.Connection,
) -> None:
    person = await accounts.person()
    webhook = await made(person, receiver.url)
    receiver.statuses = [500, 302, 204]
    receiver.location = "http://127.0.0.1:1/"
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    (waiting,) = await deliveries(person, webhook)
    assert (waiting["state"], waiting["tries"], waiting["last_status"]) == ("waiting", 1, 500)
    for _ in range(2):
        await connection.execute("UPDATE webhook_deliveries SET next_try_at = now() - interval '1 second'")
        await told(sending)
    (delivered,) = await deliveries(person, webhook)
    assert (delivered["state"], delivered["tries"], delivered["last_status"]) == ("delivered", 3, 204)
    assert {headers["webhook-id"] for headers, _ in receiver.messages} == {delivered["id"]}
    again = await person.http.post(f"{_WEBHOOKS}/{webhook['id']}/deliveries/{delivered['id']}/redeliver")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    await told(sending)
    assert len(receiver.messages) == 4


async def test_eight_tries_are_enough(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    webhook = await made(person, receiver.url)
    receiver.statuses = [503]
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    for _ in range(10):
        await told(sending)
        await connection.execute("UPDATE webhook_deliveries SET next_try_at = next_try_at - interval '1 day'")
    (failed,) = await deliveries(person, webhook)
    assert (failed["state"], failed["tries"], len(receiver.messages)) == ("failed", 8, 8)


async def test_a_webhook_that_fails_for_five_days_is_switched_off_until_its_owner_switches_it_on(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    webhook = await made(person, receiver.url)
    receiver.statuses = [503, 503, 204]
    for name in ("Friday", "Saturday"):
        await person.http.post("/api/v1/lists", json={"name": name})
        await told(sending)
        await connection.execute("UPDATE webhooks SET failing_since = failing_since - interval '6 days'")
    address = f"{_WEBHOOKS}/{webhook['id']}"
    shown = (await person.http.get(address)).json()
    assert (shown["is_active"], shown["disabled_reason"]) == (False, "failing")
    await person.http.patch(address, json={"is_active": True})
    await person.http.post("/api/v1/lists", json={"name": "Sunday"})
    await told(sending)
    shown = (await person.http.get(address)).json()
    assert (shown["is_active"], shown["disabled_reason"], shown["failing_since"]) == (True, None, None)


async def test_a_receiver_that_is_gone_is_told_nothing_more(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver
) -> None:
    person = await accounts.person()
    webhook = await made(person, receiver.url)
    receiver.statuses = [410]
    for name in ("Friday", "Saturday"):
        await person.http.post("/api/v1/lists", json={"name": name})
        await told(sending)
    shown = (await person.http.get(f"{_WEBHOOKS}/{webhook['id']}")).json()
    assert (shown["disabled_reason"], len(receiver.messages)) == ("gone", 1)


async def test_two_secrets_are_good_while_one_is_changed(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver
) -> None:
    person = await accounts.person()
    webhook = await made(person, receiver.url)
    rotated = (await person.http.post(f"{_WEBHOOKS}/{webhook['id']}/rotate-secret")).json()
    assert rotated["secret"] != webhook["secret"]
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    ((headers, body),) = receiver.messages
    assert verified(rotated["secret"], headers, body)
    assert verified(webhook["secret"], headers, body)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
async def test_private_addresses_are_told_nothing_unless_the_operator_allows_it(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "sender", HttpWebhookSender(allows_private=False))
    person = await accounts.person()
    webhook = await made(person, receiver.url.replace("127.0.0.1", host))
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    (delivery,) = await deliveries(person, webhook)
    assert (delivery["state"], delivery["last_status"], receiver.messages) == ("waiting", None, [])


async def test_a_receiver_that_nobody_hears_is_tried_later(accounts: Accounts, sending: WebhookSendingLogic) -> None:
    person = await accounts.person()
    webhook = await made(person, "http://127.0.0.1:1/")
    await person.http.post("/api/v1/lists", json={"name": "Friday"})
    await told(sending)
    (delivery,) = await deliveries(person, webhook)
    assert (delivery["state"], delivery["last_error"]) == ("waiting", "ConnectError")


@pytest.mark.parametrize(
    "url", ["ftp://example.org", "https://", "https://a:b@example.org", "javascript:alert(1)", "x"]
)
async def test_an_address_that_can_not_be_called_is_rejected(accounts: Accounts, url: str) -> None:
    person = await accounts.person()
    refused = await person.http.post(_WEBHOOKS, json={"url": url, "events": ["play.created"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "validation_failed"), refused.text


async def test_an_episode_that_airs_is_told_once(
    accounts: Accounts, sending: WebhookSendingLogic, receiver: Receiver, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    show = await stored_title(connection, "Severance", media_type="show")
    await person.http.post("/api/v1/watchlist", json={"title_id": str(show), "status": "watching"})
    await made(person, receiver.url, ["episode.aired"])
    season = await stored_season(connection, show)
    await stored_episode(connection, season, 1, airs_at=now())
    await connection.execute("UPDATE webhooks SET told_until = now() - interval '2 minutes'")
    await told(sending)
    await told(sending)
    assert [body["type"] for body in receiver.bodies] == ["episode.aired"]
