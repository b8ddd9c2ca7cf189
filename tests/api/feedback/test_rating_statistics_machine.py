"""Any sequence of what people do to a few titles, against a model in plain memory."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.support.accounts import PASSWORD
from tests.support.databases import created_database
from tests.support.feedback import SCORES
from tests.support.rating_statistics_acts import Act, Acts
from tests.support.rating_statistics_stage import FiguresStage

PEOPLE = 4
TITLES = 3

anybody = st.integers(0, PEOPLE - 1)
titles = st.integers(0, TITLES - 1)
scores = st.sampled_from(SCORES)
statuses = st.sampled_from(["completed", "planned", "watching", "on_hold", "dropped"])
texts = st.sampled_from(["Seen twice.", "It falls apart\nafter an hour.", "Ærlig talt: fint 映画."])
marks = st.sampled_from([True, False])
rewritings = st.fixed_dictionaries({"rating": scores, "body": texts})
alterations = st.fixed_dictionaries({}, optional={"rating": scores, "body": texts})


class FiguresMachine(RuleBasedStateMachine):
    """Person 0 is the admin. After each step everything that anybody sees is read and compared with the model."""

    def __init__(self, stage: FiguresStage) -> None:
        super().__init__()
        self.stage = stage
        self.model = stage.reset()
        self.acts = Acts(self.model)

    @rule(who=anybody, what=titles, status=statuses)
    def watch(self, who: int, what: int, status: str) -> None:
        self.stage.perform(self.acts.watch(who, what, status))

    @precondition(lambda self: self.has("entry"))
    @rule(data=st.data())
    def unwatch(self, data: st.DataObject) -> None:
        self.stage.perform(self.acts.unwatch(*self.one_with("entry", data)))

    @rule(who=anybody, what=titles, score=scores, marks=marks)
    def rate(self, who: int, what: int, score: float, *, marks: bool) -> None:
        self.stage.perform(self.acts.rate(who, what, score, marks=marks))

    @precondition(lambda self: self.has("rating"))
    @rule(data=st.data(), who=anybody, score=scores, method=st.sampled_from(["PUT", "PATCH"]))
    def change_rating(self, data: st.DataObject, who: int, score: float, method: str) -> None:
        whose, what = self.one_with("rating", data)
        self.stage.perform(self.acts.change_rating(who, whose, what, method, score))

    @precondition(lambda self: self.has("rating"))
    @rule(data=st.data(), score=scores)
    def change_own_rating(self, data: st.DataObject, score: float) -> None:
        who, what = self.one_with("rating", data)
        self.stage.perform(self.acts.change_rating(who, who, what, "PUT", score))

    @precondition(lambda self: self.has("rating"))
    @rule(data=st.data())
    def delete_own_rating(self, data: st.DataObject) -> None:
        who, what = self.one_with("rating", data)
        self.stage.perform(self.acts.change_rating(who, who, what, "DELETE", None))

    @rule(who=anybody, what=titles, score=scores, text=texts, marks=marks)
    def review(self, who: int, what: int, score: float, text: str, *, marks: bool) -> None:
        self.stage.perform(self.acts.review(who, what, score, text, marks=marks))

    @precondition(lambda self: self.has("review"))
    @rule(data=st.data(), members=rewritings)
    def rewrite_own_review(self, data: st.DataObject, members: dict[str, Any]) -> None:
        who, what = self.one_with("review", data)
        self.stage.perform(self.acts.change_review(who, who, what, "PUT", members))

    @precondition(lambda self: self.has("review"))
    @rule(data=st.data(), who=anybody, members=alterations)
    def alter_review(self, data: st.DataObject, who: int, members: dict[str, Any]) -> None:
        whose, what = self.one_with("review", data)
        self.stage.perform(self.acts.change_review(who, whose, what, "PATCH", members))

    @precondition(lambda self: self.has("review"))
    @rule(data=st.data(), who=anybody)
    def delete_review(self, data: st.DataObject, who: int) -> None:
        whose, what = self.one_with("review", data)
        self.stage.perform(self.acts.delete_review(who, whose, what))

    @rule(who=st.sampled_from([0, 0, 0, 1]), what=titles)
    def switch_title(self, who: int, what: int) -> None:
        self.stage.perform(self.acts.switch(who, what, is_active=not self.model.is_active[what]))

    @precondition(lambda self: any(self.model.is_in_use(what) for what in range(TITLES)))
    @rule(data=st.data())
    def delete_title_in_use(self, data: st.DataObject) -> None:
        used = [what for what in range(TITLES) if self.model.is_in_use(what)]
        self.stage.perform(self.acts.delete_title(data.draw(st.sampled_from(used))))

    @rule(who=st.integers(1, PEOPLE - 1), is_by_admin=marks)
    def leave(self, who: int, *, is_by_admin: bool) -> None:
        address = self.stage.account(who) if is_by_admin else None
        self.stage.leave(who, self.acts.leave(who, PASSWORD, by_admin_at=address))

    @rule()
    def refresh_the_mean_of_all(self) -> None:
        assert self.stage.recount() == 0
        self.model.refresh()

    @rule(data=st.data(), what=titles)
    def all_at_once(self, data: st.DataObject, what: int) -> None:
        """Everybody does something about one title, at the same time: what people do is theirs, in whatever order."""
        self.stage.perform(*[data.draw(self.own_acts(who, what)) for who in range(PEOPLE)])

    @invariant()
    def everybody_sees_what_was_done(self) -> None:
        self.stage.compare(self.model)

    def own_acts(self, who: int, what: int) -> st.SearchStrategy[Act]:
        tie, acts = self.model.ties[who, what], self.acts
        possible = [
            st.builds(lambda score: acts.rate(who, what, score, marks=True), scores),
            st.builds(lambda score, text: acts.review(who, what, score, text, marks=True), scores, texts),
        ]
        if tie.rating:
            possible = [
                st.builds(lambda score: acts.change_rating(who, who, what, "PUT", score), scores),
                st.builds(lambda: acts.change_rating(who, who, what, "DELETE", None)),
            ]
        if tie.review:
            possible += [
                st.builds(lambda members: acts.change_review(who, who, what, "PUT", members), rewritings),
                st.builds(lambda: acts.delete_review(who, who, what)),
            ]
        return st.one_of(possible)

    def has(self, member: str) -> bool:
        return any(getattr(tie, member) for tie in self.model.ties.values())

    def one_with(self, member: str, data: st.DataObject) -> tuple[int, int]:
        """Draw a person and a title, between whom there is an entry, a rating or a review."""
        title_status = [place for place, tie in self.model.ties.items() if getattr(tie, member)]
        return data.draw(st.sampled_from(title_status), label="whose and what")


@pytest.fixture
def stage(server_dsn: str) -> Iterator[FiguresStage]:
    with created_database(server_dsn, "rating_statistics") as dsn, FiguresStage(dsn, PEOPLE) as stage:
        yield stage


@pytest.mark.timeout(600)  # only a failure, which hypothesis then makes as short as it can, takes that long
@pytest.mark.parametrize("examples", [4, pytest.param(60, marks=pytest.mark.long)])
def test_figures_and_what_people_see_are_those_of_a_plain_model_whatever_is_done(
    examples: int, stage: FiguresStage
) -> None:
    class Machine(FiguresMachine):
        def __init__(self) -> None:
            super().__init__(stage)

    # To explain a failure it would trace every line of the service, which takes minutes.
    phases = [phase for phase in settings().phases if phase is not Phase.explain]
    steps = settings(max_examples=examples, stateful_step_count=25, phases=phases)
    run_state_machine_as_test(Machine, settings=steps)
