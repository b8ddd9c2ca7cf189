"""The trail, as admins read it."""

from typing import Any

import httpx
from behave import then, when
from behave.runner import Context


def entries(context: Context, **requested: str) -> list[dict[str, Any]]:
    """Return what the trail shows, the newest first."""
    answer = context.people.admin().http.get("/admin/audit-log", params={"limit": "100"} | requested)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def only_entry(context: Context, **requested: str) -> dict[str, Any]:
    found = entries(context, **requested)
    assert len(found) == 1, found
    return found[0]


def by_admin(context: Context, action: str, entity_id: str) -> dict[str, Any]:
    """Return the one entry of what the admin did to something."""
    return only_entry(context, action=action, entity_id=entity_id, actor_id=context.people.admin().id)


@then("the trail shows that {name:Name} signed in, and from where")
def check_sign_in(context: Context, name: str) -> None:
    entry = only_entry(context, action="login", actor_id=context.people[name].id)
    assert entry["entity_type"] == "session"
    assert entry["client_address"] == "127.0.0.1"


@then("the trail shows that somebody failed to sign in as {name:Name}")
def check_failed_sign_in(context: Context, name: str) -> None:
    entry = only_entry(context, action="login_failed", entity_id=context.people[name].id)
    assert entry["actor_id"] is None
    assert entry["client_address"] == "127.0.0.1"


@then('the trail shows that the admin changed the role of {name:Name} from "{old:Text}" to "{new:Text}"')
def check_role_change(context: Context, name: str, old: str, new: str) -> None:
    entry = by_admin(context, "role_changed", context.people[name].id)
    assert (entry["before"], entry["after"]) == ({"role": old}, {"role": new}), entry


@then("the trail shows that the admin disabled {name:Name}")
def check_disabled(context: Context, name: str) -> None:
    entry = by_admin(context, "user_disabled", account_id(context, name))
    assert (entry["before"], entry["after"]) == ({"is_active": True}, {"is_active": False}), entry


@then("the trail shows that the admin enabled {name:Name}")
def check_enabled(context: Context, name: str) -> None:
    entry = by_admin(context, "user_enabled", account_id(context, name))
    assert (entry["before"], entry["after"]) == ({"is_active": False}, {"is_active": True}), entry


def account_id(context: Context, name: str) -> str:
    """Return the id of an account that may be shut out."""
    (account,) = context.people.admin().http.get("/users", params={"q": context.people[name].username}).json()["items"]
    return str(account["id"])


@then("the trail shows no change of the role of {name:Name}")
def check_no_role_change(context: Context, name: str) -> None:
    assert entries(context, action="role_changed", entity_id=context.people[name].id) == []


@when('the admin calls the genre "{name:Text}", with the request number "{number:Text}"')
def rename_with_number(context: Context, name: str, number: str) -> None:
    context.new_name = f"{name} {context.genre['id']}"
    answer = context.people.admin().http.patch(
        f"/genres/{context.genre['id']}", json={"name": context.new_name}, headers={"X-Request-ID": number}
    )
    assert answer.status_code == 200, answer.text


@then('the trail shows the new name of the genre with the request number "{number:Text}"')
def check_rename(context: Context, number: str) -> None:
    entry = by_admin(context, "genre_updated", context.genre["id"])
    assert entry["before"]["name"] == context.genre["name"]
    assert entry["after"]["name"] == context.new_name
    assert entry["request_id"] == number


@then("the trail shows that {name:Name} changed her first and last name, but not to what")
def check_profile(context: Context, name: str) -> None:
    own_id = context.people[name].id
    entry = only_entry(context, action="user_updated", entity_id=own_id, actor_id=own_id)
    assert (entry["before"], entry["after"]) == (None, {"changed": ["first_name", "last_name"]}), entry


@when("the admin looks up who {name:Name} is")
def look_up(context: Context, name: str) -> None:
    context.known_id = account_id(context, name)


@then("the trail shows that {name:Name} left, and no address of hers")
def check_left(context: Context, name: str) -> None:
    only_entry(context, action="account_deleted", entity_id=context.known_id)
    hers = entries(context, actor_id=context.known_id)
    assert {"login", "account_deleted"} <= {entry["action"] for entry in hers}, hers
    assert {entry["client_address"] for entry in hers} == {None}, hers
    assert context.people[name].username not in str(hers)


@then("the trail shows that the admin removed the review")
def check_removed(context: Context, reason: str | None = None) -> None:
    entry = by_admin(context, "review_deleted", context.review["id"])
    assert entry["entity_type"] == "review"
    assert entry["before"] == {"title_id": context.title["id"], "author_id": context.review["author"]["id"]}
    assert entry["reason"] == reason


@then('the trail shows that the admin removed the review because "{reason:Text}"')
def check_removed_with_reason(context: Context, reason: str) -> None:
    check_removed(context, reason)


@then("the trail shows nothing about the review")
def check_nothing(context: Context) -> None:
    assert entries(context, entity_id=context.review["id"]) == []


@then('the trail does not repeat "{words:Text}"')
def check_not_repeated(context: Context, words: str) -> None:
    assert words not in str(entries(context))


@when("{name:Name} tries to read the trail")
def read_as_member(context: Context, name: str) -> None:
    context.answer = context.people[name].http.get("/admin/audit-log")


@when("somebody without an account tries to read the trail")
def read_without_account(context: Context) -> None:
    context.answer = context.http.get("/api/v1/admin/audit-log")


@when("the admin tries to {do:w} the trail")
def touch_trail(context: Context, do: str) -> None:
    method = {"write": "POST", "change": "PATCH", "remove": "DELETE"}[do]
    http: httpx.Client = context.people.admin().http
    context.answer = http.request(method, "/admin/audit-log", json={})
