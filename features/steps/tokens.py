"""Tokens of scripts and apps. `context.tokens` has what was made, by what it is for."""

from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.people import PASSWORD


def send(context: Context, use: str, method: str, path: str, **members: Any) -> httpx.Response:
    """Send a request with the token that was made for `use`."""
    headers = {"Authorization": f"Bearer {context.tokens[use]['token']}"}
    answer: httpx.Response = context.http.request(method, f"/api/v1{path}", headers=headers, **members)
    return answer


@given("{name:Name} makes a token for her {use:w}, to read")
@when("{name:Name} makes a token for her {use:w}, to read")
def make_token(context: Context, name: str, use: str) -> None:
    body = {"name": use, "scopes": ["read"], "password": context.people[name].password}
    answer = context.people[name].http.post("/auth/tokens", json=body)
    assert answer.status_code == 201, answer.text
    context.tokens[use] = answer.json()


@when("somebody at {name:Name}'s desk makes a token without knowing her password")
def make_token_by_guess(context: Context, name: str) -> None:
    body = {"name": "mine", "scopes": ["read"], "password": "a guess at a password"}
    context.answer = context.people[name].http.post("/auth/tokens", json=body)


@when("{name:Name} revokes the token of her {use:w}")
def revoke_token(context: Context, name: str, use: str) -> None:
    listed = context.people[name].http.get("/auth/tokens").json()["items"]
    (token_id,) = [token["id"] for token in listed if token["name"] == use]
    assert context.people[name].http.delete(f"/auth/tokens/{token_id}").status_code == 204


@when("{name:Name} changes her password, and ends all tokens")
def change_password(context: Context, name: str) -> None:
    body = {"current_password": PASSWORD, "new_password": "a quieter horse, unplugged", "revoke_tokens": True}
    assert context.people[name].http.post("/auth/change-password", json=body).status_code == 204


@then("the {use:w} sees the watchlist of {name:Name}")
def check_watchlist(context: Context, use: str, name: str) -> None:
    answer = send(context, use, "GET", "/watchlist")
    assert answer.status_code == 200, answer.text
    assert answer.json() == context.people[name].http.get("/watchlist").json()


@then("the {use:w} is told that it may not add a title")
def check_scope(context: Context, use: str) -> None:
    answer = send(context, use, "POST", "/watchlist", json={"title_id": context.title["id"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert 'scope="write:watchlist"' in answer.headers["www-authenticate"]


@then("the {use:w} is told that only a signed-in person changes the password")
def check_session(context: Context, use: str) -> None:
    body = {"current_password": PASSWORD, "new_password": "a quieter horse, unplugged"}
    answer = send(context, use, "POST", "/auth/change-password", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "session_required")


@then("the {use:w} is not let in any more")
def check_end(context: Context, use: str) -> None:
    assert send(context, use, "GET", "/watchlist").status_code == 401
