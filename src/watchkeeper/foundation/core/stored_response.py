from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """An answer as it goes out; the names of headers are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    is_replayed: bool = False

    @property
    def is_secret(self) -> bool:
        """Whether nobody may keep it."""
        return any(name == "cache-control" and "no-store" in value for name, value in self.headers)

    @property
    def is_public(self) -> bool:
        """Whether it is a success that any cache may keep and give to anybody."""
        return self.status == HTTPStatus.OK and any(
            name == "cache-control" and value.startswith("public") for name, value in self.headers
        )
