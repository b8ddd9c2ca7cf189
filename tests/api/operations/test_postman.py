"""The Postman collection, sent in its own order: each request does what it expects, from a fresh account."""

import json
import re
from collections.abc import AsyncIterator
from functools import reduce
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts
from tests.support.databases import SECRET
from watchkeeper.configs.api_docs import postman_plan, service_document
from watchkeeper.configs.application import create_application
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.openapi.postman import postman_collection, postman_environment

DOCUMENT = service_document()
PLAN = postman_plan()
FOLDERS = postman_collection(DOCUMENT, PLAN)["item"]
RUN = "123456789"
MAX_TIMES = 100
FRESH = {"run": RUN, "username": f"postman{RUN}", "email": f"postman{RUN}@example.com"}
"""What the script before the first request sets."""


@pytest.fixture
async def application(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    """A service with limits, which the collection reaches once."""
    limited = settings.model_copy(update={"limits": LimitSettings()})
    application = create_application(limited, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


class Postman:
    """As much of Postman as the collection needs: variables, bodies, tokens, and what its scripts check and keep."""

    def __init__(self, client: httpx.AsyncClient, **variables: str) -> None:
        environment = postman_environment(DOCUMENT, PLAN, "http://watchkeeper.test")
        known = {value["key"]: value["value"] for value in environment["values"]}
        self.variables: dict[str, str] = known | FRESH | variables
        self.sent: list[str] = []
        self._client = client

    async def send(self, item: dict[str, Any]) -> None:
        scripts = {event["listen"]: "\n".join(event["script"]["exec"]) for event in item["event"]}
        if "skipRequest" in scripts.get("prerequest", "") and not self.variables["admin_username"]:
            return
        answer = await self._answer(item["request"])
        again = re.search(r"pm.response.code === (\d+)", scripts["test"])
        for _ in range(MAX_TIMES):
            if again is None or answer.status_code != int(again[1]):
                break
            answer = await self._answer(item["request"])
        self.sent.append(item["name"])
        self._check(item["name"], scripts["test"], answer)
        self._keep(scripts["test"], answer)

    async def _answer(self, request: dict[str, Any]) -> httpx.Response:
        address = request["url"]["raw"]
        for variable in request["url"].get("variable", []):
            address = address.replace(f":{variable['key']}", variable["value"])
        query = [(one["key"], one["value"]) for one in request["url"]["query"] if not one.get("disabled")]
        token = request.get("auth", {"type": "bearer", "bearer": [{"value": "{{access_token}}"}]})
        headers = {} if token["type"] == "noauth" else {"Authorization": f"Bearer {token['bearer'][0]['value']}"}
        body = request.get("body", {})
        content: dict[str, Any] = {}
        if body.get("mode") == "raw":
            content["content"] = self._filled(body["raw"])
            headers["Content-Type"] = "application/json"
        elif body:
            content["data"] = {field["key"]: self._filled(field["value"]) for field in body["urlencoded"]}
        filled = {name: self._filled(value) for name, value in headers.items()}
        path = self._filled(address).partition("?")[0]
        return await self._client.request(request["method"], path, params=[*query] or None, headers=filled, **content)

    def _filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda match: json.dumps(self.variables[match[1]])[1:-1], text)

    def _check(self, name: str, script: str, answer: httpx.Response) -> None:
        (allowed,) = re.findall(r"oneOf\(\[([\d, ]+)\]\)", script)
        assert answer.status_code in json.loads(f"[{allowed}]"), (name, answer.text)
        for code in re.findall(r'json\(\)\.code\)\.to\.eql\("(\w+)"\)', script):
            assert answer.json()["code"] == code, name
        for condition, member in re.findall(r'if \((.+?)\) \{\s*pm\.test\("has (\w+)"', script):
            assert (condition != "true" and answer.is_error) or member in answer.json(), name

    def _keep(self, script: str, answer: httpx.Response) -> None:
        if answer.is_error:
            return
        for variable, path in re.findall(r'set\("(\w+)", body\.([\w.]+)\);', script):
            self.variables[variable] = reduce(lambda part, step: part[step], path.split("."), answer.json())
        for variable, condition in re.findall(r'set\("(\w+)", body\.items\.find\(item => (.+?)\)\.id\);', script):
            self.variables[variable] = next(one["id"] for one in answer.json()["items"] if meets(one, condition))


def meets(item: dict[str, Any], condition: str) -> bool:
    """Return whether an item of a list meets a condition of a script: members that are false, or have a number."""
    terms = (term.removeprefix("!item.").removeprefix("item.").partition(" === ") for term in condition.split(" && "))
    return all(item.get(name) == json.loads(value) if value else not item.get(name) for name, _, value in terms)


async def sent_by(postman: Postman) -> list[str]:
    for folder in FOLDERS:
        for item in folder["item"]:
            await postman.send(item)
    return postman.sent


async def test_collection_is_green_without_an_admin(client: httpx.AsyncClient) -> None:
    sent = await sent_by(Postman(client))
    assert len(sent) > 50
    assert not [name for name in sent if "genre that no title" in name]


async def test_collection_is_green_with_an_admin(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    sent = await sent_by(Postman(client, admin_username=admin.username, admin_password=PASSWORD))

    assert len(sent) == sum(len(folder["item"]) for folder in FOLDERS)
    assert await connection.fetchval("SELECT count(*) FROM users") == 1
    assert await connection.fetchval("SELECT count(*) FROM genres") == 0


def test_plan_names_operations_that_there_are() -> None:
    planned = [name for names in PLAN["folders"].values() for name in names]
    known = {operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()}
    assert len(set(planned)) == len(planned)
    assert {*planned, *PLAN["requests"]} <= known


@pytest.mark.parametrize("status", [401, 403, 409, 422, 429])
def test_collection_shows_rejections(status: int) -> None:
    rejections = next(folder["item"] for folder in FOLDERS if folder["name"] == "Rejections")
    assert [item for item in rejections if item["name"].startswith(f"{status}: ")]
