"""Instances that are not open to everybody, and links for those who forgot the password."""

from behave import given, then, when
from behave.runner import Context

from features.people import People

INSTANCES = {"nobody can sign up": "closed", "people need an invitation": "invitation"}


@given("an instance where {rule}")
def start_instance(context: Context, rule: str) -> None:
    context.people.leave()
    context.people = People(context.instance(REGISTRATION=INSTANCES[rule]), context.first_admin)


@given("the admin invites a friend")
def invite(context: Context) -> None:
    answer = context.people.admin().http.post("/invitations", json={"uses": 1})
    assert answer.status_code == 201, answer.text
    context.invitation = answer.json()["code"]


@when("{name:Name} signs up there")
def sign_up(context: Context, name: str) -> None:
    context.answer = context.people.stranger(name).sign_up()


@when("{name:Name} signs up there with the invitation")
def sign_up_invited(context: Context, name: str) -> None:
    context.answer = context.people.stranger(name).sign_up(context.invitation)


@then("{name:Name} has an account there")
def check_account(context: Context, name: str) -> None:
    assert context.answer.status_code == 201, context.answer.text
    assert context.people[name].sign_in().status_code == 200


@given("the admin makes a reset link for {name:Name}")
def make_link(context: Context, name: str) -> None:
    answer = context.people.admin().http.post(f"/users/{context.people[name].id}/reset-link")
    assert answer.status_code == 201, answer.text
    context.link = answer.json()["link"]


@when('{name:Name} sets the password "{password:Text}" with the link')
def reset_password(context: Context, name: str, password: str) -> None:
    del name
    token = context.link.partition("#token=")[2]
    body = {"token": token, "new_password": password}
    context.answer = context.http.post("/api/v1/auth/reset-password", json=body)


@then('{name:Name} can sign in with the password "{password:Text}"')
def check_password(context: Context, name: str, password: str) -> None:
    context.people[name].password = password
    assert context.people[name].sign_in().status_code == 200
