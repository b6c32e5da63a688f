"""Situations: what excludes what, when one holds, what is kept, and the findings and signs that follow; each sentence
of 《党员组织关系排查有关问题说明》 with a person for whom it holds and one for whom it does not."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui.rules.contact import months_out
from tui.rules.findings import FindingCode
from tui.rules.situation_items import STATES, ends_before_it_begins, in_words, items, unstated
from tui.rules.situation_signs import Facts, Sign, read_reason, signs
from tui.rules.situations import (
    Situation,
    SituationKind,
    excludes,
    found_in,
    is_under_six_months,
    kept_months,
    lost_and_floating,
)  # fmt: skip

K = SituationKind
AS_OF = "2016-12-15"
dates = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31)),
    st.sampled_from((4, 7, 10)),
)


def test_only_lost_excludes_floating() -> None:
    """design 4.13: a pocket member may also be lost, an unattached one floating; only lost excludes floating."""
    open_ones = {kind: Situation(kind, since="2015-03") for kind in K}
    excluded = {
        frozenset((one, other)) for one in K for other in K if one is not other
        if excludes(open_ones[one], open_ones[other])
    }  # fmt: skip
    assert excluded == {frozenset((K.LOST, K.FLOATING_OUT)), frozenset((K.LOST, K.FLOATING_IN))}
    assert all(excludes(each, each) for each in open_ones.values())


def test_a_member_is_lost_after_six_months_without_contact() -> None:
    """二: 失联党员是指流出后不知去向，连续六个月以上与党组织失去联系的党员."""
    assert not is_under_six_months(Situation(K.LOST, since="2016-06-15"), AS_OF)
    assert is_under_six_months(Situation(K.LOST, since="2016-06-16"), AS_OF)
    assert not is_under_six_months(Situation(K.LOST, since="2016"), AS_OF)
    assert is_under_six_months(Situation(K.FLOATING_OUT, since="2016-07"), AS_OF)
    assert not is_under_six_months(Situation(K.POCKET, since="2016-07"), AS_OF)


def test_lost_and_floating_may_follow_each_other() -> None:
    floating = Situation(K.FLOATING_OUT, since="2014", until="2015-06-01")
    assert not excludes(floating, Situation(K.LOST, since="2015-06-01"))
    assert excludes(floating, Situation(K.LOST, since="2015-05-31"))
    assert excludes(floating, Situation(K.LOST))
    assert not excludes(Situation(K.FLOATING_OUT, withdrawn="登错"), Situation(K.LOST))


@given(st.tuples(dates, dates).map(sorted), st.tuples(dates, dates).map(sorted), dates)
def test_what_does_not_exclude_never_holds_together(one: list[str], other: list[str], day: str) -> None:
    lost, floating = Situation(K.LOST, *one), Situation(K.FLOATING_OUT, *other)
    as_of = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]
    if lost.holds(as_of) and floating.holds(as_of):
        assert excludes(lost, floating)
    assert excludes(lost, floating) == excludes(floating, lost)


def test_a_situation_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    lost = Situation(K.LOST, since="2015-03", until="2016-05-20")
    held = [day for day in ("2015-02-28", "2015-03-01", "2016-05-19", "2016-05-20") if lost.holds(day)]
    assert held == ["2015-03-01", "2016-05-19"]
    assert Situation(K.LOST).holds(AS_OF)
    assert not Situation(K.LOST, withdrawn="登错").holds(AS_OF)
    assert ends_before_it_begins("2015-03", "2014")
    assert not ends_before_it_begins("2015-03", "2015")


def test_the_ledger_goes_before_the_roster_where_it_speaks_of_lost_or_floating() -> None:
    says_lost, says_floating = {"lost": "yes"}, {"floating": "yes"}
    found_again = Situation(K.LOST, since="2014", until="2016-03-05")
    assert lost_and_floating(says_lost, (), AS_OF) == (True, False)
    assert lost_and_floating(says_lost, (found_again,), AS_OF) == (False, False)
    assert lost_and_floating(says_lost, (found_again,), "2016-03-04") == (True, False)
    assert lost_and_floating(says_floating, (Situation(K.LOST),), AS_OF) == (True, False)
    assert lost_and_floating(says_lost, (Situation(K.FLOATING_OUT),), AS_OF) == (False, True)
    assert lost_and_floating(says_lost, (Situation(K.POCKET),), AS_OF) == (True, False)
    assert lost_and_floating(says_lost, (Situation(K.LOST, until="2014", withdrawn="登错"),), AS_OF).lost


def test_the_relation_of_those_abroad_for_study_is_kept_and_these_months_are_no_absence() -> None:
    """三（四）: 出国留学、讲学和研究人员中的党员组织关系，一律由原所在单位党组织保存; 暂停组织生活."""
    abroad = Situation(K.ABROAD_STUDY, since="2014-08", kept="2014-09至2016-06、2016-09至今")
    assert kept_months([abroad]) == [("2014-09", "2016-06"), ("2016-09", None)]
    assert months_out("2014-08", AS_OF, kept_months([abroad])) == 2
    without = Situation(K.ABROAD_STUDY, since="2014-08")
    assert kept_months([without]) == []
    assert months_out("2014-08", AS_OF, kept_months([without])) == 27
    settled = Situation(K.ABROAD_SETTLED, since="2014-08", kept="2014-09至今")
    assert kept_months([settled]) == []
    assert kept_months([Situation(K.ABROAD_WORK, kept="2015-01至2015-12", withdrawn="登错")]) == []


def test_the_whole_time_of_a_graduates_kept_relation_is_kept() -> None:
    kept = [Situation(K.GRADUATE_KEPT, since="2014-07-01", until="2016-06"), Situation(K.GRADUATE_KEPT)]
    assert kept_months(kept) == [("2014-07", "2016-06")]
    assert kept_months([Situation(K.GRADUATE_KEPT, since="2016")]) == [("2016-01", None)]


def test_other_as_reason_for_losing_contact_needs_its_words() -> None:
    """填表要求6: 其他（具体原因在备注栏中注明）."""
    assert found_in([Situation(K.LOST, reason="other")], AS_OF) == {FindingCode.SITUATION_UNEXPLAINED}
    assert found_in([Situation(K.LOST, reason="other", reason_words="因病长期卧床")], AS_OF) == set()
    assert found_in([Situation(K.LOST, reason="moved")], AS_OF) == set()
    assert found_in([Situation(K.LOST, reason="other", until="2016")], AS_OF) == set()


def test_a_graduates_relation_is_kept_for_two_years_at_most() -> None:
    """条例 第三十四条: 一般不超过2年."""
    assert found_in([Situation(K.GRADUATE_KEPT, since="2014-07")], AS_OF) == {FindingCode.GRADUATE_OVER_TWO_YEARS}
    assert found_in([Situation(K.GRADUATE_KEPT, since="2015-07")], AS_OF) == set()


def test_who_is_away_for_six_months_at_a_fixed_place_is_transferred_or_holds_the_permit() -> None:
    """三: 党员外出地点或工作单位相对固定，外出时间6个月以上的，一般应当开具党员组织关系介绍信."""
    away = {"since": "2016-01-10", "fixed": "yes"}
    found = {FindingCode.FLOATING_UNMANAGED}
    assert found_in([Situation(K.FLOATING_OUT, **away)], AS_OF) == found
    assert found_in([Situation(K.FLOATING_OUT, **away, permit="yes")], AS_OF) == set()
    assert found_in([Situation(K.FLOATING_OUT, since="2016-01-10", fixed="no")], AS_OF) == set()
    assert found_in([Situation(K.FLOATING_OUT, since="2016-08", fixed="yes")], AS_OF) == set()
    assert found_in([Situation(K.FLOATING_OUT, **away)], AS_OF, sent=["2016-09-01"]) == set()
    assert found_in([Situation(K.FLOATING_OUT, **away)], AS_OF, sent=["2013-09-01"]) == found
    assert found_in([Situation(K.FLOATING_IN, **away)], AS_OF) == set()
    assert found_in([Situation(K.FLOATING_OUT, **away)], AS_OF, permitted=True) == set()


def _facts(**known: object) -> Facts:
    given_ = {"fields": {}, "extra": {}, "dues": {}, "receipt": {}, "letters": (), "situations": ()} | known
    return Facts(**given_)  # type: ignore[arg-type]


def test_the_roster_states_who_is_lost_and_who_is_floating() -> None:
    fields = {"lost": "yes", "lost_on": "2014-05", "floating": "no"}
    (lost,) = signs(_facts(fields=fields, extra={"失去联系情形": "③"}), AS_OF)
    expected = Situation(K.LOST, since="2014-05", reason="after_graduation")
    assert lost == Sign(expected, "名册：是否失联", stated=True)
    fields = {"floating": "yes", "floating_to": "广东省深圳市"}
    (away,) = signs(_facts(fields=fields, extra={"外出时间": "2015年3月"}), AS_OF)
    assert away.situation == Situation(K.FLOATING_OUT, since="2015-03", destination="广东省深圳市")
    assert away.stated
    assert signs(_facts(fields={"lost": "no", "floating": "no"}), AS_OF) == ()


def test_what_check_3_recorded_comes_before_the_roster_and_is_filled_in_by_it() -> None:
    dues = {"situation": "lost", "why": "other", "why_other": "因病"}
    (lost,) = signs(_facts(fields={"lost": "yes", "lost_on": "2014-05", "floating": "yes"}, dues=dues), AS_OF)
    expected = Situation(K.LOST, since="2014-05", reason="other", reason_words="因病")
    assert lost == Sign(expected, "党费核查记录", stated=True)
    (abroad,) = signs(_facts(dues={"kept_for": "abroad_study", "kept": "2014-09至今"}), AS_OF)
    assert abroad.situation == Situation(K.ABROAD_STUDY, since="2014-09", kept="2014-09至今")
    assert not abroad.stated
    assert signs(_facts(dues={"situation": "in_touch"}), AS_OF) == ()


def test_a_letter_that_never_landed_points_to_a_pocket_member() -> None:
    """二: 对没有落实组织关系的“口袋”党员，可采取联系查找失联党员的办法进行查找."""
    letter = {"direction": "out", "issued": "2015-06-01", "valid_days": 30, "to_unit": "海州市委", "number": "8号"}
    (pocket,) = signs(_facts(letters=(letter,)), AS_OF)
    expected = Situation(K.POCKET, since="2015-06-01", destination="海州市委")
    assert pocket == Sign(expected, "介绍信8号过期未收到回执")
    for landed in ({"receipt": "yes"}, {"arrived_on": "2015-06-20"}, {"issued": "2016-12-01"}, {"issued": "2006-06"}):
        assert signs(_facts(letters=({**letter, **landed},)), AS_OF) == ()
    assert signs(_facts(letters=(letter,), receipt={"landed": "landed"}), AS_OF) == ()
    (said,) = signs(_facts(receipt={"landed": "pocket", "sent_on": "2014", "receiver": "某县委"}), AS_OF)
    assert said.situation == Situation(K.POCKET, since="2014", destination="某县委")


def test_words_in_notes_point_to_situations_and_state_none() -> None:
    found = signs(
        _facts(fields={"note": "毕业保留；在国外留学", "address": "移民国外路1号"}, extra={"标签": "空挂"}), AS_OF
    )
    assert [(each.situation.kind, each.basis, each.stated) for each in found] == [
        (K.UNATTACHED, "标签：空挂", False),
        (K.ABROAD_STUDY, "备注：留学", False),
        (K.GRADUATE_KEPT, "备注：毕业保留", False),
    ]


def test_what_the_ledger_has_is_not_suggested_again() -> None:
    fields = {"lost": "yes", "lost_on": "2014-05"}
    assert signs(_facts(fields=fields, situations=(Situation(K.LOST),)), AS_OF) == ()
    over = Situation(K.LOST, since="2010", until="2014-06-01")
    assert signs(_facts(fields=fields, situations=(over,)), AS_OF) == ()
    again = Situation(K.LOST, since="2010", until="2013-06-01")
    assert len(signs(_facts(fields=fields, situations=(again,)), AS_OF)) == 1
    withdrawn = Situation(K.LOST, withdrawn="登错")
    assert len(signs(_facts(fields=fields, situations=(withdrawn,)), AS_OF)) == 1


def test_reasons_are_read_as_forms_write_them() -> None:
    read = {text: read_reason(text) for text in ("⑤", "5", "5.出国（境）", "出国(境)", "其他（退休）", "15", "", "⑨")}
    assert list(read.values()) == ["abroad", "abroad", "abroad", "abroad", "other", None, None, None]


def test_every_kind_is_defined_with_its_document_and_two_are_ours() -> None:
    assert {kind for kind in K if kind.ours} == {K.UNATTACHED, K.HIDDEN}
    assert all(each.text and each.source for kind in K for each in kind.texts)
    assert K.LOST.texts[0].text == "失联党员是指流出后不知去向，连续六个月以上与党组织失去联系的党员。"
    assert len({kind.label for kind in K}) == len(K) == len(STATES)


def test_what_the_three_counts_ask_is_asked_of_each_kind() -> None:
    """二4: 核准流动党员数量、去向、现状; 核准“空挂”党员数量、去向、现状; 核准“失联”党员数量、“失联”情况及原因."""
    assert unstated(K.FLOATING_OUT, {}) == ["外出时间", "原因", "现状", "外出地点"]
    assert unstated(K.UNATTACHED, {"since": "2014", "reason": "moved"}) == ["现状", "去向"]
    assert unstated(K.LOST, {"reason": "other"}) == ["失去联系时间", "失联情况", "其他原因"]
    assert unstated(K.LOST, {"reason": "moved", "since": "2014", "state": "unknown"}) == []
    columns = Situation.__slots__
    assert all(item.key in columns for kind in K for item in items(kind))


def test_a_situation_is_told_on_one_line() -> None:
    away = Situation(K.FLOATING_OUT, "2015-03", None, "away_for_work", destination="深圳", state="in_touch",
                     permit="yes", permit_number="017")  # fmt: skip
    assert in_words(away) == "流出 2015-03至今 外出务工经商 深圳 与支部正常联系 持活动证017"
