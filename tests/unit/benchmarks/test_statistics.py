import pytest

from benchmarks.suite.statistics import Goal, Ratio, Verdict, lower_quartile, ratio_of

AT_MOST = Goal(8.5, 6.5)
AT_LEAST = Goal(10, 14, is_least=True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([7.0], 7.0), ([4.0, 8.0], 5.0), ([5.0, 1.0, 4.0, 2.0, 3.0], 2.0), ([1.0, 2.0, 3.0, 4.0], 1.75)],
)
def test_lower_quartile_is_a_quarter_of_the_way_up(values: list[float], expected: float) -> None:
    assert lower_quartile(values) == pytest.approx(expected)


def test_lower_quartile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        lower_quartile([])


def test_ratio_is_of_quartiles_and_of_pairs() -> None:
    ratio = ratio_of([20.0, 30.0, 80.0], [10.0, 10.0, 10.0])
    assert ratio == Ratio(2.5, 3.0)


def test_rounds_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        ratio_of([1.0], [1.0, 2.0])


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (AT_MOST, 6.5, Verdict.AMBITIOUS),
        (AT_MOST, 8.5, Verdict.GOAL),
        (AT_MOST, 8.6, Verdict.MISSED),
        (AT_LEAST, 14.0, Verdict.AMBITIOUS),
        (AT_LEAST, 10.0, Verdict.GOAL),
        (AT_LEAST, 9.9, Verdict.MISSED),
    ],
)
def test_goal_is_held_up_to_its_limit(goal: Goal, value: float, verdict: Verdict) -> None:
    assert goal.verdict(value) is verdict
    assert goal.judge(Ratio(value, value)) is verdict


@pytest.mark.parametrize(
    ("paired", "verdict"), [(6.0, Verdict.AMBITIOUS), (6.1, Verdict.UNCLEAR), (4.1, Verdict.UNCLEAR)]
)
def test_ratio_whose_two_forms_differ_by_more_than_a_fifth_is_not_judged(paired: float, verdict: Verdict) -> None:
    assert AT_MOST.judge(Ratio(5.0, paired)) is verdict
