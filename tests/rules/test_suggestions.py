"""Suggestions of the five checks, by the cases of 《党员组织关系排查有关问题说明》 section 1; months that count."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.check_items import MATERIALS
from tui.rules.checks import Check, Given, Ground, Verdict
from tui.rules.contact import months_out
from tui.rules.situations import Situation, SituationKind
from tui.rules.suggestions import Facts, suggest

AS_OF = "2016-07-31"
BASIC = {"name": "王伟", "sex": "male", "birth": "1970-05", "nation": "汉族", "native": "江苏南京", "phone": "1"}
FILE = dict.fromkeys(MATERIALS, "complete")
OUT = Ground.OUT_WITHOUT_RECEIPT
C, P, D, N = Verdict.CLEAR, Verdict.PENDING, Verdict.DOUBTFUL, Verdict.NOT_APPLICABLE


@dataclass
class Case:
    check: Check
    verdict: Verdict | None
    reason: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    ground: Ground = Ground.IN_BRANCH
    more: dict[str, object] = field(default_factory=dict)


def _recorded(*, kind: str, **fields: str) -> dict[str, object]:
    """What the ledger of situations has of him."""
    return {"situations": (Situation(SituationKind(kind), **fields),)}


CASES = [
    # 一是核查党员名册：信息不全的及时完善，一时难以掌握的作出标记
    Case(Check.ROSTER, C, "齐全", BASIC),
    Case(Check.ROSTER, P, "缺少籍贯", BASIC | {"native": ""}),
    Case(Check.ROSTER, P, "缺少联系方式", BASIC | {"phone": ""}),
    Case(Check.ROSTER, C, "", BASIC | {"phone": "", "landline": "025"}),
    Case(Check.ROSTER, P, "待查：籍贯", BASIC, {"follow_up": "籍贯"}),
    Case(Check.ROSTER, D, "校验码不符", BASIC, more={"findings": ("V01b",)}),
    Case(Check.ROSTER, C, "", BASIC, more={"findings": ("V01d",)}),  # a note finds nothing
    Case(Check.ROSTER, C, "", BASIC, more={"findings": ("V20",)}),  # arrears are for check 3
    Case(Check.ROSTER, P, "不掌握其人", BASIC, more={"findings": ("C103",)}),
    # 二是核查党员档案
    Case(Check.ARCHIVE, None),
    Case(Check.ARCHIVE, C, "五种", FILE | {"category": "full"}),
    Case(Check.ARCHIVE, C, "四种", FILE | {"category": "probationary", "full_application": ""}),
    Case(Check.ARCHIVE, P, "尚未登记：转正申请书", FILE | {"category": "full", "full_application": ""}),
    Case(Check.ARCHIVE, P, "政治审查材料缺", FILE | {"political_review": "missing"}),
    Case(Check.ARCHIVE, P, "入党申请书不规范", FILE | {"application": "irregular"}),
    Case(Check.ARCHIVE, D, "没有入党志愿书", FILE | {"joining_form": "missing"}),
    Case(Check.ARCHIVE, D, "入党材料不真实", FILE | {"application": "untrue"}),
    Case(Check.ARCHIVE, D, "没有党员档案", {}, {"file": "none"}),
    Case(Check.ARCHIVE, D, "违规入党", FILE, {"against_rules": "yes"}),
    Case(Check.ARCHIVE, D, "假党员", FILE, {"false_member": "yes"}),
    Case(Check.ARCHIVE, D, "党员身份存疑", FILE, {"identity": "doubtful"}),
    Case(Check.ARCHIVE, D, "入党信息存疑", FILE, {"joining": "doubtful"}),
    Case(Check.ARCHIVE, D, "不真实", FILE, {"training_record": "untrue"}),  # the team saw otherwise
    # 三是核查交纳党费和参加党支部活动记录
    Case(Check.DUES, None),
    # 与情形台账：保留组织关系的月份不计；失联、流动以台账为准
    Case(Check.DUES, D, "已22个月", {"dues_to": "2014-09"}),
    Case(Check.DUES, C, "", {"dues_to": "2014-09"}, more=_recorded(kind="abroad_study", kept="2014-10至今")),
    Case(Check.DUES, C, "", {"dues_to": "2014-09"}, more=_recorded(kind="graduate_kept", since="2014-07")),
    Case(Check.DUES, D, "已22个月", {"dues_to": "2014-09"}, more=_recorded(kind="abroad_settled", since="2014")),
    Case(Check.DUES, D, "失去联系", {"dues_to": "2016-07"}, more=_recorded(kind="lost", since="2016-01")),
    Case(Check.DUES, C, "", {"dues_to": "2016-07", "lost": "yes"}, more=_recorded(kind="lost", until="2016-05")),
    Case(Check.DUES, P, "没有记全", {"dues_to": "2016-07"}, more=_recorded(kind="floating_out", since="2016")),
    Case(
        Check.DUES, C, "", {"dues_to": "2016-07", "floating": "yes"},
        more=_recorded(kind="floating_out", since="2016", reason="moved", destination="苏州"),
    ),
    Case(Check.DUES, C, "党费交至2016-06", {"dues_to": "2016-06"}),
    Case(Check.DUES, C, "", {}, more={"paid_to": "2016-06"}),
    Case(Check.DUES, C, "", {"dues_to": "2016-02"}),  # paid to the end of February: five months
    Case(Check.DUES, D, "已6个月", {"dues_to": "2016-01"}),
    Case(Check.DUES, D, "最近参加活动2015-12-01", {"dues_to": "2016-07", "active_on": "2015-12-01"}),
    Case(Check.DUES, C, "", {"dues_to": "2014-08"}, {"kept_for": "abroad_study", "kept": "2014-09至2016-06"}),
    Case(Check.DUES, D, "不计保留", {"dues_to": "2014-01"}, {"kept": "2014-09至今", "kept_for": "abroad_study"}),
    Case(Check.DUES, D, "失去联系", {"lost": "yes", "dues_to": "2016-07"}),
    Case(Check.DUES, P, "没有记全", {"floating": "yes", "dues_to": "2016-07"}),
    Case(
        Check.DUES, C, "", {"floating": "yes", "dues_to": "2016-07"},
        {"situation": "floating", "since": "2015", "why": "away_for_work", "whereto": "苏州"},
    ),
    Case(Check.DUES, P, "不顺", {"dues_to": "2016-07"}, {"relation": "not_in_order", "relation_why": "空挂"}),
    Case(Check.DUES, None, "", {"dues_to": "2010-01", "membership": "suspended"}),
    # 四是核查组织关系介绍信存根
    Case(Check.RECEIPT, None),
    Case(Check.RECEIPT, N, "正式组织关系在本支部", more={"stubs_seen": True}),
    Case(Check.RECEIPT, P, "未收到回执", ground=OUT, more={"open_letter": "12（2012-06-30）"}),
    Case(Check.RECEIPT, C, "回执已收到（2016-07-01）", ground=OUT, more={"receipt": "2016-07-01"}),
    Case(Check.RECEIPT, D, "“口袋”党员", {}, {"landed": "pocket"}, OUT, {"open_letter": "12"}),
    Case(Check.RECEIPT, C, "已在苏州市委组织部落实", {}, {"landed": "landed", "receiver": "苏州市委组织部"}, OUT),
    Case(Check.RECEIPT, None, ground=OUT, more={"stubs_seen": True}),
    # 五是核查党员现实表现情况
    Case(Check.CONDUCT, None),
    Case(Check.CONDUCT, None, "", {}, {"appraisal": "qualified"}),
    Case(Check.CONDUCT, None, "", {}, {"reported": "no"}),  # nobody was asked
    Case(Check.CONDUCT, C, "没有问题反映", {}, {"sources": "branch,workplace", "reported": "no"}),
    Case(Check.CONDUCT, D, "有问题反映", {}, {"sources": "branch", "reported": "yes", "matters": "赌博"}),
    Case(Check.CONDUCT, D, "移送", {}, {"sources": "branch", "reported": "no", "clue": "to_refer"}),
    Case(Check.CONDUCT, D, "不合格", {}, {"sources": "branch", "reported": "no", "appraisal": "unqualified"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.check.label}-{c.reason or c.verdict}")
def test_a_check_suggests_what_the_evidence_says_and_nothing_without(case: Case) -> None:
    facts = Facts(AS_OF, case.ground, case.fields, case.answers)._replace(**case.more)
    found = suggest(case.check, facts)
    assert (found.verdict if found else None) is case.verdict
    assert case.reason in (found.reason if found else "")
    assert found is None or found.evidence


_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "dues_to": st.sampled_from(["2016-07", "2015-01", "2016"]), "active_on": st.sampled_from(["2016-07-01"]),
        "category": st.sampled_from(["full", "probationary"]), "floating": st.just("yes"), "lost": st.just("yes"),
    } | dict.fromkeys(MATERIALS, st.sampled_from(["complete", "irregular", "missing", "untrue"])),
)  # fmt: skip


@given(
    fields=_FIELDS, ground=st.sampled_from(Ground), check=st.sampled_from([c for c in Check if c is not Check.ROSTER])
)
def test_no_finding_is_suggested_only_on_evidence_of_that_check(
    fields: dict[str, str], ground: Ground, check: Check
) -> None:
    found = suggest(check, Facts(AS_OF, ground, fields, {}))
    if found is not None and found.verdict in (C, N):
        assert check in (Check.ARCHIVE, Check.DUES)
        evidence = MATERIALS if check is Check.ARCHIVE else ("dues_to", "active_on")
        assert any(fields.get(name) for name in evidence)
        assert not any(
            fields.get(name) == "untrue" for name in MATERIALS if check is Check.ARCHIVE and name != "full_application"
        )
    assert Given.IN_BULK.label == "批量"


@pytest.mark.parametrize(
    ("last", "as_of", "kept", "months"),
    [
        ("2016-01-31", "2016-07-31", [], 6),
        ("2016-01", "2016-07-30", [], 5),  # paid to the end of January
        ("2016", "2016-07-31", [], 0),
        ("2016-08-01", "2016-07-31", [], 0),
        ("2014-08", "2016-07-31", [("2014-09", "2016-06")], 1),
        ("2014-08", "2016-07-31", [("2014-09", None)], 0),
        ("2016-01", "2016-07-31", [("2016-03", "2016-04")], 4),
        ("2016-01", "2016-07-31", [("2016-03", "2016-04"), ("2016-04", "2016-05")], 3),  # April counts once
        ("2016-01", "2016-07-31", [("2010-01", "2015-12")], 6),
        ("2016-05", "2016-11-20", [("2016-09", None)], 3),
    ],
)
def test_months_for_which_the_relation_was_kept_never_count(
    last: str, as_of: str, kept: list[tuple[str, str | None]], months: int
) -> None:
    assert months_out(last, as_of, kept) == months


_DAYS = st.dates(date(2000, 1, 1), date(2026, 12, 31)).map(date.isoformat)
_MONTHS = st.builds("{:04}-{:02}".format, st.integers(1999, 2027), st.integers(1, 12))
_SPANS = st.lists(st.tuples(_MONTHS, st.one_of(st.none(), _MONTHS)), max_size=4)


@given(_DAYS, _DAYS, _SPANS, _SPANS)
def test_keeping_more_never_makes_it_longer_and_keeping_all_makes_it_nothing(
    last: str, as_of: str, some: list[tuple[str, str | None]], more: list[tuple[str, str | None]]
) -> None:
    without, part, whole = (months_out(last, as_of, kept) for kept in ([], some, some + more))
    assert without >= part >= whole >= 0
    assert months_out(last, as_of, [("1990-01", None)]) == 0
