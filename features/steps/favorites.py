"""Favourites. Those who have an account at TMDb have one of the scenario's own there, and its token."""

import secrets
from urllib.parse import quote

import httpx
from behave import given, then, when
from behave.runner import Context

from features.people import Person


def account_of(person: Person) -> int:
    """Return the number of somebody's account at TMDb, which their token there tells."""
    return int(person.http.headers["X-TMDB-Token"].rpartition("-")[2])


def own_favorites(person: Person) -> list[str]:
    answer = person.http.get("/favorites", params={"account_id": account_of(person)})
    assert answer.status_code == 200, answer.text
    return [result["title"] for result in answer.json()["results"]]


def set_favorite(person: Person, number: int, *, favorite: bool) -> httpx.Response:
    return person.http.post(
        "/favorites", json={"account_id": account_of(person), "movie_id": number, "favorite": favorite}
    )


def share(person: Person, account: int, name: str) -> httpx.Response:
    return person.http.post("/favorites/share", json={"account_id": account, "list_name": name})


@given("{name:Name} has an account, and one at TMDb")
def meet_member_of_tmdb(context: Context, name: str) -> None:
    account = 1000 + secrets.randbelow(10**6)
    context.people.member(name).http.headers["X-TMDB-Token"] = f"token-of-{account}"


@given("{name:Name} mistypes {whose:w} token of TMDb")
def mistype_token(context: Context, name: str, whose: str) -> None:
    del whose
    person = context.people[name]
    person.http.headers["X-TMDB-Token"] = f"tokne-of-{account_of(person)}"


@when("{name:Name} makes movie {number:d} a favourite")
def make_favorite(context: Context, name: str, number: int) -> None:
    context.answer = set_favorite(context.people[name], number, favorite=True)
    context.owner = name


@when("{name:Name} takes movie {number:d} from her favourites")
def take_favorite(context: Context, name: str, number: int) -> None:
    answer = set_favorite(context.people[name], number, favorite=False)
    assert answer.status_code == 200, answer.text


@then('"{title:Text}" is her only favourite')
def check_only_favorite(context: Context, title: str) -> None:
    assert own_favorites(context.people[context.owner]) == [title]


@then("she has no favourites")
def check_no_favorites(context: Context) -> None:
    assert own_favorites(context.people[context.owner]) == []


@then("{name:Name} sees by movie {number:d} that it is {what}")
def check_favorite_mark(context: Context, name: str, number: int, what: str) -> None:
    person = context.people[name]
    answer = person.http.get(f"/movies/{number}", params={"account_id": account_of(person)})
    assert answer.status_code == 200, answer.text
    assert answer.json()["favorite"] is (what == "a favourite")


@when("{name:Name} looks at the favourites of account {account:d}")
def look_at_favorites(context: Context, name: str, account: int) -> None:
    context.answer = context.people[name].http.get("/favorites", params={"account_id": account})


@when('{name:Name} shares {whose:w} favourites as "{list_name:Text}"')
def share_own(context: Context, name: str, whose: str, list_name: str) -> None:
    del whose
    person = context.people[name]
    context.answer = share(person, account_of(person), list_name)


@when("{name:Name} tries to share the favourites of {other:Name}")
def share_foreign(context: Context, name: str, other: str) -> None:
    context.answer = share(context.people[name], account_of(context.people[other]), f"From {other}")


@when('{name:Name} opens the list "{list_name:Text}"')
def open_list(context: Context, name: str, list_name: str) -> None:
    assert context.answer.status_code < 500, context.answer.text
    context.answer = context.people[name].http.get(f"/favorites/shared/{quote(list_name, safe='')}")
