from typing import Protocol


class ChangeClock(Protocol):
    """Tells whether anything in the database can have changed, where that is known without asking it."""

    def reading(self) -> int | None:
        """Return a number that is the same as long as nothing has changed; None where that is not known.

        What is read from the database between two readings of one number is true at the second one, and stays so until
        the number is another.
        """
