"""Lists. A scenario is about one list, the last that was made, and the last link of it."""

from typing import Any

import httpx
from behave import given, then, when
from behave.runner import Context

from features.importing import enter_title, external_media


def add_to_list(context: Context, name: str, **reference: Any) -> None:
    answer = context.people[name].http.post(f"/lists/{context.list['id']}/items", json=reference)
    assert answer.status_code == 201, answer.text
    context.items[answer.json()["title"]["title"]] = answer.json()


def change_list(context: Context, name: str, **members: Any) -> None:
    answer = context.people[name].http.patch(f"/lists/{context.list['id']}", json=members)
    assert answer.status_code == 200, answer.text


def item_address(context: Context, title: str) -> str:
    return f"/lists/{context.list['id']}/items/{context.items[title]['id']}"


def shared(context: Context, below: str = "") -> httpx.Response:
    answer: httpx.Response = context.http.get(f"{context.link['url']}{below}")
    return answer


@given('{name:Name} has the list "{called:Text}" with these:')
def have_list(context: Context, name: str, called: str) -> None:
    answer = context.people.member(name).http.post("/lists", json={"name": called})
    assert answer.status_code == 201, answer.text
    context.list, context.items = answer.json(), {}
    for row in context.table:
        title = enter_title(context, row["kind"], row["title"], int(row["year"]))
        add_to_list(context, name, title_id=title["id"])


@given('{name:Name} has noted "{note:Text}" beside "{title:Text}"')
def note_beside(context: Context, name: str, note: str, title: str) -> None:
    person = context.people[name].http
    assert person.patch(item_address(context, title), json={"note": note}).status_code == 200
    watched = {"title_id": context.items[title]["title"]["id"], "status": "completed", "notes": "Cried at the end."}
    assert person.post("/watchlist", json=watched).status_code == 201


@given('{name:Name} has put "{title:Text}" in the list, which no catalogue has')
def add_own(context: Context, name: str, title: str) -> None:
    add_to_list(context, name, media=external_media("movie", title))


@given("{name:Name} has shared the list by a link")
@when("{name:Name} shares the list by a link")
def share_list(context: Context, name: str) -> None:
    change_list(context, name, visibility="link")
    answer = context.people[name].http.post(f"/lists/{context.list['id']}/links", json={"name": "For friends"})
    assert answer.status_code == 201, answer.text
    context.link = answer.json()


@given("{name:Name} has read the list on her phone")
def read_on_phone(context: Context, name: str) -> None:
    context.seen = context.people[name].http.get(f"/lists/{context.list['id']}").headers["ETag"]
    context.order = [item["id"] for item in context.items.values()]


@when("{name:Name} takes the link back")
def take_back(context: Context, name: str) -> None:
    address = f"/lists/{context.list['id']}/links/{context.link['id']}"
    assert context.people[name].http.delete(address).status_code == 204


@when("{name:Name} makes the list private")
def make_private(context: Context, name: str) -> None:
    change_list(context, name, visibility="private")


@when("{name:Name} opens the list again for those who have a link")
def open_again(context: Context, name: str) -> None:
    change_list(context, name, visibility="link")


@when('{name:Name} moves "{title:Text}" before "{other:Text}"')
def move_item(context: Context, name: str, title: str, other: str) -> None:
    place = {"before": context.items[other]["id"]}
    answer = context.people[name].http.patch(item_address(context, title), json=place)
    assert answer.status_code == 200, answer.text


@when('{name:Name} puts "{title:Text}" in the list once more')
def add_once_more(context: Context, name: str, title: str) -> None:
    reference = {"title_id": context.items[title]["title"]["id"]}
    context.answer = context.people[name].http.post(f"/lists/{context.list['id']}/items", json=reference)


@when('{name:Name} adds the {kind:w} "{title:Text}" of {year:d} on her laptop')
def add_on_laptop(context: Context, name: str, kind: str, title: str, year: int) -> None:
    add_to_list(context, name, title_id=enter_title(context, kind, title, year)["id"])


@when("{name:Name} turns the order around on her phone")
def turn_around(context: Context, name: str) -> None:
    context.answer = context.people[name].http.post(
        f"/lists/{context.list['id']}/reorder",
        json={"item_ids": context.order[::-1]},
        headers={"If-Match": context.seen},
    )


@then('{name:Name}\'s list reads "{titles:Text}"')
def check_list(context: Context, name: str, titles: str) -> None:
    items = context.people[name].http.get(f"/lists/{context.list['id']}/items").json()["items"]
    assert ", ".join(item["title"]["title"] for item in items) == titles


@then('whoever has the link reads "{titles:Text}" without an account')
def check_shared(context: Context, titles: str) -> None:
    answer = shared(context, "/items")
    assert answer.status_code == 200, answer.text
    assert ", ".join(item["title"]["title"] for item in answer.json()["items"]) == titles


@then('they read the note "{note:Text}" and {name:Name}\'s user name')
def check_note(context: Context, note: str, name: str) -> None:
    assert note in [item["note"] for item in shared(context, "/items").json()["items"]]
    assert shared(context).json()["owner"] == {"username": context.people[name].username}


@then("they learn nothing of what {name:Name} has watched")
def check_nothing_private(context: Context, name: str) -> None:
    texts = shared(context).text + shared(context, "/items").text
    for private in ("completed", "Cried at the end.", context.people[name].email, context.people[name].id):
        assert private not in texts


@then('of "{title:Text}" they see the words alone')
def check_words(context: Context, title: str) -> None:
    seen = [item["title"] for item in shared(context, "/items").json()["items"] if item["title"]["title"] == title]
    assert [(one["id"], one["poster_url"], one["average_rating"]) for one in seen] == [(None, None, None)]


@then("the link opens nothing")
def check_closed(context: Context) -> None:
    for below in ("", "/items"):
        answer = shared(context, below)
        assert (answer.status_code, answer.json()["code"]) == (404, "link_not_found"), answer.text
