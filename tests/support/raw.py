"""HTTP/1.1 answers as they come off a socket."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer: its status, its headers by their small names, its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str | None:
        """The code of a problem; None of any other answer. Whatever refuses must have the shape of a problem."""
        if self.status < 400:
            return None
        assert self.headers["content-type"] == "application/problem+json", self
        document: dict[str, Any] = json.loads(self.body)
        assert document["status"] == self.status
        assert document["request_id"] == self.headers["x-request-id"]
        assert document["type"] == f"urn:watchkeeper:problem:{document['code']}"
        return str(document["code"])


def answers_in(stream: bytes) -> list[RawAnswer]:
    """Return the answers that came one after the other. All must have a Content-Length and be whole."""
    answers = []
    while stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(headers.get("content-length", "0"))
        assert len(rest) >= length, stream
        answers.append(RawAnswer(int(status.split(" ")[1]), headers, rest[:length]))
        stream = rest[length:]
    return answers
