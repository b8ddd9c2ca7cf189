"""What commits write, in PostgreSQL."""

from tests.support.accounts import Person
from tests.support.import_running import committed, previewed
from tests.support.libraries import all_of
from watchkeeper.configs.container import Container
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.when import When


async def test_a_key_that_two_titles_share_is_the_key_of_one_play(container: Container, person: Person) -> None:
    films = [
        ImportRecord(
            member="history.json",
            row=row,
            kind=RecordKind.PLAY,
            title=name,
            media_type=MediaType.MOVIE,
            plays=(ImportedPlay(when=When.parse("2024-02-29"), is_event=True, key="7114"),),
        )
        for row, name in enumerate(("Heat", "Ronin", "Heat again"), 1)
    ]
    for chosen in (films[:2], films[2:], films):
        shown = await committed(container, person, await previewed(container, person, chosen, "trakt"))
        assert (shown.state, shown.error) == ("committed", None)
    plays = await all_of(person, "/plays")
    assert sorted(play["title"]["title"] for play in plays) == ["Heat", "Heat again", "Ronin"]
    assert [play["source_key"] for play in plays].count("7114") == 1
