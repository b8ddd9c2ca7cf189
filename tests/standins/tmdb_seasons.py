"""Seasons of TMDb in the shapes of its documentation. The episodes are nobody's but the stand-in's."""

from datetime import date, timedelta

from tests.standins.recordings import Json

_EPISODES = {0: 1, 1: 10}
_FIRST = date(2001, 1, 1)


def seasons(show: int) -> list[Json]:
    """Return the seasons that the details of a show list."""
    return [_described(show, number) | {"episode_count": count} for number, count in _EPISODES.items()]


def season(show: int, part: str) -> Json | None:
    """Return a season with its episodes, for a part such as `season/1`; None for one that there is not."""
    number = int(part.removeprefix("season/"))
    if number not in _EPISODES:
        return None
    episodes = [_episode(show, number, at) for at in range(1, _EPISODES[number] + 1)]
    return _described(show, number) | {"_id": f"{show}-{number}", "episodes": episodes}


def _described(show: int, number: int) -> Json:
    return {
        "air_date": _FIRST.isoformat(),
        "id": show * 100 + number,
        "name": f"Season {number}" if number else "Specials",
        "overview": "",
        "poster_path": "/season.jpg",
        "season_number": number,
        "vote_average": 0.0,
    }


def _episode(show: int, season: int, number: int) -> Json:
    return {
        "air_date": (_FIRST + timedelta(weeks=number)).isoformat(),
        "episode_number": number,
        "episode_type": "finale" if number == _EPISODES[season] else "standard",
        "id": show * 10_000 + season * 100 + number,
        "name": f"The {number}. of season {season}",
        "overview": "It happens.",
        "production_code": "",
        "runtime": 45,
        "season_number": season,
        "show_id": show,
        "still_path": "/still.jpg",
        "vote_average": 0.0,
        "vote_count": 0,
        "crew": [],
        "guest_stars": [],
    }
