"""Tokens: what is written is read again, and of everything else nothing is, whatever the algorithm."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.models.errors.identity_errors import InvalidRefreshTokenError
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.token_claims import AccessClaims, RefreshClaims
from watchkeeper.repositories.identity.adapters.token_ed25519_signature import Ed25519Signature, thumbprint
from watchkeeper.repositories.identity.adapters.token_jose_signature import JoseSignature
from watchkeeper.repositories.identity.adapters.token_jwt_adapter import JwtTokenCodec
from watchkeeper.repositories.identity.adapters.token_signature import TokenSignature

SECRET, OLDER_SECRET, FOREIGN_SECRET = "s" * 32, "o" * 32, "f" * 32
KEY, OLDER_KEY, FOREIGN_KEY = (Ed25519PrivateKey.from_private_bytes(letter * 32) for letter in (b"k", b"o", b"f"))
SOON = datetime(2100, 1, 1, tzinfo=UTC)
ACCESS = AccessClaims(UUID(int=1), UUID(int=2), Role.USER, SOON)
REFRESH = RefreshClaims(UUID(int=1), UUID(int=2), 3, SOON - timedelta(days=1), SOON)

SIGNATURES: dict[str, Callable[[], TokenSignature]] = {
    "HS256": lambda: JoseSignature(secret=SECRET, previous_secret=OLDER_SECRET),
    "EdDSA": lambda: Ed25519Signature(key=KEY, previous_key=OLDER_KEY.public_key()),
}


def codec_of(signature: TokenSignature) -> JwtTokenCodec:
    return JwtTokenCodec(signature=signature, secret=SECRET, issuer="us", audience="ours")


@pytest.fixture(params=sorted(SIGNATURES))
def signature(request: pytest.FixtureRequest) -> TokenSignature:
    return SIGNATURES[request.param]()


@pytest.fixture
def codec(signature: TokenSignature) -> JwtTokenCodec:
    return codec_of(signature)


def encoded(part: object) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def parts_of(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, claims, _ = token.split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, claims)]
    return read[0], read[1]


def signed(signature: TokenSignature, header: object, claims: object) -> str:
    """Return a token of any header and claims, signed with the key that signs all others."""
    text = f"{encoded(header)}.{encoded(claims)}"
    if signature.algorithm == "HS256":
        return f"{text}.{encoded(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256))}"
    return f"{text}.{encoded(KEY.sign(text.encode()))}"


def refuses(codec: JwtTokenCodec, token: str) -> None:
    with pytest.raises(InvalidTokenError):
        codec.verify_access(token)
    with pytest.raises(InvalidRefreshTokenError):
        codec.verify_refresh(token)


def test_token_is_read_as_it_was_written(codec: JwtTokenCodec) -> None:
    assert codec.verify_access(codec.sign_access(ACCESS)) == ACCESS
    assert codec.verify_refresh(codec.sign_refresh(REFRESH)) == REFRESH
    assert codec.sign_refresh(REFRESH) == codec.sign_refresh(REFRESH)
    assert codec.sign_access(ACCESS) != codec.sign_access(ACCESS)


def test_token_says_what_the_contract_says(codec: JwtTokenCodec, signature: TokenSignature) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    assert set(header) == {"alg", "typ", "kid"}
    assert (header["alg"], header["typ"]) == (signature.algorithm, "at+jwt")
    assert set(claims) == {"iss", "aud", "type", "sub", "sid", "role", "iat", "exp", "jti"}
    assert (claims["type"], claims["iss"], claims["aud"]) == ("access", "us", "ours")
    header, claims = parts_of(codec.sign_refresh(REFRESH))
    assert (header["typ"], claims["type"]) == ("rt+jwt", "refresh")


def test_forgery_of_these_tests_is_accepted_where_nothing_is_changed(
    codec: JwtTokenCodec, signature: TokenSignature
) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    assert codec.verify_access(signed(signature, header, claims)) == ACCESS


def test_token_is_refused_from_its_last_second_on(codec: JwtTokenCodec) -> None:
    at = datetime.now(UTC)
    with pytest.raises(InvalidTokenError):
        codec.verify_access(codec.sign_access(replace(ACCESS, expires_at=at)))
    with pytest.raises(InvalidRefreshTokenError):
        codec.verify_refresh(codec.sign_refresh(replace(REFRESH, expires_at=at)))


def test_public_key_alone_verifies_a_signature_of_eddsa() -> None:
    text, _, signature = codec_of(SIGNATURES["EdDSA"]()).sign_access(ACCESS).rpartition(".")
    KEY.public_key().verify(base64.urlsafe_b64decode(signature + "=="), text.encode())


def test_key_id_of_ed25519_is_the_thumbprint_that_rfc_8037_shows() -> None:
    seed = base64.urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(
    "change",
    [
        {"exp": None},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"exp": 1e300},
        {"exp": float("inf")},
        {"exp": 10**30},
        {"exp": True},
        {"exp": [SOON.timestamp()]},
        {"exp": SOON.timestamp() + 0.5},
        {"nbf": int(SOON.timestamp())},
        {"nbf": "yesterday"},
        {"iat": None},
        {"iat": "now"},
        {"iat": False},
        {"iss": None},
        {"iss": "them"},
        {"iss": ["us"]},
        {"aud": None},
        {"aud": "theirs"},
        {"aud": ["ours", "theirs"]},
        {"sub": None},
        {"sub": "ada"},
        {"sub": 7},
        {"sub": {"id": 1}},
        {"sid": None},
        {"sid": "garbage"},
        {"sid": []},
        {"jti": None},
        {"jti": 7},
        {"type": None},
        {"type": "refresh"},
        {"type": ["access"]},
        {"role": None},
        {"role": "root"},
        {"role": ["admin"]},
    ],
    ids=str,
)
def test_claim_that_is_missing_wrong_or_of_another_type_is_refused(
    codec: JwtTokenCodec, signature: TokenSignature, change: dict[str, object]
) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    kept = {name: value for name, value in (claims | change).items() if value is not None}
    refuses(codec, signed(signature, header, kept))


@pytest.mark.parametrize("generation", [None, "3", 3.0, True, [3]], ids=str)
def test_generation_that_is_no_whole_number_is_refused(
    codec: JwtTokenCodec, signature: TokenSignature, generation: object
) -> None:
    header, claims = parts_of(codec.sign_refresh(REFRESH))
    refuses(codec, signed(signature, header, claims | {"gen": generation}))


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "None"},
        {"alg": "hs256"},
        {"alg": "HS384"},
        {"alg": "RS256"},
        {"alg": ["HS256"]},
        {"alg": None},
        {"typ": "JWT"},
        {"typ": "rt+jwt"},
        {"typ": "AT+JWT"},
        {"typ": None},
        {"kid": None},
        {"kid": ""},
        {"kid": "unknown"},
        {"kid": "../../../../dev/null"},
        {"kid": "/proc/sys/kernel/randomize_va_space"},
        {"kid": "' UNION SELECT 'key' --"},
        {"kid": "http://evil.test/key"},
        {"kid": ["a"]},
        {"kid": {}},
        {"kid": 0},
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": False},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jku": "http://evil.test/keys"},
        {"x5u": "http://evil.test/certificate"},
        {"x5c": []},
        {"cty": "JWT"},
        {"zip": "DEF"},
        {"enc": "A128GCM"},
    ],
    ids=str,
)
def test_header_that_is_not_exactly_ours_is_refused(
    codec: JwtTokenCodec, signature: TokenSignature, change: dict[str, object]
) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    kept = {name: value for name, value in (header | change).items() if value is not None}
    refuses(codec, signed(signature, kept, claims))


@pytest.mark.parametrize("ending", ["", encoded(b""), encoded(b"\0"), encoded(b"\0" * 32), encoded(b"\0" * 64)])
def test_token_without_a_signature_is_refused(codec: JwtTokenCodec, ending: str) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    for algorithm in (header["alg"], "none"):
        refuses(codec, f"{encoded(header | {'alg': algorithm})}.{encoded(claims)}.{ending}")


def public_key_spellings() -> Iterator[bytes]:
    key = KEY.public_key()
    yield key.public_bytes_raw()
    yield key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    yield key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("algorithm", ["HS256", "EdDSA"])
def test_public_key_taken_for_a_secret_signs_nothing(algorithm: str) -> None:
    codec = codec_of(SIGNATURES["EdDSA"]())
    header, claims = parts_of(codec.sign_access(ACCESS))
    for secret in public_key_spellings():
        text = f"{encoded(header | {'alg': algorithm})}.{encoded(claims)}"
        refuses(codec, f"{text}.{encoded(hmac.digest(secret, text.encode(), hashlib.sha256))}")


def test_token_of_a_key_that_is_not_ours_is_refused_even_under_the_id_of_ours() -> None:
    foreign: dict[str, TokenSignature] = {
        "HS256": JoseSignature(secret=FOREIGN_SECRET, previous_secret=None),
        "EdDSA": Ed25519Signature(key=FOREIGN_KEY, previous_key=None),
    }
    for algorithm, make in SIGNATURES.items():
        ours, theirs = codec_of(make()), codec_of(foreign[algorithm])
        header, claims = parts_of(ours.sign_access(ACCESS))
        token = theirs.sign_access(ACCESS)
        refuses(ours, token)
        refuses(ours, f"{encoded(header)}.{encoded(claims)}.{token.rpartition('.')[2]}")


def test_token_of_another_algorithm_is_refused() -> None:
    codecs = [codec_of(make()) for make in SIGNATURES.values()]
    for ours, theirs in (*combinations(codecs, 2), *combinations(reversed(codecs), 2)):
        refuses(ours, theirs.sign_access(ACCESS))
        refuses(ours, theirs.sign_refresh(REFRESH))


def test_access_token_is_no_refresh_token_and_the_other_way_round(codec: JwtTokenCodec) -> None:
    with pytest.raises(InvalidRefreshTokenError):
        codec.verify_refresh(codec.sign_access(ACCESS))
    with pytest.raises(InvalidTokenError):
        codec.verify_access(codec.sign_refresh(REFRESH))


def test_token_of_the_key_before_is_still_read_and_new_ones_have_the_new_key() -> None:
    before: dict[str, TokenSignature] = {
        "HS256": JoseSignature(secret=OLDER_SECRET, previous_secret=None),
        "EdDSA": Ed25519Signature(key=OLDER_KEY, previous_key=None),
    }
    for algorithm, make in SIGNATURES.items():
        old, new = codec_of(before[algorithm]), codec_of(make())
        assert new.verify_access(old.sign_access(ACCESS)) == ACCESS
        assert new.verify_refresh(old.sign_refresh(REFRESH)) == REFRESH
        assert parts_of(new.sign_access(ACCESS))[0]["kid"] != parts_of(old.sign_access(ACCESS))[0]["kid"]
        refuses(old, new.sign_access(ACCESS))


def test_token_of_a_key_taken_out_is_refused() -> None:
    now: dict[str, TokenSignature] = {
        "HS256": JoseSignature(secret=SECRET, previous_secret=None),
        "EdDSA": Ed25519Signature(key=KEY, previous_key=None),
    }
    refuses(
        codec_of(now["HS256"]), codec_of(JoseSignature(secret=OLDER_SECRET, previous_secret=None)).sign_access(ACCESS)
    )
    refuses(codec_of(now["EdDSA"]), codec_of(Ed25519Signature(key=OLDER_KEY, previous_key=None)).sign_access(ACCESS))


def test_signature_has_one_spelling(codec: JwtTokenCodec) -> None:
    token = codec.sign_access(ACCESS)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for sign in alphabet.replace(token[-1], ""):
        refuses(codec, token[:-1] + sign)
    for ending in ("=", " ", "\n", "\0", "."):
        refuses(codec, token + ending)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "a.b.c.d.e",
        "\ud800.b.c",
        "é.é.é",
        f"{encoded([])}.{encoded({})}.AAAA",
        f"{encoded(b'[' * 1500)}.{encoded({})}.AAAA",
        f"{encoded(b'null')}.{encoded({})}.AAAA",
        f"{encoded(b'9' * 1500)}.{encoded({})}.AAAA",
        f"{encoded(bytes([255, 254]))}.{encoded({})}.AAAA",
        "a" * 10_000_000,
        "a" * 100_000 + ".b.c",
        ".".join("a" * 100_000 for _ in range(3)),
    ],
    ids=lambda token: f"{token[:12]!a} of {len(token)}",
)
def test_garbage_is_refused_whatever_it_is(codec: JwtTokenCodec, token: str) -> None:
    refuses(codec, token)


def test_token_that_is_signed_and_yet_too_long_is_refused(codec: JwtTokenCodec, signature: TokenSignature) -> None:
    header, claims = parts_of(codec.sign_access(ACCESS))
    refuses(codec, signed(signature, header, claims | {"padding": "p" * 3000}))


def test_claims_that_are_no_object_are_refused(codec: JwtTokenCodec, signature: TokenSignature) -> None:
    header, _ = parts_of(codec.sign_access(ACCESS))
    others: list[object] = [[], None, "text", 7, b"", b"\xff", b"[" * 1500, b"9" * 1600, b'{"exp": NaN}']
    for claims in others:
        refuses(codec, signed(signature, header, claims))


@given(st.text(st.sampled_from("abcAB01-_.=+/ é"), max_size=60))
def test_text_that_nobody_signed_is_refused(text: str) -> None:
    for make in SIGNATURES.values():
        refuses(codec_of(make()), text)
