"""The demo catalogue, which is loaded once into each database."""

from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from watchkeeper.commands.demo_shows import invented_shows, invented_titles, real_shows, running_shows
from watchkeeper.commands.load_catalogue import progress, summary
from watchkeeper.commands.runtime import out
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.models.types.episodes.episode_load import ShowOfDataset

_FILMS, _SHOWS = "films.csv.gz", "shows_and_anime.csv"


async def load_demo_catalogue(container: Container) -> None:
    """Load what of the demo catalogue was never loaded into this database, showing the progress."""
    await load_demo_shows(container)
    await _load_file(container, _FILMS)


async def load_demo_shows(container: Container) -> None:
    """Load shows and anime with their episodes. Those of invented ones air around today."""
    await _load_file(container, _SHOWS)
    today = now().date()
    await container.catalogue_load_logic().load_once("demo_catalogue/invented.json", invented_titles(today))
    await _load_episodes(container, "seasons.csv", real_shows())
    await _load_episodes(container, "running.csv", running_shows())
    await _load_episodes(container, "episodes of invented.json", invented_shows(today))


async def _load_file(container: Container, name: str) -> None:
    with as_file(files("watchkeeper.resources") / "demo_catalogue" / name) as file:
        await _load_once(container, name, file)


async def _load_once(container: Container, name: str, file: Path) -> None:
    with container.catalogue_files().open(file, None) as opened, progress(opened.lines) as on_progress:
        logic = container.catalogue_load_logic()
        report = await logic.load_once(f"demo_catalogue/{name}", opened.records, on_progress=on_progress)
    if report is not None:
        out.print(f"Demo catalogue, {name}: {summary(report)}")


async def _load_episodes(container: Container, name: str, shows: Iterable[ShowOfDataset]) -> None:
    count = await container.episode_load_logic().load_once(f"demo_catalogue/{name}", shows)
    if count is not None:
        out.print(f"Demo catalogue, {name}: {count} titles have episodes")
