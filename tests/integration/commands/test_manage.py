"""manage.py as an operator uses it, over a database of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.commands import Manage
from tests.support.databases import created_database, execute
from tests.support.service import free_port
from watchkeeper.configs.settings import PROJECT_ROOT

ADMIN = {
    "FIRST_SUPERUSER_EMAIL": "ada@example.com",
    "FIRST_SUPERUSER_USERNAME": "ada",
    "FIRST_SUPERUSER_FIRSTNAME": "Ada",
    "FIRST_SUPERUSER_LASTNAME": "Lovelace",
    "FIRST_SUPERUSER_PASSWORD": "correct horse battery staple",
}


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "manage") as dsn:
        yield dsn


@pytest.fixture
def manage(own_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manage:
    return Manage(tmp_path, monkeypatch, {"DATABASE_URL": own_dsn})


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run manage.py over no database, which is to refuse in sentences."""
    manage = Manage(tmp_path, monkeypatch, {})

    def run(*arguments: str, **environment: str) -> str:
        answer = manage(*arguments, **environment)
        assert answer.exit_code == 1
        return answer.output

    return run


def test_migrate_goes_up_and_down_and_says_where_it_is(manage: Manage) -> None:
    assert manage("migrate", "check").exit_code == 0
    down = manage("migrate", "down", "base")
    assert (down.exit_code, "revision none" in down.stdout) == (0, True)
    assert "pending: 0001" in manage("migrate", "status").stdout
    behind = manage("migrate", "check")
    assert (behind.exit_code, "manage.py migrate up" in behind.stderr) == (1, True)
    assert manage("migrate", "up").exit_code == 0
    assert manage("migrate", "check").exit_code == 0


def test_migrate_to_an_unknown_revision_says_so(manage: Manage) -> None:
    answer = manage("migrate", "up", "nonsense")
    assert (answer.exit_code, "nonsense" in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr


def test_create_admin_twice_makes_one(manage: Manage) -> None:
    first, second = manage("create-admin", **ADMIN), manage("create-admin", **ADMIN)
    assert (first.exit_code, first.stdout) == (0, "Admin ada was created.\n")
    assert (second.exit_code, second.stdout) == (0, "ada is already an admin. Nothing was changed.\n")


def test_create_admin_where_the_name_is_somebody_elses_says_so(manage: Manage, own_dsn: str) -> None:
    manage("create-admin", **ADMIN)
    asyncio.run(execute(own_dsn, "UPDATE users SET role = 'user'"))
    answer = manage("create-admin", **ADMIN)
    assert (answer.exit_code, "not an active admin" in answer.stderr) == (1, True)


@pytest.mark.parametrize("arguments", [("create-admin", "--no-ask"), ("set-password", "ada")])
def test_command_over_an_empty_schema_says_what_to_do(manage: Manage, arguments: tuple[str, ...]) -> None:
    manage("migrate", "down", "base")
    answer = manage(*arguments, **ADMIN)
    assert (answer.exit_code, "manage.py migrate up" in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", [("doctor", "--offline"), ("migrate", "status"), ("run",), ("set-password", "ada")])
@pytest.mark.parametrize("url", ["bogus", "mysql://u:secret@h/d", "postgresql://u:secret@127.0.0.1:1/d"])
def test_command_without_its_database_says_so_without_the_password(
    refused: Callable[..., str], command: tuple[str, ...], url: str
) -> None:
    output = refused(*command, DATABASE_URL=url, PORT=str(free_port()))
    assert "DATABASE_URL" in output
    assert "secret" not in output


def test_lists_of_settings_are_written_with_commas_or_as_json(manage: Manage) -> None:
    for value in ("https://a.example, https://b.example", '["https://a.example"]'):
        assert manage("doctor", "--offline", CORS_ALLOWED_ORIGINS=value).exit_code == 0
    wrong = manage("doctor", "--offline", CORS_ALLOWED_ORIGINS="[nonsense")
    assert (wrong.exit_code, "CORS_ALLOWED_ORIGINS" in wrong.stderr) == (1, True)
    assert "Traceback" not in wrong.stderr


def test_database_url_of_sqlalchemy_is_understood(manage: Manage, own_dsn: str) -> None:
    url = own_dsn.replace("postgresql://", "postgresql+asyncpg://")
    assert manage("migrate", "check", DATABASE_URL=url).exit_code == 0


def test_create_admin_with_a_weak_password_says_why(manage: Manage) -> None:
    answer = manage("create-admin", **ADMIN | {"FIRST_SUPERUSER_PASSWORD": "password"})
    assert answer.exit_code == 1
    assert answer.stderr.count("most common passwords") == 1
    assert "Traceback" not in answer.stderr


def test_create_admin_without_asking_names_what_is_missing(manage: Manage) -> None:
    answer = manage("create-admin", "--no-ask")
    assert (answer.exit_code, "FIRST_SUPERUSER_EMAIL" in answer.stderr) == (1, True)


def test_set_password_prints_a_new_one(manage: Manage) -> None:
    manage("create-admin", **ADMIN)
    answer = manage("set-password", "ADA@example.com")
    assert (answer.exit_code, answer.stdout.startswith("New password: ")) == (0, True)
    unknown = manage("set-password", "nobody")
    assert (unknown.exit_code, "No account" in unknown.stderr) == (1, True)


def test_reset_link_is_printed_for_somebody_who_forgot_the_password(manage: Manage) -> None:
    manage("create-admin", **ADMIN)
    answer = manage("reset-link", "ADA@example.com", "--url", "https://watch.example.com/")
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout.startswith("https://watch.example.com/reset-password#token=")
    unknown = manage("reset-link", "nobody")
    assert (unknown.exit_code, "No account" in unknown.stderr) == (1, True)


def test_init_superuser_script_makes_the_admin_once(own_dsn: str) -> None:
    script = str(PROJECT_ROOT / "scripts" / "init_superuser.py")
    environment = os.environ | {"DATABASE_URL": own_dsn, "AUTH__BCRYPT_ROUNDS": "4"} | ADMIN
    answers = [
        subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert answers[0].stdout == "Admin ada was created.\n"
    assert "Nothing was changed" in answers[1].stdout


def test_doctor_finds_nothing_to_fix(manage: Manage) -> None:
    answer = manage("doctor", "--offline")
    assert answer.exit_code == 0, answer.stdout
    subjects = ("settings", "database", "schema", "redis", "feed", "viewings", "posters")
    assert [subject in answer.stdout for subject in subjects] == [True] * 7


@pytest.mark.parametrize(("mode", "is_told"), [("off", True), ("on", False)])
def test_doctor_says_where_acknowledged_writes_can_be_lost(
    mode: str, is_told: bool, manage: Manage, own_dsn: str
) -> None:
    database = urlsplit(own_dsn).path.removeprefix("/")
    asyncio.run(execute(own_dsn, f'ALTER DATABASE "{database}" SET synchronous_commit = {mode}'))
    answer = manage("doctor", "--offline")
    assert (answer.exit_code, "synchronous_commit" in answer.stdout) == (0, is_told)


def test_doctor_finds_wrong_numbers_in_a_change_feed_and_recount_repairs_them(manage: Manage, own_dsn: str) -> None:
    manage("create-admin", **ADMIN)
    asyncio.run(execute(own_dsn, "UPDATE change_heads SET area_counts[1] = 7"))
    found = manage("doctor", "--offline")
    assert (found.exit_code, "manage.py recount" in found.stdout) == (1, True)
    repaired = manage("recount")
    assert (repaired.exit_code, "1 change feeds had wrong counts" in repaired.stdout) == (1, True)
    assert manage("recount").exit_code == 0
    assert manage("doctor", "--offline").exit_code == 0


def test_doctor_finds_posters_at_other_hosts(manage: Manage, own_dsn: str) -> None:
    titles = """
        INSERT INTO titles (id, title, title_key, title_sort, media_type, poster_url, is_active, release_date_precision,
                            search_words, created_at, updated_at)
        SELECT gen_random_uuid(), url, url, url, 'movie', url, true, 'day', '{}', now(), now() FROM unnest(ARRAY[
            'https://Image.TMDB.org/t/p/a.jpg', 'https://spy.example/a.jpg', 'https://image.tmdb.org.spy.example/a.jpg'
        ]) AS one (url)
    """
    asyncio.run(execute(own_dsn, titles))
    found = manage("doctor", "--offline")
    assert (found.exit_code, "2 public titles" in found.stdout, "POSTER_HOSTS" in found.stdout) == (0, True, True)


def test_doctor_finds_wrong_numbers_of_plays_and_recount_repairs_them(manage: Manage, own_dsn: str) -> None:
    manage("create-admin", **ADMIN)
    rows = """
        INSERT INTO titles (id, title, title_key, title_sort, media_type, is_active, release_date_precision,
                            search_words, created_at, updated_at)
        VALUES (gen_random_uuid(), 'Heat', 'heat', 'heat', 'movie', true, 'day', '{}', now(), now());
        INSERT INTO plays (user_id, id, title_id, viewing, precision, sorted_at, edited_at, created_at, updated_at)
        SELECT users.id, gen_random_uuid(), titles.id, 1, 'unknown', '-infinity', now(), now(), now()
        FROM users, titles;
        UPDATE viewings SET plays_count = 7;
    """
    asyncio.run(execute(own_dsn, rows))
    found = manage("doctor", "--offline")
    assert (found.exit_code, "1 titles of people have wrong numbers" in found.stdout) == (1, True)
    assert manage("recount").exit_code == 1
    assert manage("doctor", "--offline").exit_code == 0


def test_doctor_says_what_to_fix(manage: Manage) -> None:
    manage("migrate", "down", "base")
    behind = manage("doctor", "--offline", REDIS_URL="redis://127.0.0.1:1")
    assert behind.exit_code == 1
    assert "manage.py migrate up" in behind.stdout
    assert "Check REDIS_URL" in behind.stdout
    away = manage("doctor", "--offline", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert (away.exit_code, "Check DATABASE_URL" in away.stdout) == (1, True)


@pytest.mark.parametrize("environment", ["development", "production"])
@pytest.mark.parametrize("command", [("run",), ("doctor", "--offline")])
def test_mistyped_setting_of_a_group_is_named_and_stops_the_command(
    refused: Callable[..., str], own_dsn: str, command: tuple[str, ...], environment: str
) -> None:
    output = refused(*command, DATABASE_URL=own_dsn, ENVIRONMENT=environment, AUTH__SECRET_KY="k" * 40, REDIS_URI="x")
    assert "AUTH__SECRET_KY" in output
    assert "Did you mean AUTH__SECRET_KEY?" in output
    assert "Did you mean REDIS_URL?" in output


def test_name_that_is_like_a_setting_is_named_and_stops_nothing(manage: Manage) -> None:
    answer = manage("doctor", "--offline", REDIS_URI="redis://127.0.0.1:1")
    assert (answer.exit_code, "Did you mean REDIS_URL?" in answer.stdout) == (0, True)
    with socket.create_server(("127.0.0.1", 0)) as other:
        started = manage("run", "--port", str(other.getsockname()[1]), REDIS_URI="redis://127.0.0.1:1")
    assert ("Did you mean REDIS_URL?" in started.stderr, "choose another port" in started.stderr) == (True, True)


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"ENVIRONMENT": "production"}, "must be set"),
        ({"ENVIRONMENT": "production", "AUTH__SECRET_KEY": "short"}, "at least 32 bytes"),
        ({"ENVIRONMENT": "production", "AUTH__SECRET_KEY": "change-me-" * 5}, "default value"),
        ({"PORT": "70000"}, "PORT"),
    ],
)
def test_run_with_unsafe_or_wrong_settings_refuses_to_start(
    refused: Callable[..., str], own_dsn: str, environment: dict[str, str], word: str
) -> None:
    assert word in refused("run", DATABASE_URL=own_dsn, **environment)


def test_run_on_a_used_port_says_what_to_do(manage: Manage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        answer = manage("run", "--port", str(other.getsockname()[1]))
    assert answer.exit_code == 1
    assert "choose another port" in answer.stderr


def test_run_in_production_over_an_old_schema_refuses_to_start(manage: Manage) -> None:
    manage("migrate", "down", "base")
    answer = manage("run", "--port", str(free_port()), ENVIRONMENT="production", AUTH__SECRET_KEY="k" * 40)
    assert (answer.exit_code, "manage.py migrate up" in answer.stderr) == (1, True)


def test_openapi_needs_neither_database_nor_settings(tmp_path: Path) -> None:
    """A process of its own: nothing is loaded, and nothing in the environment, that another command needs."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    command = [sys.executable, str(PROJECT_ROOT / "manage.py"), "openapi"]
    answer = subprocess.run(
        command,
        env=environment | {"DATABASE_URL": "", "ENVIRONMENT": "production"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["info"]["title"] == "Watchkeeper"
