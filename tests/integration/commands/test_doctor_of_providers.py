"""manage.py doctor asks the services that metadata come from, and names each."""

from tests.support.discovery import settings_towards
from tests.support.standin import Standin
from watchkeeper.commands.finding import Verdict
from watchkeeper.commands.provider_diagnosis import examine_providers


async def test_each_provider_that_is_configured_is_asked(standin: Standin) -> None:
    findings = await examine_providers(settings_towards(standin, tvmaze=True))

    assert [(one.subject, one.verdict) for one in findings] == [
        ("tmdb", Verdict.GOOD),
        ("anilist", Verdict.NOTE),  # the stand-in answers no query without a medium
        ("tvmaze", Verdict.GOOD),
    ]


async def test_tvmaze_is_asked_only_where_it_is_switched_on(standin: Standin) -> None:
    findings = await examine_providers(settings_towards(standin))

    assert [(one.verdict, one.sentence) for one in findings if one.subject == "tvmaze"] == [
        (Verdict.NOTE, "not asked.")
    ]


async def test_tvmaze_that_fails_is_a_note(standin: Standin) -> None:
    standin.fails_with(503, path="/tvmaze")

    findings = await examine_providers(settings_towards(standin, tvmaze=True))

    assert [(one.verdict, one.sentence) for one in findings if one.subject == "tvmaze"] == [
        (Verdict.NOTE, "responds with 503.")
    ]
