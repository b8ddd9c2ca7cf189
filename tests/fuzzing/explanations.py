"""Why the service refuses what the document allows: by what was sent, never by the code of the refusal alone."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import regex

from tests.fuzzing.rejections import Refusal

_GREATEST = 2**31 - 1
_MAX_MARKS = 30
_UNSEEN = regex.compile(
    r"[\p{Default_Ignorable_Code_Point}\p{White_Space}"
    r"\u2800\ufff9-\ufffb\U0001d159\U00013441\U00013442]*"
)
_IDS = re.compile(r"0*[1-9][0-9]{0,9}")
_REFERENCES = re.compile(r"/body/(genre|platform)_ids/\d+")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Refusals with one of `codes` that are right where `holds`."""

    codes: tuple[str, ...]
    reason: str
    holds: Callable[[Refusal], bool]


def is_explained(rejection: Refusal) -> bool:
    """Return whether some explanation covers a refusal."""
    return any(rejection.code in one.codes and one.holds(rejection) for one in EXPLANATIONS)


def _shrinks(rejection: Refusal) -> bool:
    return isinstance(rejection.sent, str) and len(unicodedata.normalize("NFC", rejection.sent)) < len(rejection.sent)


def _shows_nothing(rejection: Refusal) -> bool:
    return isinstance(rejection.sent, str) and _UNSEEN.fullmatch(rejection.sent) is not None


def _grows(rejection: Refusal) -> bool:
    return isinstance(rejection.sent, str) and len(unicodedata.normalize("NFC", rejection.sent)) > len(rejection.sent)


def _has_too_many_marks(rejection: Refusal) -> bool:
    marks = "".join("m" if unicodedata.combining(sign) else " " for sign in str(rejection.sent))
    return "m" * (_MAX_MARKS + 1) in marks


def _has_sign_of_no_name(rejection: Refusal) -> bool:
    return isinstance(rejection.sent, str) and any(
        not sign.isascii() and not sign.isalnum() and unicodedata.category(sign) not in ("Mn", "Mc")
        for sign in rejection.sent
    )


def _has_relevance_alone(rejection: Refusal) -> bool:
    query = rejection.query
    return query.get("sort") in ("relevance", "-relevance") and not str(query.get("q") or "").strip()


def _has_one_day(rejection: Refusal) -> bool:
    return len({"from", "to"} & rejection.query.keys()) == 1


def _has_too_many_days(rejection: Refusal) -> bool:
    first, last = (str(rejection.query.get(name)) for name in ("from", "to"))
    return int(last[:4]) > int(first[:4])


def _is_later_than_its_end(rejection: Refusal) -> bool:
    return any(_is_reversed(rejection, *names) for names in (("since", "until"), ("from", "to")))


def _is_reversed(rejection: Refusal, *names: str) -> bool:
    try:
        first, last = (datetime.fromisoformat(str(rejection.query.get(name))) for name in names)
    except ValueError:
        return False
    return first > last


def _has(rejection: Refusal, *names: str) -> bool:
    """Whether the body has all of these members, and not as null."""
    body = rejection.body
    return isinstance(body, dict) and all(body.get(name) is not None for name in names)


def _is_no_id_of_its_source(rejection: Refusal) -> bool:
    """An id of a source that has a form: which one depends on the source, which is another member."""
    sent = rejection.sent
    return isinstance(sent, int | str) and _IDS.fullmatch(str(sent).partition(":")[2] or str(sent)) is None


def _has_reversed_ratings(rejection: Refusal) -> bool:
    ends = [rejection.query.get(name) for name in ("rating_from", "rating_to")]
    return None not in ends and float(str(ends[0])) > float(str(ends[1]))


def _logs_play(rejection: Refusal) -> bool:
    return isinstance(rejection.body, dict) and rejection.body.get("log_play") is True


def _has_two_places(rejection: Refusal) -> bool:
    body = rejection.body
    return isinstance(body, dict) and body.get("before") is not None and body.get("after") is not None


EXPLANATIONS: tuple[Explanation, ...] = (
    Explanation(
        ("unknown_poster_host",),
        "Which hosts are known is a setting.",
        lambda rejection: rejection.pointer == "/body/poster_url" and isinstance(rejection.sent, str),
    ),
    Explanation(
        ("time_zone",),
        "Which names are zones is known to the IANA alone, and changes.",
        lambda rejection: rejection.pointer.endswith("/time_zone") and isinstance(rejection.sent, str),
    ),
    Explanation(
        ("import_empty", "import_source_unknown", "import_unreadable", "import_unsafe_xml", "import_source_mismatch"),
        "What the bytes of a file are is known to its readers alone.",
        lambda rejection: not rejection.pointer,
    ),
    Explanation(
        ("time_past",),
        "What is the future is known to the clock.",
        lambda rejection: rejection.pointer == "/body/expires_at" and isinstance(rejection.sent, str),
    ),
    Explanation(
        ("merge_into_itself",),
        "The id in the body must not be that in the path.",
        lambda rejection: rejection.pointer == "/body/into_id",
    ),
    Explanation(("ratings_reversed",), "A range whose ends are members of their own.", _has_reversed_ratings),
    Explanation(
        ("invalid_external_id",),
        "What an id looks like depends on its source, a member beside it.",
        _is_no_id_of_its_source,
    ),
    Explanation(
        ("invalid_cursor",),
        "Cursors are signed: nothing but what an earlier answer gave is one, and no schema can say that.",
        lambda rejection: rejection.pointer == "/query/cursor" and isinstance(rejection.sent, str),
    ),
    Explanation(
        ("string_too_short",),
        "NFC makes one sign of some: the least length is that of the text as it is kept.",
        _shrinks,
    ),
    Explanation(
        ("invisible_text",),
        "Text that shows nothing: no pattern can say so without the classes of Unicode.",
        _shows_nothing,
    ),
    Explanation(
        ("string_too_long",), "NFC makes two signs of some: lengths are those of the text as it is kept.", _grows
    ),
    Explanation(
        ("combining_characters",),
        "More than thirty marks on one letter: no pattern can say so without the classes of Unicode.",
        _has_too_many_marks,
    ),
    Explanation(
        ("username",),
        "Letters and digits of any script: not all tools that read a schema know the classes of Unicode that say so.",
        _has_sign_of_no_name,
    ),
    Explanation(
        ("invisible_character", "username_character", "mixed_scripts"),
        "Which letters of other scripts make a name, and which of them together, is known to Unicode alone.",
        lambda rejection: isinstance(rejection.sent, str) and not rejection.sent.isascii(),
    ),
    Explanation(
        ("password_too_short", "password_too_common", "password_is_own_name"),
        "Which passwords are too weak depends on settings, on a list of common ones, and on the name of the account.",
        lambda rejection: (
            rejection.pointer in ("/body/password", "/body/new_password") and isinstance(rejection.sent, str)
        ),
    ),
    Explanation(
        ("relevance_needs_query",),
        "An order by relevance needs q: OpenAPI has no way to say that one parameter asks for another.",
        _has_relevance_alone,
    ),
    Explanation(
        ("times_reversed",),
        "A beginning after its end: OpenAPI has no way to compare two parameters either.",
        _is_later_than_its_end,
    ),
    Explanation(
        ("times_reversed", "range_too_long"),
        "One end of a calendar alone: the other is today, or a month later.",
        _has_one_day,
    ),
    Explanation(("range_too_long",), "More than a year of days between two parameters.", _has_too_many_days),
    Explanation(
        ("years_reversed",),
        "The same of years.",
        lambda rejection: _number(rejection.query.get("year_from")) > _number(rejection.query.get("year_to")),
    ),
    Explanation(
        ("in_the_future",),
        "What is later than now depends on the clock.",
        lambda rejection: isinstance(rejection.sent, str) and rejection.sent[:4] > "2025",
    ),
    Explanation(
        ("when_format",),
        "How many days a month has, and which instants are none in UTC, no pattern says.",
        lambda rejection: isinstance(rejection.sent, str) and rejection.sent[8:10] in ("01", "29", "30", "31"),
    ),
    Explanation(
        ("source_missing",),
        "A key of a source is beside its source: a schema that says so is one for several kinds of bodies.",
        lambda rejection: _has(rejection, "source_key") and not _has(rejection, "source"),
    ),
    Explanation(
        ("score_missing",),
        "The same of a rating and its score.",
        lambda rejection: _has(rejection, "set_rating") and not _has(rejection, "score"),
    ),
    Explanation(
        ("log_play_missing",),
        "The same of the day of a play and the play.",
        lambda rejection: rejection.pointer.endswith("/watched_on") and not _logs_play(rejection),
    ),
    Explanation(
        ("title_missing",),
        "An episode by its place, beside nothing that says of which title.",
        lambda rejection: _has(rejection, "episode") and not _has(rejection, "title_id"),
    ),
    Explanation(
        ("exactly_one_of",),
        "An episode by its id and by its place: members that exclude each other.",
        lambda rejection: _has(rejection, "episode_id", "episode"),
    ),
    Explanation(
        ("movie_has_no_episodes",),
        "Whether a title is a movie is not to be seen in its id.",
        lambda rejection: _has(rejection, "episode") or _has(rejection, "seen"),
    ),
    Explanation(
        ("spread_needs_instant",),
        "Plays are spread before an instant: watched_on may be a day, a month or null without spread alone.",
        lambda rejection: _has(rejection, "spread"),
    ),
    Explanation(
        ("unsupported_source",),
        "Which source knows which kind of title: in prose, as a schema that says so is one that generators of clients "
        "take for several kinds of bodies.",
        lambda rejection: isinstance(rejection.body, dict) and {"source", "media_type"} <= rejection.body.keys(),
    ),
    Explanation(
        ("unsupported_source",),
        "A title without an id at a provider: nothing tells where its episodes come from.",
        lambda rejection: (
            rejection.pointer == "/body/source"
            and (
                rejection.body is None
                or (isinstance(rejection.body, dict) and rejection.body.keys() <= {"source", "dry_run"})
            )
        ),
    ),
    Explanation(
        ("unknown_reference",),
        "An id in a body that names nothing: well-formed, and refused for what is there.",
        lambda rejection: _REFERENCES.fullmatch(rejection.pointer) is not None and isinstance(rejection.sent, str),
    ),
    Explanation(
        ("int_type", "whole_number", "string_type"),
        "1.0 is an integer to JSON Schema; the API takes nothing for something it is not.",
        lambda rejection: isinstance(rejection.sent, float) and rejection.sent.is_integer(),
    ),
    Explanation(
        ("less_than_equal",),
        "Digits beyond 2147483647: bounds of numbers do not reach numbers that are text.",
        lambda rejection: isinstance(rejection.sent, str) and _number(rejection.sent) > _GREATEST,
    ),
    Explanation(
        ("uuid_parsing", "int_parsing", "whole_number"),
        "Schemathesis takes a null of an earlier answer for an id, and writes it out as None.",
        lambda rejection: rejection.pointer.startswith("/path/") and rejection.sent is None,
    ),
    Explanation(("at_most_one_of",), "One place beside two others: members that exclude each other.", _has_two_places),
    Explanation(
        ("idempotency_key_reused",),
        "A key that was used for another request is a well-formed one: refused for what was before, as with 409.",
        lambda rejection: rejection.pointer.lower() == "/header/idempotency-key" and isinstance(rejection.sent, str),
    ),
)


def _number(value: object) -> int:
    """Return the number that digits stand for; -1 for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else -1
