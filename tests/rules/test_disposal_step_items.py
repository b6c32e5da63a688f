"""The lines of a step's form, kind by kind: what must be filled in is asked, and nothing is confirmed beforehand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.disposal.case import STATEMENT, Case
from tui.rules.disposal.fitting import fitting
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, Act, Fact
from tui.rules.disposal.register import Origin
from tui.rules.disposal.step_items import VERDICT, items, needed, not_passed, papers, vote_of, vote_words
from tui.rules.disposal.votes import FIGURES, VoteFault


@pytest.mark.parametrize("key", PROCEDURES)
def test_what_a_step_needs_is_among_its_lines_and_each_of_its_papers_has_one(key: str) -> None:
    procedure = PROCEDURES[key]
    case = Case(procedure, procedure.sets[0], date(2026, 1, 6))
    for step in procedure.steps:
        asked = items(step, case)
        keys = [item.key for item in asked]
        assert len(set(keys)) == len(keys)
        assert len({item.label for item in asked}) == len(asked)
        assert needed(step, case, {}) <= set(keys)
        assert set(step.papers) <= set(papers(step, case).values())
        assert ("heard" in needed(step, case, {})) == step.statement
        if step.act is Act.REVIEW:
            assert {f"point.{point}" for point in CONFIRMED} <= needed(step, case, {})
        if step.act in (Act.REVIEW, Act.DECIDE):
            assert needed(step, case, {VERDICT: "no"}) == {"on_day", "who", VERDICT, "why"}


@pytest.mark.parametrize("key", PROCEDURES)
def test_every_paper_of_the_case_is_named_when_it_is_filed_away(key: str) -> None:
    procedure = PROCEDURES[key]
    case = Case(procedure, procedure.sets[0], date(2026, 1, 6))
    closing = procedure.steps[-1]
    named = list(papers(closing, case).values())
    others = [paper for step in procedure.steps[:-1] for paper in step.papers if paper != STATEMENT]
    assert len(named) == len(set(named)) == len(others) + len(closing.papers)
    assert papers(closing, case).keys() <= needed(closing, case, {})


figures = st.fixed_dictionaries({}, optional={key: st.integers(0, 40).map(str) for key in FIGURES})


@given(figures)
def test_the_words_of_a_vote_say_what_its_figures_come_to(answers: dict[str, str]) -> None:
    """《中国共产党支部工作条例（试行）》第十一条: 半数以上到会, 赞成超过应到会有表决权的半数."""
    meeting, announcing = (
        next(step for step in PROCEDURES[kind].steps if step.act is Act.VOTE) for kind in ("persuasion", "withdrawal")
    )
    words, vote = vote_words(meeting, answers), vote_of(answers)
    assert not not_passed(announcing, answers)  # 党章第九条第一款: 退党, 讨论后宣布
    if vote is None:
        assert not not_passed(meeting, answers)
        return
    if vote.fault in (None, VoteFault.NOT_PASSED):
        assert vote_words(announcing, answers).endswith("；宣布。")
    if vote.fault is None:
        assert words.endswith("通过。")
        assert "没有" not in words
    else:
        assert words.endswith(vote.fault.value)
    assert not_passed(meeting, answers) == (vote.fault is VoteFault.NOT_PASSED)
    least = int(words.split("赞成至少")[1].split("人")[0]) if vote.entitled else 1
    assert (2 * vote.for_it > vote.entitled) == (vote.for_it >= least) or not vote.entitled


def test_what_fits_is_named_only_where_something_on_record_speaks_for_it() -> None:
    every = set(PROCEDURES)
    assert fitting(every, "full", (), Origin.CHECK) is None
    assert fitting(every, "full", (), Origin.APPRAISAL) == ("correction", "民主评议为不合格的，有改正愿望的先限期改正")
    lost = {Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE}
    assert fitting({"suspension_lost"}, "full", lost, None) is not None
    assert fitting({"withdrawal"}, "full", lost, None) is None
    assert fitting(every, "probationary", lost, None) == ("probation_cancelled", "预备党员失去联系")
    assert fitting(every, "probationary", (), Origin.CHECK) is None
