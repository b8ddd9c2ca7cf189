"""Limits: what a client may ask how often."""

from behave import then, when
from behave.runner import Context

from features.people import Person


@when("a stranger tries {count:d} wrong passwords for {name:Name}")
def guess(context: Context, count: int, name: str) -> None:
    person = context.people[name]
    context.stranger = Person(context.service, "stranger", vars(person))
    context.guesses = []
    for number in range(count):
        context.stranger.password = f"a guess, number {number}"
        context.guesses.append(context.stranger.sign_in())
    context.stranger.http.close()


@then("the stranger got {count:d} answers that they are wrong and was told to wait after that")
def see_guesses_end(context: Context, count: int) -> None:
    statuses = [answer.status_code for answer in context.guesses]
    assert statuses == [401] * count + [429] * (len(statuses) - count), statuses
    rejected = context.guesses[-1]
    assert rejected.json()["code"] == "rate_limited"
    assert rejected.headers["Retry-After"] == rejected.headers["RateLimit-Reset"]
    assert 0 < int(rejected.headers["Retry-After"]) <= 3600


@then("the stranger is told to wait even with the right one")
def see_right_guess_refused(context: Context) -> None:
    person = context.people["Ada"]
    body = {"username": person.username, "password": person.password}
    assert context.http.post("/api/v1/auth/login", json=body).status_code == 429


@then("{name:Name} stays signed in")
def see_signed_in(context: Context, name: str) -> None:
    assert context.people[name].http.get("/auth/me").status_code == 200


@then("{name:Name} can sign in")
def see_sign_in(context: Context, name: str) -> None:
    assert context.people[name].sign_in().status_code == 200


@then("the answer tells how many more requests are answered until when")
def see_limit(context: Context) -> None:
    headers = context.answer.headers
    assert 0 <= int(headers["RateLimit-Remaining"]) < int(headers["RateLimit-Limit"])
    assert 0 < int(headers["RateLimit-Reset"]) <= 60
    assert headers["RateLimit-Policy"] == f"{headers['RateLimit-Limit']};w=60"
    for figure in ("Limit", "Remaining", "Reset", "Policy"):
        assert headers[f"X-RateLimit-{figure}"] == headers[f"RateLimit-{figure}"]
