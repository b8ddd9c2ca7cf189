"""The words that typing errors are compared with: each word of a name is stored with its spellings."""

from sqlalchemy import ARRAY, Integer, Text, bindparam, func, literal_column, select, text

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
FIND_SIMILAR_WORDS = Statement(
    select(_words.c.typed, SearchSpellingEntity.word).join_from(
        _words, SearchSpellingEntity, SearchSpellingEntity.spelling == _words.c.spelling
    )
)

_length = func.char_length(_words.c.typed)
_most = literal_column("2", Integer())
_spelling, _word = SearchSpellingEntity.spelling, SearchSpellingEntity.word
FIND_ALIKE = Statement(
    select(_words.c.typed, _word)
    .distinct()
    .join_from(
        _words,
        SearchSpellingEntity,
        (_spelling >= _words.c.spelling) & (_spelling < _words.c.spelling + literal_column("chr(1114111)", Text())),
    )
    .where(func.char_length(_word).between(_length - _most, _length + _most))
    .limit(literal_column("1000"))
)
"""`typed` and the `word` of names of nearly its length of which a spelling begins with one of the `spellings`."""
