from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with a request: a JSON pointer to its place, a sentence, a stable code."""

    pointer: str
    detail: str
    code: str
