"""What the benchmark reads: responses, wrk's result, the protocol of PostgreSQL, its own SQL file."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.suite.dataset import Size, statements, words_of_titles
from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.generator import parsed_response
from benchmarks.suite.load import Load, Request, load_of_wrk
from benchmarks.suite.servers import Response, require_same_members
from benchmarks.suite.statements import sent_statements
from benchmarks.suite.trips import TripCounter
from watchkeeper.foundation.core.folding import fold, words_of
from watchkeeper.foundation.core.text import sort_key

RESPONSE = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


def test_response_is_read_once_it_is_complete() -> None:
    assert parsed_response(bytearray(RESPONSE[:20])) is None
    assert parsed_response(bytearray(RESPONSE[:-1])) is None
    assert parsed_response(bytearray(RESPONSE + b"HTTP/1.1")) == (200, len(RESPONSE))


def test_response_without_a_body_ends_with_its_head() -> None:
    head = b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n"
    assert parsed_response(bytearray(head)) == (304, len(head))


def test_response_in_chunks_ends_with_the_empty_one() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n, 0\r\n\r\nyou\r\n0\r\n\r\n"
    assert {parsed_response(bytearray(chunked[:end])) for end in range(len(chunked))} == {None}
    assert parsed_response(bytearray(chunked + b"HTTP/1.1")) == (200, len(chunked))


def test_response_of_unknown_length_is_refused() -> None:
    with pytest.raises(ValueError, match="Content-Length"):
        parsed_response(bytearray(b"HTTP/1.1 200 OK\r\n\r\n"))


def test_request_has_what_was_given_and_no_more() -> None:
    full = Request("PUT", "/a", "secret", '"tag"', '{"score":4}').encoded()
    assert full.startswith(b"PUT /a HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer secret\r\n" in full
    assert full.endswith(b"Content-Length: 11\r\n\r\n" + b'{"score":4}')
    assert b"Authorization" not in Request("GET", "/a").encoded()


def test_result_of_wrk_is_read_from_its_last_line() -> None:
    output = 'Running 1s test\n  Latency 1ms\nRESULT 1004000 3 5400 21000 200:1190,401:10 401 {"code": "wrong"}\n'
    statuses = Counter({200: 1190, 401: 10})
    assert load_of_wrk(output) == Load(statuses, 3, 1.004, 5.4, 21.0, sample='401 {"code": "wrong"}')


def test_result_of_wrk_without_responses_is_read() -> None:
    assert load_of_wrk("RESULT 1004000 16 0 0  \n") == Load(Counter(), 16, 1.004, 0.0, 0.0)


def test_output_of_wrk_without_a_result_is_refused() -> None:
    with pytest.raises(ValueError, match="no result"):
        load_of_wrk("unable to connect")


def _message(kind: bytes, content: bytes = b"") -> bytes:
    return kind + (4 + len(content)).to_bytes(4, "big") + content


def test_round_trips_are_queries_and_syncs_however_the_bytes_arrive() -> None:
    counter = TripCounter()
    sent = _message(b"", b"start-up") + b"".join(_message(kind, b"xy") for kind in (b"B", b"E", b"S", b"Q", b"P", b"S"))
    buffer, is_started = bytearray(), False
    for byte in sent:
        buffer.append(byte)
        is_started = counter.feed(buffer, is_started=is_started)
    assert is_started
    assert counter.count == 3
    assert not buffer


def test_every_statement_of_the_data_gets_as_many_arguments_as_it_has_parameters() -> None:
    known = dict.fromkeys(
        (
            "words, the most frequent first",
            "titles",
            "words",
            "people",
            "the hash of everybody's password",
            "entries of each",
            "entries of the first person",
            "ratings of each",
        ),
        1,
    )
    found = statements(known)
    assert len(found) > 15
    for statement, arguments in found:
        code = "\n".join(line for line in statement.splitlines() if not line.startswith("--"))
        assert {int(number) for number in re.findall(r"\$(\d)", code)} == set(range(1, len(arguments) + 1)), statement


def test_words_of_titles_are_their_own_search_words_and_sort_keys() -> None:
    words = words_of_titles()
    assert len(words) > 5000
    assert words == [sort_key(word) for word in words]
    assert words == words_of(fold(" ".join(words)))


def test_scale_multiplies_all_but_the_deep_list() -> None:
    assert Size.of(1) == Size(10_000, 100_000, 93, 65_000, 100)
    assert Size.of(10) == Size(100_000, 1_000_000, 93, 65_000, 100)
    assert Size.of(0.001).deep_entries < Size.of(0.001).titles


def test_statements_of_the_yardsticks_are_the_services_own_with_what_a_request_brings() -> None:
    sent = sent_statements("night")
    assert "watch_entries" in sent["list"].sql
    assert sent["list"].arguments == [{"is": "user"}, 21]
    assert sent["cached"].arguments == [{"is": "user"}, {"is": "resource"}, False]
    assert "'night'" in sent["search"].arguments
    brought = {name: {one["is"] for one in found.arguments if isinstance(one, dict)} for name, found in sent.items()}
    assert brought["add"] == {"user", "resource", "new", "now"}
    assert brought["rescore"] == {"user", "resource", "half_steps", "now"}
    assert all("user" in names for names in brought.values())


def test_members_of_a_yardstick_are_those_of_the_service() -> None:
    page = Response(200, b'{"items":[{"id":1,"title":{"id":2,"name":"A"}}],"next_cursor":"abc"}', "")
    require_same_members(
        page, replace(page, body=b'{"next_cursor":"x","items":[{"title":{"name":"B","id":3},"id":4}]}')
    )
    require_same_members(Response(304, b"", '"a"'), Response(304, b"", '"b"'))
    with pytest.raises(MeasurementError, match=r"title\.name"):
        require_same_members(page, replace(page, body=b'{"items":[{"id":1,"title":{"id":2}}],"next_cursor":null}'))
