"""Names of the source are the standard ones: none has a word in it that docs/glossary.md replaces."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from tests.support.sources import Source, sources

OLD = {
    *("alone", "answer", "answers", "asker", "asking", "believe", "believed", "border", "chance", "doubtful", "drawer"),
    *("drawers", "exchange", "farewell", "figures", "forgive", "forgiving", "gap", "gate", "guest", "held", "holding"),
    *("keeping", "kept", "lease", "lend", "lent", "loan", "moment", "nobody", "overtake", "patience", "refusal"),
    *("refusals", "refuse", "refused", "retreat", "settling", "shunned", "spread", "standing", "standings", "tabled"),
    *("telling", "vital", "wanted"),
    *("fitting", "hasten", "heir", "judge", "lookalike", "meant", "parted", "said", "settle", "settled", "sought"),
    *("stands", "tell", "tells", "told", "unite", "wish"),
}

ALLOWED: tuple[tuple[str, str], ...] = (
    ("commands/first_admin.py.answer", "what somebody types at a prompt"),
    ("*.said_*", "columns of watch_entries"),
    ("*.is_*_on_said", "columns of viewings"),
    ("*.told_*", "columns of webhooks and row_origins"),
)
"""Names that others gave, as file.name, and whose they are."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words_of(name: str) -> list[str]:
    """Return the words of a name in snake_case or CamelCase, in small letters."""
    return [word.lower() for word in _WORD.findall(name)]


def old_names(source: Source) -> Iterator[str]:
    for name in sorted(source.defined()):
        is_allowed = any(fnmatchcase(f"{source.name}.{name}", pattern) for pattern, _ in ALLOWED)
        if not is_allowed and OLD & set(words_of(name)):
            yield name


def test_names_have_no_old_word_in_them() -> None:
    found = {source.name: list(old_names(source)) for source in sources()}
    told = "\n".join(f"{file}: {', '.join(names)}" for file, names in found.items() if names)
    assert not told, f"Names with words for which the field has its own:\n{told}"


def test_words_of_a_name_are_told_apart() -> None:
    assert words_of("_kept_at") == ["kept", "at"]
    assert words_of("HTTPAnswerCycle") == ["http", "answer", "cycle"]
    assert words_of("PATIENCE_SECONDS") == ["patience", "seconds"]
    assert words_of("aggregate") == ["aggregate"]
