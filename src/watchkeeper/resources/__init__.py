"""Files of the package that are not code."""

from importlib.resources import files


def docs_text(name: str) -> str:
    """Return the text of a file in `resources/docs`."""
    return (files(__name__) / "docs" / name).read_text("utf-8")
