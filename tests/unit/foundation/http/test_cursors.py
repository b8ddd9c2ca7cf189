"""Cursors: what is written is read again, and nothing else is."""

import hmac
import json
from base64 import urlsafe_b64decode
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.pagination import Cursor
from watchkeeper.foundation.http.cursors import CursorCodec

CODEC = CursorCodec("a secret of this test")
CURSOR = Cursor("-created_at", "2026-01-31T12:34:56.789012+00:00", UUID(int=7))
PATH = "/api/v1/titles"

cursors = st.builds(
    Cursor, st.sampled_from(["name", "-name"]), st.text(st.characters(exclude_categories=["Cs"])), st.uuids()
)


@given(cursors, st.text(st.characters(exclude_categories=["Cs"])))
def test_cursor_is_read_as_it_was_written(cursor: Cursor, path: str) -> None:
    text = CODEC.encode(cursor, path)
    assert CODEC.decode(text, path) == cursor
    assert text.isascii()
    assert not set(text) & set("+/=&?#% ")


@given(cursors)
def test_content_of_a_cursor_is_that_of_the_standard_library(cursor: Cursor) -> None:
    text = CODEC.encode(cursor, PATH)
    content = urlsafe_b64decode(text + "=" * (-len(text) % 4))[12:]
    assert content == json.dumps([cursor.sort, cursor.key, cursor.id.hex], ensure_ascii=False).encode()


@given(st.text())
def test_text_that_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursorError):
        CODEC.decode(text, PATH)


@given(st.data())
def test_cursor_with_one_sign_changed_is_refused(data: st.DataObject) -> None:
    text = CODEC.encode(CURSOR, PATH)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters().filter(lambda sign: sign != text[place]))
    with pytest.raises(InvalidCursorError):
        CODEC.decode(text[:place] + sign + text[place + 1 :], PATH)


def test_cursor_of_another_secret_or_list_is_refused() -> None:
    with pytest.raises(InvalidCursorError):
        CursorCodec("another secret").decode(CODEC.encode(CURSOR, PATH), PATH)
    with pytest.raises(InvalidCursorError):
        CODEC.decode(CODEC.encode(CURSOR, "/api/v1/watchlist"), PATH)


def test_signature_is_hmac_sha_256_of_path_and_content() -> None:
    signed = urlsafe_b64decode(CursorCodec("secret").encode(CURSOR, "/api/v1/genres") + "===")
    key = sha256(b"watchkeeper cursor:secret").digest()

    assert signed[:12] == hmac.digest(key, b"/api/v1/genres\n" + signed[12:], "sha256")[:12]


def test_cursor_of_an_earlier_version_is_still_read() -> None:
    text = (
        "PHlN2uF_luw1_ZDdWyItY3JlYXRlZF9hdCIsICIyMDI2LTAxLTMxVDEyOjM0OjU2Ljc4OTAxMiswMDowMCIsICIwMDAwMDAwMDAwMDAw"
        "MDAwMDAwMDAwMDAwMDAwMDAwNyJd"
    )
    assert CODEC.encode(CURSOR, PATH) == text
    assert CursorCodec("another secret", "a secret of this test").decode(text, PATH) == CURSOR
