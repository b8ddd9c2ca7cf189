from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageSession:
    """What a browser remembers of its session: the text of the cookie, and until when; None: until it is closed."""

    text: str
    ends_at: datetime | None
