"""The demo catalogue, which is loaded once into each database."""

from importlib.resources import as_file, files
from pathlib import Path

from watchkeeper.commands.load_catalogue import progress, summary
from watchkeeper.commands.runtime import out
from watchkeeper.configs.container import Container

_FILES = ("shows_and_anime.csv", "films.csv.gz")


async def load_demo_catalogue(container: Container) -> None:
    """Load the files of the demo catalogue that were never loaded into this database, showing the progress."""
    for name in _FILES:
        with as_file(files("watchkeeper.resources") / "demo_catalogue" / name) as file:
            await _load_once(container, name, file)


async def _load_once(container: Container, name: str, file: Path) -> None:
    with container.catalogue_files().open(file, None) as opened, progress(opened.lines) as on_progress:
        logic = container.catalogue_load_logic()
        report = await logic.load_once(f"demo_catalogue/{name}", opened.records, on_progress=on_progress)
    if report is not None:
        out.print(f"Demo catalogue, {name}: {summary(report)}")
