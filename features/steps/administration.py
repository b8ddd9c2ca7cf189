"""What admins do with accounts."""

from typing import Any

from behave import given, then, when
from behave.runner import Context

CHANGES: dict[str, dict[str, Any]] = {"demote": {"role": "user"}, "disable": {"is_active": False}}


def change_account(context: Context, name: str, **members: Any) -> None:
    """Change the account of somebody who may not be signed in any more."""
    admin = context.people.admin().http
    (account,) = admin.get("/users", params={"q": context.people[name].username}).json()["items"]
    answer = admin.patch(f"/users/{account['id']}", json=members)
    assert answer.status_code == 200, answer.text


@when("the admin disables {name:Name}")
def disable(context: Context, name: str) -> None:
    change_account(context, name, is_active=False)


@when("the admin enables {name:Name}")
def enable(context: Context, name: str) -> None:
    change_account(context, name, is_active=True)


@given("the admin makes {name:Name} an admin")
@when("the admin makes {name:Name} an admin")
def promote(context: Context, name: str) -> None:
    change_account(context, name, role="admin")


@when("the admin makes {name:Name} an ordinary member")
def demote(context: Context, name: str) -> None:
    change_account(context, name, role="user")


@then("{name:Name} may look at all accounts")
def check_admin(context: Context, name: str) -> None:
    assert context.people[name].http.get("/users").status_code == 200


@then("{name:Name} may not look at all accounts")
def check_no_admin(context: Context, name: str) -> None:
    assert context.people[name].http.get("/users").status_code == 403


@when("the last admin tries to {do:w} their own account")
def give_up(context: Context, do: str) -> None:
    admin = context.people.admin()
    others = admin.http.get("/users", params={"role": "admin", "is_active": "true", "limit": 100}).json()["items"]
    for other in others:
        if other["username"] != admin.username:
            admin.http.patch(f"/users/{other['id']}", json={"role": "user"})
    address = f"/users/{admin.id}"
    context.answer = admin.http.delete(address) if do == "delete" else admin.http.patch(address, json=CHANGES[do])


@when("the admin looks for {name:Name}")
def find_account(context: Context, name: str) -> None:
    username = context.people[name].username
    context.answer = context.people.admin().http.get("/users", params={"q": username})


@then("the account of {name:Name} is found, without any secret")
def check_account(context: Context, name: str) -> None:
    (account,) = context.answer.json()["items"]
    assert account["username"] == context.people[name].username
    assert not [member for member in account if "password" in member or "hash" in member]


@when("the admin deletes the account of {name:Name}")
def delete_account_of(context: Context, name: str) -> None:
    address = f"/users/{context.people[name].id}"
    assert context.people.admin().http.delete(address).status_code == 204
