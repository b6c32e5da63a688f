"""Local procedure files: what is stricter or additional is taken; nothing that is looser passes, however written.

《党章》第七条、第九条 and 中组发〔2014〕21号 are what a file may not go below.
"""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rules.disposal.local import LARGEST, Unfit, base_of, kept_texts, local_kinds
from tui.rules.disposal.procedures import PROCEDURES, Act, At, Procedure, Step
from tui.text import clean

RANK = list(At)


def as_toml(*kinds: tuple[Procedure, str]) -> str:
    """Procedures as a file has them; the second is what each is based on."""
    lines = ["version = 1"]
    for kind, based_on in kinds:
        lines += [f"[{kind.key}]", *([f"based_on = {said(based_on)}"] if based_on else [])]
        lines += [f"{name} = {said(value)}" for name, value in written(kind).items() if name not in ("key", "steps")]
        lines += ["steps = [", *(f"  {step_line(step)}," for step in kind.steps), "]"]
    return "\n".join(lines)


def step_line(step: Step) -> str:
    """A step as an inline table."""
    return "{ " + ", ".join(f"{name} = {said(value)}" for name, value in written(step).items()) + " }"


def written(value: Procedure | Step) -> dict[str, Any]:
    """Its fields as a file has them; what is None is left out."""
    found = {field.name: getattr(value, field.name) for field in fields(value) if field.name != "steps"}
    return {name: plain(each) for name, each in found.items() if each is not None}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def said(value: object) -> str:
    """A value in TOML, whose strings and lists are written as JSON's are."""
    return json.dumps(value, ensure_ascii=False)


def own(key: str = "persuasion", **changes: Any) -> Procedure:
    """A built-in kind under a local key."""
    return replace(PROCEDURES[key], key=f"local_{key}", **changes)


def stepwise(kind: Procedure, place: int, **changes: Any) -> Procedure:
    """The kind with one step changed."""
    steps = list(kind.steps)
    steps[place] = replace(steps[place], **changes)
    return replace(kind, steps=tuple(steps))


@pytest.mark.parametrize("key", PROCEDURES)
def test_each_built_in_kind_may_be_the_base_of_a_local_one_that_is_the_same(key: str) -> None:
    text = as_toml((own(key), key))
    assert local_kinds(text) == {f"local_{key}": own(key)}
    ((kept_key, kept),) = kept_texts(f"# 说明\n{text}").items()
    assert local_kinds(f"version = 1\n{kept}") == {kept_key: own(key)}
    assert clean(kept) == kept


@pytest.mark.parametrize("key", PROCEDURES)
def test_a_stricter_kind_is_taken_in(key: str) -> None:
    asked = Step("talk", "谈话提醒", At.BRANCH, Act.RECORD, "handling", papers=("谈话记录",))
    checked = Step("second_check", "组织部门复核", At.DEPARTMENT, Act.REVIEW, "deciding", papers=("复核意见",))
    kind = own(key)
    kind = replace(kind, steps=(asked, *kind.steps[:-1], checked, kind.steps[-1]))
    kind = stepwise(kind, 1, papers=(*kind.steps[1].papers, "会议记录"))
    assert local_kinds(as_toml((kind, key)))[kind.key] == kind


SWAYING = (
    Step("more_time", "再定期限", At.BRANCH, Act.TERM),
    Step("wish", "本人意愿", At.BRANCH, Act.ANSWER, answers=("refuses",)),
)
"""Steps that would change how a case of the kind ends."""


@st.composite
def looser(draw: st.DrawFn) -> tuple[Procedure, str]:
    """A built-in kind made looser in one respect."""
    key = draw(st.sampled_from(list(PROCEDURES)))
    kind = own(key)
    place = draw(st.integers(0, len(kind.steps) - 1))
    step = kind.steps[place]
    ways: list[Callable[[], Procedure]] = [
        lambda: replace(kind, steps=kind.steps[:place] + kind.steps[place + 1 :]),
        lambda: stepwise(kind, place, act=Act.DELIVER if step.act is not Act.DELIVER else Act.RECORD),
        lambda: replace(kind, steps=(*kind.steps[:place], draw(st.sampled_from(SWAYING)), *kind.steps[place:])),
        lambda: replace(kind, ends="corrected" if kind.ends != "corrected" else "removed"),
    ]
    if len(kind.sets) == 1:
        ways.append(lambda: replace(kind, sets=("2016", "2019")))
    if len(kind.category) == 1:
        ways.append(lambda: replace(kind, category=("full", "probationary")))
    if place:
        moved = [*kind.steps[: place - 1], step, kind.steps[place - 1], *kind.steps[place + 1 :]]
        ways.append(lambda: replace(kind, steps=tuple(moved)))
    if step.papers:
        ways.append(lambda: stepwise(kind, place, papers=step.papers[1:]))
    if step.duty:
        ways.append(lambda: stepwise(kind, place, duty=""))
    if step.statement:
        ways.append(lambda: stepwise(kind, place, statement=False))
    if step.at is not At.BRANCH:
        ways.append(lambda: stepwise(kind, place, at=RANK[RANK.index(step.at) - 1]))
    if step.answers:
        ways.append(lambda: stepwise(kind, place, answers=step.answers[:1]))
    if kind.needs:
        ways.append(lambda: replace(kind, needs=kind.needs[1:]))
    if kind.longest_months:
        ways.append(lambda: replace(kind, longest_months=draw(st.sampled_from([None, 13, 120]))))
    if kind.shortest_months:
        ways.append(lambda: replace(kind, shortest_months=None))
    return draw(st.sampled_from(ways))(), key


@settings(max_examples=400)
@given(looser())
def test_no_kind_that_is_looser_in_any_respect_than_the_one_it_is_based_on_is_taken_in(
    made: tuple[Procedure, str],
) -> None:
    with pytest.raises(Unfit):
        local_kinds(as_toml(made))


STEPS = st.builds(
    Step, st.sampled_from(["a", "b", "c", "d", "e", "f"]), st.just("步骤"), st.sampled_from(At), st.sampled_from(Act),
    st.sampled_from(["", "handling", "deciding"]), st.sampled_from([(), ("refuses",)]), st.just(("材料",)),
)  # fmt: skip
CLOSE = Step("archive", "归档", At.BRANCH, Act.CLOSE)


@settings(max_examples=500)
@given(
    st.lists(STEPS, max_size=5, unique_by=lambda step: step.key),
    st.sampled_from(["removed", "never", "suspended", "restored", "kept", "corrected"]),
)
def test_a_kind_of_its_own_that_passes_has_all_that_no_disposal_does_without(steps: list[Step], ends: str) -> None:
    kind = replace(own("withdrawal"), key="local_a", ends=ends, steps=(*steps, CLOSE), longest_months=12)
    try:
        local_kinds(as_toml((kind, "")))
    except Unfit:
        return
    above = [n for n, step in enumerate(steps) if step.act in (Act.DECIDE, Act.FILE) and step.at is not At.BRANCH]
    handling = [n for n, step in enumerate(steps) if step.duty == "handling"]
    votes = [n for n, step in enumerate(steps) if step.act is Act.VOTE]
    assert above
    assert handling
    assert all(step.duty == "deciding" for step in steps if step.act is Act.DECIDE)
    assert all(step.duty for step in steps if step.act is Act.REVIEW)
    assert all(step.act is not Act.CLOSE for step in steps)
    if ends != "corrected":
        last = max(n for n, step in enumerate(steps) if step.act is Act.DECIDE)
        least = At.DEPARTMENT if ends in ("never", "restored", "removed") else At.COMMITTEE
        assert RANK.index(steps[last].at) >= RANK.index(least)
        assert last > max([*handling, *votes])
    if ends in ("removed", "kept"):
        assert votes


def test_a_second_proposal_or_an_answer_without_choices_is_refused() -> None:
    kind = own("withdrawal")
    proposal = Step("proposal", "再提意见", At.BRANCH, Act.RECORD, "handling")
    with pytest.raises(Unfit, match="退回的去处"):
        local_kinds(as_toml((replace(kind, steps=(*kind.steps[:2], proposal, *kind.steps[2:])), "withdrawal")))
    asking = replace(own("withdrawal"), key="local_a", ends="corrected")
    wish = Step("wish", "本人意愿", At.BRANCH, Act.ANSWER)
    with pytest.raises(Unfit, match="没有写明有哪几种结果"):
        local_kinds(as_toml((replace(asking, steps=(wish, *asking.steps)), "")))


FINDING = Step("finding", "认定", At.BRANCH, Act.RECORD, "handling")
MEETING = Step("meeting", "表决", At.BRANCH, Act.VOTE)
APPROVAL = Step("approval", "审批", At.COMMITTEE, Act.DECIDE, "deciding")
TERM = Step("term", "期限", At.BRANCH, Act.TERM)


def alone(*steps: Step, ends: str = "removed", category: tuple[str, ...] = ("probationary",)) -> Procedure:
    """A kind of its own."""
    return replace(own("withdrawal"), key="local_a", ends=ends, category=category, steps=(*steps, CLOSE))


def test_a_kind_of_its_own_with_all_that_is_needed_is_taken_in() -> None:
    kind = alone(FINDING, MEETING, APPROVAL)
    assert local_kinds(as_toml((kind, ""))) == {"local_a": kind}


PREVIEW = Step("preview", "预审", At.DEPARTMENT, Act.REVIEW, "deciding")
DEPARTMENTS = replace(APPROVAL, at=At.DEPARTMENT)


@pytest.mark.parametrize("category", [("full",), ("full", "probationary")])
def test_full_members_are_removed_by_a_local_kind_only_with_the_departments_review_and_approval(
    category: tuple[str, ...],
) -> None:
    """中组发〔2014〕21号: 劝退、除名处置的由组织部门预审、审批."""
    kind = alone(FINDING, PREVIEW, MEETING, DEPARTMENTS, category=category)
    assert local_kinds(as_toml((kind, ""))) == {"local_a": kind}
    with pytest.raises(Unfit, match="须由组织部门以上审批"):
        local_kinds(as_toml((alone(FINDING, PREVIEW, MEETING, APPROVAL, category=category), "")))
    for steps in ((FINDING, MEETING, DEPARTMENTS), (FINDING, MEETING, PREVIEW, DEPARTMENTS)):
        with pytest.raises(Unfit, match="由组织部门预审"):
            local_kinds(as_toml((alone(*steps, category=category), "")))
    lower = as_toml((alone(FINDING, replace(PREVIEW, at=At.COMMITTEE), MEETING, DEPARTMENTS, category=category), ""))
    with pytest.raises(Unfit, match="由组织部门预审"):
        local_kinds(lower)


@pytest.mark.parametrize(
    ("kind", "flaw"),
    [
        (alone(FINDING, APPROVAL), "缺少支部大会讨论表决的步骤"),
        (alone(FINDING, APPROVAL, MEETING), "审批应在承办和支部大会表决之后"),
        (alone(MEETING, APPROVAL, FINDING), "审批应在承办和支部大会表决之后"),
        (alone(FINDING, MEETING, replace(APPROVAL, at=At.ABOVE)), "须由基层党委（党工委）以上审批"),
        (alone(FINDING, MEETING, APPROVAL, ends="never"), "须由组织部门以上审批"),
        (alone(FINDING, MEETING, replace(APPROVAL, act=Act.FILE)), "须由基层党委（党工委）以上审批"),
        (alone(FINDING, MEETING, APPROVAL, TERM), "没有写明最长几个月"),
        (alone(MEETING, APPROVAL), "没有承办的步骤"),
        (alone(FINDING, MEETING), "没有上级党组织审批或备案的步骤"),
    ],
)
def test_a_kind_of_its_own_that_lacks_something_is_refused_with_what_it_lacks(kind: Procedure, flaw: str) -> None:
    """党章第九条: 支部大会讨论决定, 上级党组织批准."""
    with pytest.raises(Unfit, match=flaw):
        local_kinds(as_toml((kind, "")))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (stepwise(own(), 3, at=At.COMMITTEE), "“劝退”（local_persuasion）的步骤“预审”应由组织部门办理，不能低于这一级"),
        (replace(own(), steps=own().steps[1:]), "“劝退”（local_persuasion）缺少内置的“劝退”的步骤“支部初步认定”"),
        (stepwise(own(), 1, papers=("本人陈述",)), "“劝退”（local_persuasion）的步骤“调查核实”缺少材料：调查核实材料"),
        (stepwise(own(), 4, at=At.DEPARTMENT), "“劝退”（local_persuasion）“支部大会讨论表决”：讨论表决由党支部办理"),
        (stepwise(own(), 1, at=At.COMMITTEE), "“劝退”（local_persuasion）“调查核实”：听取本人陈述由党支部办理"),
        (own(shortest_months=6, longest_months=3), "“劝退”（local_persuasion）的最短期限长于最长期限"),
        (
            replace(own(), needs=own().needs[:1]),
            "“劝退”（local_persuasion）缺少内置的“劝退”的前提：拒不改正，或限期改正期满仍无转变",
        ),
    ],
)  # fmt: skip
def test_the_refusal_names_the_kind_the_step_and_what_is_missing(kind: Procedure, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        local_kinds(as_toml((kind, "persuasion")))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "", "version = 1", "version = 2", "version = 1\n[persuasion]\nlabel='x'", "x" * 11000,
        "a." * 4990 + "a = 1", "version = 1\n'a' . \"b\" = 1", "version = 1.0", "version = 1\n" * 9000,
        "version = 1\nlocal_a = " + "[\n" * 20000, "version = 1\n[local_a]", "version = 1\nlocal_a = 3",
        as_toml((own(basis=tuple(str(n) * 50 for n in range(100, 200))), "persuasion")),
        as_toml((own(label="劝\u202e退"), "persuasion")).replace("\u202e", "\\u202e"),
        as_toml((own(), "persuasion")).replace('based_on = "persuasion"', "based_on = ['persuasion']"),
        as_toml((own(), "persuasion")).replace('papers = ["初步认定意见"]', 'papers = "初步认定意见"'),
        as_toml((own(), "persuasion")).replace("statement = true", 'statement = "no"'),
        as_toml((own(), "persuasion")).replace('act = "decide"', 'act = "decided"'),
        as_toml((own(), "persuasion")) + "\nhidden = 1",
        as_toml((own(), "withdrawal_2020")),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        local_kinds(text)
    assert str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("base", PROCEDURES)
def test_the_key_of_a_kind_says_what_it_is_based_on(base: str) -> None:
    assert base_of(base) == base
    for key in (f"local_{base}", f"local_{base}_2"):
        assert base_of(key) == base
    assert base_of(f"local_{base}x") == f"local_{base}x"
    with pytest.raises(Unfit, match="的代号应为"):
        local_kinds(as_toml((replace(own(base), key="local_other"), base)))


def test_a_kind_of_its_own_does_not_go_by_the_name_of_a_built_in_one() -> None:
    with pytest.raises(Unfit, match="的代号应为"):
        local_kinds(as_toml((own(), "")))


@settings(max_examples=200)
@given(st.text(max_size=300) | st.binary(max_size=LARGEST // 200).map(lambda raw: raw.decode("latin-1")))
def test_nothing_but_unfit_is_raised_whatever_the_file_holds(text: str) -> None:
    for each in (text, f"version = 1\n{text}", f"version = 1\n[local_a]\n{text}"):
        try:
            local_kinds(each)
        except Unfit:
            continue
