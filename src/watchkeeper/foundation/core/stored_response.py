from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A complete response that can be stored and sent again. Header names are in lower case.

    `shorter_body` names what `body` has in full, by ids, for where the whole is too long to be stored.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    is_replayed: bool = False
    shorter_body: bytes | None = field(default=None, repr=False)

    @property
    def is_secret(self) -> bool:
        """Whether no cache may store it (`Cache-Control: no-store`)."""
        return any(name == "cache-control" and "no-store" in value for name, value in self.headers)

    @property
    def is_public(self) -> bool:
        """Whether it is a 200 that shared caches may store (`Cache-Control: public`)."""
        return self.status == HTTPStatus.OK and any(
            name == "cache-control" and value.startswith("public") for name, value in self.headers
        )
