"""What a person has, read over HTTP, in the words of the samples' expected.json."""

from typing import Any

from tests.support.accounts import Person


async def all_of(person: Person, path: str) -> list[dict[str, Any]]:
    """Return all items of a list."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while cursor is not None or not items:
        parameters = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
        answer = await person.http.get(f"/api/v1{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return items


async def library_of(person: Person) -> list[dict[str, Any]]:
    """Return each entry with its plays, rating, review and notes, in an order of their own."""
    plays, ratings, reviews = [await all_of(person, f"/{name}") for name in ("plays", "ratings", "reviews")]
    return sorted(
        (
            _entry(
                entry,
                [play for play in plays if play["title"]["id"] == entry["title"]["id"]],
                next((one for one in ratings if one["title"]["id"] == entry["title"]["id"]), None),
                next((one for one in reviews if one["title_id"] == entry["title"]["id"]), None),
            )
            for entry in await all_of(person, "/watchlist")
        ),
        key=repr,
    )


def _entry(
    entry: dict[str, Any], plays: list[dict[str, Any]], rating: dict[str, Any] | None, review: dict[str, Any] | None
) -> dict[str, Any]:
    released = entry["title"]["release_date"]
    return {
        "title_id": entry["title"]["id"],
        "title": entry["title"]["title"],
        "year": None if released is None else int(released[:4]),
        "media_type": entry["title"]["media_type"],
        "status": entry["status"],
        "score": None if rating is None else rating["score"],
        "original_value": rating and rating["original_value"] and float(rating["original_value"]),
        "original_scale": rating and rating["original_scale"] and float(rating["original_scale"]),
        "plays": sorted((play_of(one) for one in plays), key=repr),
        "review": None if review is None else review["body"],
        "texts": [entry["notes"], *(play["note"] for play in plays)],
    }


def play_of(play: dict[str, Any]) -> dict[str, Any]:
    """Return what a file can say of a play."""
    episode = play["episode"] or {"season": None, "number": None}
    return {"season": episode["season"], "episode": episode["number"], "watched_on": play["watched_on"]}
