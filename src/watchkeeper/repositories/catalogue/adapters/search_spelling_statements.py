"""The words that typing errors are compared with: each word of a name is stored with its spellings."""

from typing import Final

from sqlalchemy import ARRAY, Integer, Text, bindparam, false, func, literal_column, select, text, true, union_all

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import SearchSpellingEntity

# In one order for all: those who add the same words at once must not wait for each other.
LEARN = Statement(
    text("""
    INSERT INTO search_spellings (spelling, word)
    SELECT DISTINCT spelled.spelling, learned.word
    FROM unnest(CAST(:words AS text[])) AS learned (word),
         LATERAL (
             SELECT learned.word AS spelling
             UNION ALL
             SELECT left(learned.word, place - 1) || substr(learned.word, place + 1)
             FROM generate_series(1, char_length(learned.word)) AS place
         ) AS spelled
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
    """)
)

_typed = func.unnest(bindparam("typed", type_=ARRAY(Text)), bindparam("spellings", type_=ARRAY(Text)))
_words = _typed.table_valued("typed", "spelling").render_derived()
_after_all = literal_column("chr(1114111)", Text())
_spelling, _word = SearchSpellingEntity.spelling, SearchSpellingEntity.word
MAX_LONGER: Final = 100
_longer = (
    select(_word)
    .where(_spelling > _words.c.typed, _spelling < _words.c.typed + _after_all, _spelling == _word)
    .limit(literal_column(str(MAX_LONGER), Integer()))
    .correlate(_words)
    .lateral("longer")
)
FIND_SIMILAR_WORDS = Statement(
    union_all(
        select(_words.c.typed, _word, false().label("is_longer")).join_from(
            _words, SearchSpellingEntity, _spelling == _words.c.spelling
        ),
        select(_words.c.typed, _longer.c.word, true().label("is_longer"))
        .join_from(_words, _longer, true())
        .where(_words.c.spelling == _words.c.typed),
    )
)
"""`typed` and the `word` of names that has one of the `spellings`; beside each word among these, those that begin with
it and are longer, `MAX_LONGER` at most."""

_length = func.char_length(_words.c.typed)
_most = literal_column("2", Integer())
FIND_ALIKE = Statement(
    select(_words.c.typed, _word)
    .distinct()
    .join_from(
        _words,
        SearchSpellingEntity,
        (_spelling >= _words.c.spelling) & (_spelling < _words.c.spelling + _after_all),
    )
    .where(func.char_length(_word).between(_length - _most, _length + _most))
    .limit(literal_column("1000"))
)
"""`typed` and the `word` of names of nearly its length of which a spelling begins with one of the `spellings`."""
