"""Rules for user names: PRECIS (RFC 8265), scripts by UTS 39, and letters that look like Latin ones."""

import unicodedata
from typing import Final

import regex
from precis_i18n import get_profile

_PROFILE: Final = get_profile("UsernameCaseMapped")
_WIDTHS: Final = ("<wide>", "<narrow>")
_IGNORABLE: Final = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_MIXTURES: Final = ("Latn Hani Hira Kana", "Latn Hani Bopo", "Latn Hani Hang")
"""The scripts that may be mixed: Japanese, Chinese and Korean with Latin (UTS 39, Highly Restrictive)."""

_SCRIPTS: Final = (
    "Adlm Arab Armn Beng Cans Cher Cyrl Deva Ethi Geor Grek Gujr Guru Hebr Khmr Knda Laoo Mlym Mong Mymr Nkoo Orya "
    "Sinh Syrc Taml Telu Tfng Thaa Thai Tibt Yiii"
)
"""The other scripts that people write today: of UAX 31, those recommended for identifiers and of limited use."""


def _whole(scripts: str) -> "regex.Pattern[str]":
    """Return the pattern of text in these scripts, with the signs that all scripts share."""
    return regex.compile("".join(("[", *(rf"\p{{scx={one}}}" for one in [*scripts.split(), "Zyyy", "Zinh"]), "]*")))


_ALLOWED: Final = tuple(_whole(scripts) for scripts in (*_MIXTURES, *_SCRIPTS.split()))
_LATIN: Final = _whole("Latn")

# Letters that look like Latin ones in the typefaces of screens: Cyrillic, Greek, Armenian.
_LOOKALIKES: Final = (
    str.maketrans("авгеёзіїјкмнопрстухѕѵьһӏԁԛԝ", "abreë3iïjkmhonpctyxsvbhldqw")
    | str.maketrans("АВЕЁІЇЈКМНОРСТУХЅҺԌԚԜ", "ABEËIÏJKMHOPCTYXSHGQW")
    | str.maketrans("αγηικνορστυχωϲϳ", "aynikvopotuxwcj")
    | str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")  # noqa: RUF001
    | str.maketrans("աղհյոռսցզօԼՍՏՕ", "wnhjnnugqoLUSO")
)


def username_key(name: str) -> str:
    """Return the key by which user names clash: the mappings of UsernameCaseMapped (RFC 8265 §3.3.1).

    Width, case and composition are mapped; unlike the profile it has a key for names that it does not allow, too.
    """
    narrow = "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.decomposition(sign).startswith(_WIDTHS) else sign
        for sign in name
    )
    return unicodedata.normalize("NFC", narrow.lower())


def has_ignorable(name: str) -> bool:
    """Return whether a name has code points that show nothing by themselves (Default_Ignorable_Code_Point)."""
    return _IGNORABLE.search(name) is not None


def is_identifier(name: str) -> bool:
    """Return whether the profile UsernameCaseMapped allows a name: letters and digits of one direction."""
    try:
        _PROFILE.enforce(name)
    except UnicodeEncodeError:
        return False
    return True


def is_highly_restrictive(name: str) -> bool:
    """Return whether a name is of one script, or of scripts that one language mixes with Latin."""
    return any(pattern.fullmatch(name) for pattern in _ALLOWED)


def latin_confusable(name: str) -> str | None:
    """Return the Latin name that a name in another script looks like, or None."""
    latin = name.translate(_LOOKALIKES)
    return latin if latin != name and _LATIN.fullmatch(latin) else None
