"""Accounts and sessions."""

import httpx
from behave import given, then, when
from behave.runner import Context

from features.people import PASSWORD, Person


def is_signed_in(person: Person) -> bool:
    return person.http.get("/auth/me").status_code == 200


@given("{name:Name} has no account")
def meet_stranger(context: Context, name: str) -> None:
    context.people.stranger(name)


@given("{name:Name} has an account")
def meet_member(context: Context, name: str) -> None:
    context.people.member(name)


@given("{name:Name} is also signed in on {whose:w} phone")
def sign_in_on_phone(context: Context, name: str, whose: str) -> None:
    del whose
    person = context.people[name]
    context.phone = Person(context.service, name, vars(person))
    answer = context.phone.http.post(
        "/auth/login", json={"username": person.username, "password": person.password}, headers={"User-Agent": "Phone"}
    )
    context.phone.hold(answer.json())


@when("{name:Name} signs up")
def sign_up(context: Context, name: str) -> None:
    answer = context.people[name].sign_up()
    assert answer.status_code == 201, answer.text


@when("{name:Name} signs in")
def sign_in(context: Context, name: str) -> None:
    assert context.people[name].sign_in().status_code == 200


@when("{name:Name} signs in with her e-mail address")
def sign_in_by_email(context: Context, name: str) -> None:
    person = context.people[name]
    del person.http.headers["Authorization"]
    assert person.sign_in(person.email.upper()).status_code == 200


@when("{name:Name} signs up with the {fact} of {other:Name}, in capital letters")
def sign_up_with_taken(context: Context, name: str, fact: str, other: str) -> None:
    person, owner = context.people.stranger(name), context.people[other]
    if fact == "user name":
        person.username = owner.username.upper()
    else:
        person.email = owner.email.upper()
    context.answer = person.sign_up()


@when('{name:Name} signs up with the password "{password:Text}"')
def sign_up_with_password(context: Context, name: str, password: str) -> None:
    context.people[name].password = password
    context.answer = context.people[name].sign_up()


@when("{name:Name} signs in with a mistyped password")
def sign_in_mistyped(context: Context, name: str) -> None:
    body = {"username": context.people[name].username, "password": "mistyped horse"}
    context.answers.append(context.http.post("/api/v1/auth/login", json=body))


@when("somebody signs in without having an account")
def sign_in_unknown(context: Context) -> None:
    body = {"username": context.people.stranger("Nobody").username, "password": "mistyped horse"}
    context.answers.append(context.http.post("/api/v1/auth/login", json=body))


@then("both are told the same")
def check_same(context: Context) -> None:
    one, other = context.answers
    assert one.status_code == other.status_code == 401
    assert one.json() | {"request_id": ""} == other.json() | {"request_id": ""}


@when("{name:Name} stays signed in")
def refresh(context: Context, name: str) -> None:
    person = context.people[name]
    before = person.tokens
    answer = _refresh(context, person)
    assert answer.status_code == 200, answer.text
    assert answer.json()["refresh_token"] != before["refresh_token"]
    person.hold(answer.json())


@then("{name:Name} can not stay signed in")
def check_no_refresh(context: Context, name: str) -> None:
    assert _refresh(context, context.people[name]).status_code == 401


def _refresh(context: Context, person: Person) -> httpx.Response:
    body = {"refresh_token": person.tokens["refresh_token"]}
    answer: httpx.Response = context.http.post("/api/v1/auth/refresh", json=body)
    return answer


@when("{name:Name} signs out")
def sign_out(context: Context, name: str) -> None:
    tokens = context.people[name].tokens
    answer = context.http.post("/api/v1/auth/logout", json={"refresh_token": tokens["refresh_token"]})
    assert answer.status_code == 204


@when("{name:Name} signs her phone out")
def sign_phone_out(context: Context, name: str) -> None:
    http = context.people[name].http
    phone = next(session for session in http.get("/auth/sessions").json()["items"] if session["device"] == "Phone")
    assert phone["current"] is False
    assert http.delete(f"/auth/sessions/{phone['id']}").status_code == 204


@when('{name:Name} changes her password to "{password:Text}"')
def change_password(context: Context, name: str, password: str) -> None:
    person = context.people[name]
    body = {"current_password": PASSWORD, "new_password": password}
    assert person.http.post("/auth/change-password", json=body).status_code == 204
    person.password = password


@when('{name:Name} calls herself "{first:Text}" "{last:Text}"')
def change_name(context: Context, name: str, first: str, last: str) -> None:
    answer = context.people[name].http.patch("/auth/me", json={"first_name": first, "last_name": last})
    assert answer.status_code == 200


@when("{name:Name} tries to make herself an admin")
def make_oneself_admin(context: Context, name: str) -> None:
    context.answer = context.people[name].http.patch("/auth/me", json={"role": "admin"})


@when("{name:Name} deletes her account")
def delete_account(context: Context, name: str) -> None:
    answer = context.people[name].http.request("DELETE", "/auth/me", json={"password": PASSWORD})
    assert answer.status_code == 204


@then("{name:Name} is signed in")
def check_signed_in(context: Context, name: str) -> None:
    assert is_signed_in(context.people[name])


@then("{name:Name} is not signed in any more")
def check_signed_out(context: Context, name: str) -> None:
    assert not is_signed_in(context.people[name])


@then("{name:Name}'s phone is not signed in any more")
def check_phone_signed_out(context: Context, name: str) -> None:
    assert context.phone.name == name
    assert not is_signed_in(context.phone)
    context.phone.http.close()


@then("{name:Name} can sign in again")
def check_can_sign_in(context: Context, name: str) -> None:
    assert _sign_in_afresh(context, name).status_code == 200


@then("{name:Name} can not sign in again")
def check_can_not_sign_in(context: Context, name: str) -> None:
    assert _sign_in_afresh(context, name).status_code == 401


def _sign_in_afresh(context: Context, name: str) -> httpx.Response:
    person = context.people[name]
    body = {"username": person.username, "password": person.password}
    answer: httpx.Response = context.http.post("/api/v1/auth/login", json=body)
    return answer


@then("{name:Name} is an ordinary member")
def check_role(context: Context, name: str) -> None:
    assert context.people[name].http.get("/auth/me").json()["role"] == "user"


@then('{name:Name} is called "{first:Text}" "{last:Text}"')
def check_name(context: Context, name: str, first: str, last: str) -> None:
    account = context.people[name].http.get("/auth/me").json()
    assert (account["first_name"], account["last_name"]) == (first, last)


@then("somebody else can have the user name of {name:Name}")
def check_free_name(context: Context, name: str) -> None:
    username = context.people[name].username
    newcomer = context.people.stranger("Newcomer")
    newcomer.username = username
    assert newcomer.sign_up().status_code == 201
