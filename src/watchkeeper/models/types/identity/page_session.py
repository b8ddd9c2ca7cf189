from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageSession:
    """The cookie of a session of the page: its text, and when it ends; None: when the browser is closed."""

    text: str
    ends_at: datetime | None
