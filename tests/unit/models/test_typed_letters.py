"""Letters that keyboards tell apart, and syllables that are half typed."""

import pytest

from watchkeeper.models.types.catalogue.typed_letters import arabic_spellings, finished_syllables, without_lone_jamo


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u062c\u062f\u0627\u064a\u0649", "\u062c\u062f\u0627\u06cc\u06cc"),
        ("\u0643\u0627\u0631", "\u06a9\u0627\u0631"),
        ("\u06a9\u0627\u0631", "\u0643\u0627\u0631"),
        ("\u0631\u0633\u0627\u0644\u0647", "\u0631\u0633\u0627\u0644\u0629"),
        ("\u0631\u0633\u0627\u0644\u0629", "\u0631\u0633\u0627\u0644\u0647"),
        ("\u0645\u0635\u0637\u0641\u064a", "\u0645\u0635\u0637\u0641\u0649"),
        ("\u0645\u0635\u0637\u0641\u0649", "\u0645\u0635\u0637\u0641\u064a"),
    ],
)
def test_word_of_one_keyboard_is_that_of_another(typed: str, stored: str) -> None:
    assert stored in arabic_spellings(typed)
    assert typed not in arabic_spellings(typed)


@pytest.mark.parametrize("word", ["heat", "", "\u5343", "\u0438", "\u05d1"])
def test_other_scripts_have_one_spelling(word: str) -> None:
    assert arabic_spellings(word) == []


def test_syllable_without_a_final_consonant_may_get_one() -> None:
    assert len(finished_syllables("\uc0c8")) == 27
    assert "\uae30\uc0dd" in finished_syllables("\uae30\uc0c8")
    for finished in ("\uc0dd", "a", ""):
        assert finished_syllables(finished) == []


def test_consonant_behind_a_syllable_is_dropped() -> None:
    assert without_lone_jamo("\uc0dd\u110e") == without_lone_jamo("\uc0dd\u314a") == "\uc0dd"
    assert without_lone_jamo("\u314a") == "\u314a"
