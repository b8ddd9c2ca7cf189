import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.models.errors.identity_errors import WeakPasswordError
from watchkeeper.repositories.identity.adapters.password_zxcvbn_adapter import ZxcvbnPasswordBlocklist


class FewWords:
    def has(self, password: str) -> bool:
        return password == "iloveyou"


def _code(policy: PasswordPolicy, password: str) -> str | None:
    try:
        policy.require_strong(password, own_names=("Ada", "ada.lovelace@example.com"))
    except WeakPasswordError as refusal:
        return refusal.fields[0].code
    return None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567", "password_too_short"),
        ("iloveyou", "password_too_common"),
        ("ADA.Lovelace@example.com", "password_is_own_name"),
        ("aaaaaaaa", None),
        ("no digits no capitals no signs", None),
        ("👍👍👍👍👍👍👍👍", None),
    ],
)
def test_policy_asks_for_length_and_rarity_and_for_no_composition(password: str, code: str | None) -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=FewWords()), password) == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Watchkeeper", "password_is_own_name"),
        ("watchkeeper2026!", "password_is_own_name"),
        ("WATCHＫeeper-12345", "password_is_own_name"),
        ("ada.lovelace1815", "password_is_own_name"),
        ("Ada.Lovelace@Example.com!1", "password_is_own_name"),
        ("!!watchkeeper!!ada.lovelace!!", "password_is_own_name"),
        ("watchkeeper for my evenings", None),
        ("my ada.lovelace sings", None),
        ("adamantly", None),
        ("nothing of it", None),
    ],
)
def test_policy_wants_more_than_names_and_the_words_of_the_service(password: str, code: str | None) -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=None, words=("watchkeeper",)), password) == code


def test_policy_without_blocklist_accepts_common_words() -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=None), "iloveyou") is None


def test_blocklist_holds_thousands_of_passwords_that_are_long_enough() -> None:
    long_enough = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= 8]
    assert len(long_enough) >= 3000
    blocklist = ZxcvbnPasswordBlocklist()
    assert all(blocklist.has(password) for password in long_enough[:3000])


def test_policy_counts_characters_as_people_see_them_composed() -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=None), "e\u0301" * 7) == "password_too_short"
