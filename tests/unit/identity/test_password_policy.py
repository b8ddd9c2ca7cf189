import pytest

from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.models.errors.identity_errors import WeakPasswordError


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


def test_policy_without_blocklist_accepts_common_words() -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=None), "iloveyou") is None


def test_policy_counts_characters_as_people_see_them_composed() -> None:
    assert _code(PasswordPolicy(min_length=8, blocklist=None), "e\u0301" * 7) == "password_too_short"
