"""Marks of titles, favourites and what somebody never wants to see, and tags of entries."""

from typing import Any

from behave import then, when
from behave.runner import Context


def title_id(context: Context, name: str, title: str) -> str:
    """Return the id of a title as somebody finds it: the newest of the name."""
    query = {"q": title, "sort": "-created_at", "limit": 100}
    items = context.people.member(name).http.get("/titles", params=query).json()["items"]
    return str(next(item["id"] for item in items if item["title"] == title))


def put(context: Context, name: str, id: str, mark: str, **members: Any) -> dict[str, Any]:
    answer = context.people.member(name).http.put(f"/titles/{id}/marks/{mark}", json=members)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def favorites(context: Context, name: str) -> list[str]:
    answer = context.people[name].http.get("/marks", params={"mark": "favorite"})
    assert answer.status_code == 200, answer.text
    return [mark["title"]["title"] for mark in answer.json()["items"]]


@when('{name:Name} makes "{title:Text}" a favourite of hers')
def make_favorite(context: Context, name: str, title: str) -> None:
    mark = put(context, name, title_id(context, name, title), "favorite")
    context.things[title] = mark["id"]


@when('{name:Name} puts "{title:Text}" before "{other:Text}"')
def move_favorite(context: Context, name: str, title: str, other: str) -> None:
    put(context, name, title_id(context, name, title), "favorite", before=context.things[other])


@when('{name:Name} takes "{title:Text}" from her favourites')
def remove_favorite(context: Context, name: str, title: str) -> None:
    answer = context.people[name].http.delete(f"/titles/{title_id(context, name, title)}/marks/favorite")
    assert answer.status_code == 204, answer.text


@then('{name:Name}\'s favourites are "{one:Text}" and "{other:Text}"')
def check_favorites(context: Context, name: str, one: str, other: str) -> None:
    assert favorites(context, name) == [one, other]


@then('"{title:Text}" is {name:Name}\'s only favourite')
def check_favorite(context: Context, title: str, name: str) -> None:
    assert favorites(context, name) == [title]


@then('of her watchlist only "{title:Text}" is a favourite')
def check_favorite_entries(context: Context, title: str) -> None:
    items = context.people["Ada"].http.get("/watchlist", params={"favorite": "true"}).json()["items"]
    assert [item["title"]["title"] for item in items] == [title]


@when("{name:Name} says that she never wants to see it")
def mark_unwanted(context: Context, name: str) -> None:
    put(context, name, context.title["id"], "not_interested")


@when('{name:Name} tags "{title:Text}" with "{one:Text}" and "{other:Text}"')
def tag_entry(context: Context, name: str, title: str, one: str, other: str) -> None:
    http = context.people[name].http
    items = http.get("/watchlist").json()["items"]
    entry = next(item for item in items if item["title"]["title"] == title)
    answer = http.patch(f"/watchlist/{entry['id']}", json={"tags": [one, other]})
    assert answer.status_code == 200, answer.text


def tags(context: Context, name: str) -> list[dict[str, Any]]:
    answer = context.people[name].http.get("/tags")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@when('{name:Name} renames the tag "{old:Text}" to "{new:Text}"')
def rename_tag(context: Context, name: str, old: str, new: str) -> None:
    tag = next(tag for tag in tags(context, name) if tag["name"] == old)
    answer = context.people[name].http.patch(f"/tags/{tag['id']}", json={"name": new})
    assert answer.status_code == 200, answer.text


@then('with the tag "{tag:Text}" {name:Name} finds "{one:Text}" and "{other:Text}"')
def check_tagged(context: Context, tag: str, name: str, one: str, other: str) -> None:
    items = context.people[name].http.get("/watchlist", params={"tag": tag, "sort": "title"}).json()["items"]
    assert [item["title"]["title"] for item in items] == [one, other]


@then('{name:Name}\'s tags are "{one:Text}" and "{other:Text}"')
def check_tags(context: Context, name: str, one: str, other: str) -> None:
    assert [tag["name"] for tag in tags(context, name)] == [one, other]
