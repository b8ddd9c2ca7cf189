"""manage.py load-catalogue, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.support.databases import SECRET
from watchkeeper.commands.load_catalogue import SHOWN, summary
from watchkeeper.commands.main import app
from watchkeeper.models.types.catalogue.load_report import LoadReport, RejectedRow


class Typed:
    """Runs the command in a folder of its own, on the database of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, content: str | None, *options: str) -> Result:
        file = self.folder / "titles.csv"
        if content is not None:
            file.write_text(content, encoding="utf-8")
        return CliRunner().invoke(app, ["load-catalogue", str(file), *options])


@pytest.fixture
def typed(tmp_path: Path, dsn: str, empty_tables: None, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("AUTH__SECRET_KEY", SECRET)
    return Typed(tmp_path)


def test_loaded_file_is_summed_up(typed: Typed) -> None:
    result = typed("title,type,year,colour\nHeat,film,1995,x\n,film,1996,x\n")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2 rows: 1 new, 0 changed, 0 unchanged, 1 rejected",
        "Columns that are not known were ignored: colour.",
        "line 3: title: Field required",
    ]


def test_whole_report_is_printed_and_written_as_json(typed: Typed, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    result = typed("media_type,title\nopera,Heat\n", "--json", "--report", str(report))
    expected: dict[str, Any] = {
        "rows": 1,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
        "rejected_rows": [{"line": 2, "reason": "media_type: Input should be 'movie', 'show' or 'anime'"}],
        "notes": [],
    }
    assert json.loads(result.stdout) == json.loads(report.read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize(
    ("content", "status"),
    [("title,year\nHeat,soon\n", 1), ("title\nHeat\n", 0), ("title\n", 0), ("label\nHeat\n", 2), (None, 2)],
)
def test_exit_status_tells_what_became_of_the_file(typed: Typed, content: str | None, status: int) -> None:
    assert typed(content).exit_code == status


def test_unreadable_file_is_explained(typed: Typed) -> None:
    result = typed("label\nHeat\n")
    assert "none of them is the title. Found: label. Nothing was loaded." in result.stderr


def test_summary_shows_the_first_refused_rows_and_counts_the_others() -> None:
    rejected = tuple(RejectedRow(line, "bad") for line in range(2, SHOWN + 5))
    lines = summary(LoadReport(rejected=rejected)).splitlines()
    assert lines[1] == "line 2: bad"
    assert lines[-1] == "and 3 more rejected rows; --report FILE writes all of them"
    assert len(lines) == SHOWN + 2


def test_dry_run_says_what_would_happen_and_writes_nothing(typed: Typed) -> None:
    content = "Title,Type,Year,Genre,IMDb\nFrieren,Anime,2023,Fantasy,tt22248376\nHeat,Opera,1995,Crime,tt0113277\n"
    said = [typed(content, "--dry-run").stdout.splitlines() for _ in range(2)]
    loaded = typed(content).stdout.splitlines()

    assert said[0] == said[1] == [*loaded, "Dry run: nothing was written."]
    assert loaded[0] == "2 rows: 1 new, 0 changed, 0 unchanged, 1 rejected"
    assert json.loads(typed(content, "--dry-run", "--json").stdout)["unchanged"] == 1
