"""`python -m tests.standins.demo`: the service with recorded providers. Takes the arguments of `manage.py run`.

The stand-in runs in a thread of the same process, so that both end together.
"""

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.standins.anime import anime
from tests.standins.application import StandinApplication
from tests.standins.recordings import recordings
from tests.standins.server import running
from watchkeeper.commands.main import app

_ACCOUNT = "548"


def main() -> None:
    with running(StandinApplication(), log_level="warning") as address:
        os.environ.update(
            TMDB__BASE_URL=address, TMDB__ACCESS_TOKEN=f"token-of-{_ACCOUNT}", ANILIST__BASE_URL=f"{address}/anilist"
        )
        print("Discovery is answered from recordings, for whoever is signed in:")
        print("\n".join(f"  GET {each}" for each in recorded_addresses()))
        print(f"  GET /api/v1/favorites?account_id={_ACCOUNT} with the header X-TMDB-Token: token-of-{_ACCOUNT}")
        print("Movies and shows in those lists have details, too. All else is recorded nowhere: not found, or empty.")
        app(["run", *sys.argv[1:]])


def recorded_addresses() -> Iterator[str]:
    """Give what may be asked for, as paths of the service."""
    for path, kind in (("movies", "movie"), ("shows", "tv")):
        yield f"/api/v1/{path}/discover"
        yield from (_search(path, words) for words in recordings().searched(kind))
        yield from (f"/api/v1/{path}/{number}" for number in recordings().detailed(kind))
    yield "/api/v1/anime/discover"
    yield from (_search("anime", medium["title"]["romaji"]) for medium in anime())
    yield from (f"/api/v1/anime/{medium['id']}" for medium in anime())


def _search(path: str, words: str) -> str:
    return f"/api/v1/{path}/search?{urlencode({'query': words})}"


if __name__ == "__main__":
    main()
