"""How deep JSON may nest, and what a bracket within a text is."""

import json
from typing import Any

import pytest
from starlette.types import Message

from watchkeeper.foundation.http.request_body import StrictRequest


async def read(body: bytes) -> Any:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return await StrictRequest({"type": "http", "method": "POST", "headers": []}, receive).json()


@pytest.mark.parametrize("value", ["[" * 1000, '"[' * 500, "\\" * 501 + "[" * 100, "{" * 100 + "\n\t"])
async def test_brackets_within_texts_are_not_nesting(value: str) -> None:
    assert await read(json.dumps({value: [value]}).encode()) == {value: [value]}


async def test_many_brackets_side_by_side_are_not_nesting() -> None:
    assert await read(json.dumps([[1]] * 1000).encode()) == [[1]] * 1000


async def test_nesting_is_allowed_up_to_its_limit() -> None:
    assert await read(b"[" * 64 + b"]" * 64) is not None
    with pytest.raises(json.JSONDecodeError):
        await read(b"[" * 65 + b"]" * 65)


@pytest.mark.parametrize(
    "body", [b"[" * 65 + b'"' + b'\\"' * 400_000, b"[" * 65 + b'"\\' * 400_000, b'"' * 1_000_000, b"[" * 1_000_000]
)
async def test_text_that_never_ends_is_refused_without_being_tried_again(body: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        await read(body)


@pytest.mark.parametrize("body", [b"\xff", b"NaN", b"[Infinity]", b"9" * 5000, b"", b"\xef\xbb\xbf1"])
async def test_anything_but_json_in_utf_8_is_refused(body: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        await read(body)


@pytest.mark.parametrize(
    "body", [json.dumps(dict.fromkeys(map(str, range(16_000)))).encode(), b"[" + b"[]," * 20_000 + b"1]"]
)
async def test_more_members_or_brackets_than_any_body_needs_are_refused_unread(body: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        await read(body)


@pytest.mark.parametrize("body", [b'{"a": 1, "a": 2}', b'[{"b": {"a": 1, "\\u0061": 1}}]'])
async def test_member_that_is_there_twice_is_refused(body: bytes) -> None:
    """One of the two would be dropped in silence, and who reads along may take the other (RFC 8259 §4)."""
    with pytest.raises(json.JSONDecodeError):
        await read(body)
