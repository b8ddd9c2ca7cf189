import pytest

from benchmarks.suite.besides import MEASUREMENTS
from benchmarks.suite.classes import CLASSES
from benchmarks.suite.options import CLASS_NAMES, OTHER_NAMES, parsed


def test_names_to_choose_from_are_those_of_what_is_measured() -> None:
    assert tuple(one.name for one in CLASSES) == CLASS_NAMES
    assert tuple(MEASUREMENTS) == OTHER_NAMES


def test_everything_is_measured_unless_something_is_chosen() -> None:
    assert all(parsed([]).wants(name) for name in CLASS_NAMES)
    chosen = parsed(["--only", "list,logins"])
    assert [name for name in (*CLASS_NAMES, "logins", "hot") if chosen.wants(name)] == ["list", "logins"]


def test_name_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["--only", "list,signin"])
    assert "--only does not know signin: choose from health, list," in capsys.readouterr().err
