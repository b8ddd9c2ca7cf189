"""What the header may hold, as it is read and as the OpenAPI document says."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchkeeper.foundation.core.errors import InvalidInputError
from watchkeeper.foundation.http.idempotency import KEY_PATTERN, key_of

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=255)


@given(PRINTABLE.map(str.strip).filter(lambda key: key and not key.startswith('"')))
def test_printable_key_is_itself(key: str) -> None:
    assert key_of([key]) == key
    assert key_of([f" {key}\t"]) == key
    assert re.search(KEY_PATTERN, key)


@given(PRINTABLE)
def test_key_in_quotes_is_what_they_enclose(key: str) -> None:
    quoted = '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert key_of([quoted]) == key
    assert re.search(KEY_PATTERN, quoted)


@given(st.text(st.characters(max_codepoint=0xFF)))
@example('"a"; a=1')
@example("a\n")
def test_anything_else_is_refused(text: str) -> None:
    value = text.strip(" \t")
    if re.fullmatch(KEY_PATTERN, value):
        assert 1 <= len(key_of([text])) <= 255
        return
    with pytest.raises(InvalidInputError) as refused:
        key_of([text])
    assert [field.pointer for field in refused.value.fields] == ["/header/Idempotency-Key"]


@pytest.mark.parametrize("values", [["a", "b"], ["a", "a"], [""]])
def test_one_key_is_wanted(values: list[Any]) -> None:
    with pytest.raises(InvalidInputError):
        key_of(values)
