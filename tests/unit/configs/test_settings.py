"""Settings: what production asks for, and which database is meant."""

from base64 import b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError
from typer.testing import CliRunner

from watchkeeper.commands.main import app
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass

SECRET = "b7f1c2d3e4a5968778695a4b3c2d1e0f"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "ENVIRONMENT", "AUTH__SECRET_KEY", "DEMO_CATALOGUE", "POSTGRES__HOST"):
        monkeypatch.delenv(name, raising=False)


def settings(**members: Any) -> Settings:
    return Settings(_env_file=None, **members)


@pytest.mark.parametrize("environment", ["production", "test"])
@pytest.mark.parametrize("secret", [None, "short", "change-me-" * 5, "xxSecretxx" * 5])
def test_service_for_others_does_not_start_without_a_secret_of_its_own(environment: str, secret: str | None) -> None:
    with pytest.raises(ValidationError, match="openssl rand -hex 32"):
        settings(environment=environment, auth={"secret_key": secret})


def test_service_with_a_secret_of_its_own_starts() -> None:
    assert not settings(environment="production", auth={"secret_key": SECRET}).is_development


def test_development_needs_nothing_at_all() -> None:
    made = settings()
    assert made.is_development
    assert made.wants_demo_catalogue
    assert made.external_dsn is None
    assert made.host == "127.0.0.1"


def test_demo_catalogue_is_loaded_in_development_unless_unwanted() -> None:
    assert not settings(demo_catalogue=False).wants_demo_catalogue
    assert not settings(environment="production", auth={"secret_key": SECRET}).wants_demo_catalogue
    assert settings(environment="production", auth={"secret_key": SECRET}, demo_catalogue=True).wants_demo_catalogue


def test_database_by_its_parts_is_quoted() -> None:
    parts = {"host": "db", "port": 6543, "username": "a@b", "password": "p/w:d", "database": "w k"}
    assert settings(postgres=parts).external_dsn == "postgresql://a%40b:p%2Fw%3Ad@db:6543/w%20k"


def test_database_in_one_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://one/line")
    assert settings(postgres={"host": "db"}).external_dsn == "postgresql://one/line"


def test_nested_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH__BCRYPT_ROUNDS", "5")
    assert settings().auth.bcrypt_rounds == 5


@pytest.mark.parametrize(
    "members",
    [{"port": 0}, {"workers": 0}, {"auth": {"bcrypt_rounds": 3}}, {"database": {"pool_size": 0}}, {"environment": "x"}],
)
def test_setting_out_of_bounds_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**members)


def test_key_pair_is_read_in_every_form_it_is_written_in() -> None:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for text in (pem, pem.replace("\n", "\r\n"), pem.replace("\n", "\\n"), pem.splitlines()[1]):
        made = settings(auth={"algorithm": "EdDSA", "private_key": text}).auth.key_pair()
        assert made is not None
        assert made.private.private_bytes_raw() == key.private_bytes_raw()
    assert settings(auth={"private_key": pem}).auth.key_pair() is None


def test_keys_that_the_command_makes_are_those_that_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = CliRunner().invoke(app, ["make-keys"]).output
    for line in printed.splitlines()[:2]:
        monkeypatch.setenv(*line.split("=", 1))
    monkeypatch.setenv("AUTH__PREVIOUS_PUBLIC_KEY", printed.splitlines()[-1].removeprefix("# "))
    made = settings().auth.key_pair()
    assert made is not None
    assert made.previous_public == made.private.public_key()


EC = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("text", [None, "garbage", "MC4CAQAwBQYDK2VwBCIEIA==", "-----BEGIN PRIVATE KEY-----", EC])
@pytest.mark.parametrize("name", ["private_key", "previous_public_key"])
def test_key_that_is_none_is_refused_without_being_shown(name: str, text: str | None) -> None:
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if (name, text) == ("previous_public_key", None):
        return
    keys = {"private_key": b64encode(private).decode(), name: text}
    with pytest.raises(ValidationError) as refusal:
        settings(auth={"algorithm": "EdDSA"} | keys)
    (error,) = refusal.value.errors(include_input=False, include_url=False)
    assert f"AUTH__{name.upper()}" in error["msg"]
    assert text is None or text not in error["msg"]


@pytest.mark.parametrize("algorithm", ["none", "HS512", "RS256", "", "hs256"])
def test_algorithm_is_one_of_two(algorithm: str) -> None:
    with pytest.raises(ValidationError):
        settings(auth={"algorithm": algorithm})


def test_short_secret_is_refused_for_the_one_before_too() -> None:
    with pytest.raises(ValidationError, match="AUTH__PREVIOUS_SECRET_KEY"):
        settings(auth={"previous_secret_key": "short"})


def test_secrets_are_not_shown() -> None:
    made = settings(database_url="postgresql://a:hidden@db/x", auth={"secret_key": SECRET})
    assert "hidden" not in repr(made)
    assert SECRET not in repr(made)


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("100/minute", [(100, 60)]),
        ("20/5 minutes", [(20, 300)]),
        ("10/minute,60/hour", [(10, 60), (60, 3600)]),
        ("5 per second", [(5, 1)]),
        ("unlimited", []),
    ],
)
def test_limit_is_written_as_people_say_it(text: str, rates: list[tuple[int, int]]) -> None:
    policies = settings(limits={"reads": text}).limits.policies()
    assert [(rate.amount, rate.seconds) for rate in policies.of_accounts(RateLimitClass.READS)] == rates


@pytest.mark.parametrize(
    "text", ["", "fast", "100", "0/minute", "-1/minute", "100/fortnight", "5/2 years", "1/minute,"]
)
def test_limit_that_can_not_be_read_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError, match="as in 100/minute"):
        settings(limits={"login_address": text})


def test_limits_switched_off_are_none() -> None:
    policies = settings(limits={"enabled": False}).limits.policies()
    assert (
        policies.of_accounts(RateLimitClass.READS)
        == policies.of_accounts(RateLimitClass.LOGIN)
        == policies.login_account
        == ()
    )


@pytest.mark.parametrize("name", ["proxy.local", "10.0.0.0/99", "", "10.0.0.5:80"])
def test_proxy_that_is_no_address_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValidationError, match="neither an address nor a network"):
        settings(trusted_proxies=["10.0.0.1", name])


@pytest.mark.parametrize(("path", "kept"), [("", ""), ("/", ""), ("/wk", "/wk"), ("/wk/", "/wk"), ("/a/b-c", "/a/b-c")])
def test_root_path_ends_without_a_slash(path: str, kept: str) -> None:
    assert settings(root_path=path).root_path == kept


@pytest.mark.parametrize("path", ["wk", "//wk", "/a b", "https://example.com/wk", "/../wk"])
def test_root_path_that_is_none_is_refused_with_a_sentence(path: str) -> None:
    with pytest.raises(ValidationError, match="must be a path beginning with a slash"):
        settings(root_path=path)


@pytest.mark.parametrize("url", ["localhost:6379", "http://redis:6379", "redis"])
def test_store_that_is_no_redis_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValidationError, match="must begin with redis://"):
        settings(redis_url=url)
