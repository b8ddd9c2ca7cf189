"""The Postman collection, sent: its requests work one after the other with nothing but its environment."""

import json
import re
from typing import Any

import httpx

from watchkeeper.configs.api_docs import service_document
from watchkeeper.foundation.openapi.postman import postman_collection, postman_environment

DOCUMENT = service_document()
REQUESTS = {
    (item["request"]["method"], item["request"]["url"]["raw"]): item
    for folder in postman_collection(DOCUMENT)["item"]
    for item in folder["item"]
}


class Postman:
    """As much of Postman as the collection needs: variables, bodies, the token, and scripts that keep members."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        environment = postman_environment(DOCUMENT, "http://watchkeeper.test")
        self.variables: dict[str, str] = {value["key"]: value["value"] for value in environment["values"]}
        self._client = client

    async def send(self, method: str, path: str) -> httpx.Response:
        item = REQUESTS[method, "{{base_url}}" + path]
        request = item["request"]
        address = request["url"]["raw"]
        for variable in request["url"]["variable"]:
            address = address.replace(f":{variable['key']}", variable["value"])
        headers = {} if "auth" in request else {"Authorization": "Bearer {{access_token}}"}
        headers |= {"Content-Type": "application/json"} if "body" in request else {}
        answer = await self._client.request(
            method,
            self._filled(address),
            headers={name: self._filled(value) for name, value in headers.items()},
            content=self._filled(request.get("body", {}).get("raw", "")),
        )
        self._run_script(item, answer)
        return answer

    def _filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda match: json.dumps(self.variables[match[1]])[1:-1], text)

    def _run_script(self, item: dict[str, Any], answer: httpx.Response) -> None:
        lines = (line for event in item.get("event", []) for line in event["script"]["exec"])
        for variable, member in re.findall(r'set\("(\w+)", body\.(\w+)\)', "\n".join(lines)):
            self.variables[variable] = answer.json()[member]


async def test_requests_sign_up_sign_in_and_stay_signed_in(client: httpx.AsyncClient) -> None:
    postman = Postman(client)
    registered = await postman.send("POST", "/api/v1/auth/register")
    logged_in = await postman.send("POST", "/api/v1/auth/login")
    refreshed = await postman.send("POST", "/api/v1/auth/refresh")
    account = await postman.send("GET", "/api/v1/auth/me")
    assert [each.status_code for each in (registered, logged_in, refreshed, account)] == [201, 200, 200, 200]
    assert account.json()["id"] == registered.json()["id"] == postman.variables["user_id"]
    assert postman.variables["refresh_token"] == refreshed.json()["refresh_token"]


async def test_requests_go_on_with_what_they_created(client: httpx.AsyncClient, connection: Any) -> None:
    postman = Postman(client)
    await postman.send("POST", "/api/v1/auth/register")
    await connection.execute("UPDATE users SET role = 'admin'")
    await postman.send("POST", "/api/v1/auth/login")
    created = await postman.send("POST", "/api/v1/genres")
    changed = await postman.send("PATCH", "/api/v1/genres/:genre_id")
    removed = await postman.send("DELETE", "/api/v1/genres/:genre_id")
    assert [each.status_code for each in (created, changed, removed)] == [201, 200, 204]
    assert postman.variables["genre_id"] == created.json()["id"]
