"""Years, probation of every period, dues, floating, implausible and impossible records: one member's fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_validity import AS_OF, SOUND, codes_of

from tui.rules.findings import FindingCode
from tui.rules.seniority import read_years
from tui.rules.validity import findings
from tui.rules.work import Work, read_work

SOLDIER = {"idno": "", "birth": "1930-05-01"}  # old enough to have joined at any time since 1948
YOUNG = {"idno": "", "birth": "1955-05-01"}
ALL = SOUND | {
    "education": "大学",
    "work": "退休人员",
    "membership": "normal",
    "lost": "no",
    "floating": "no",
    "dues_to": "2016-12",
    "age": "66",
    "party_years": "30",
}

CASES: list[tuple[dict[str, str], list[str]]] = [
    # V05: the probation period of the time
    ({"joined": "1985-07-01", "full_at": "1986-06-30"}, ["V05a"]),
    ({"joined": "1985-07-01", "full_at": "1986-07-01"}, []),
    (SOLDIER | {"joined": "1950-01-10", "full_at": "1950-07-09"}, ["V05a"]),
    (SOLDIER | {"joined": "1950-01-10", "full_at": "1950-07-10"}, []),
    (SOLDIER | {"joined": "1950-01-10", "full_at": "1950-07"}, []),
    (SOLDIER | {"joined": "1950-01-10", "full_at": "1950-01-10"}, ["V04b"]),
    (SOLDIER | {"joined": "1956-09-14", "full_at": "1957-03-14"}, []),
    (SOLDIER | {"joined": "1956-09-15", "full_at": "1957-03-15"}, ["V05a"]),
    (SOLDIER | {"joined": "1956-09", "full_at": "1957-03-15"}, []),
    (SOLDIER | {"joined": "1969-03-31", "full_at": "1970-03-30"}, ["V05a"]),
    (SOLDIER | {"joined": "1969-03-31", "full_at": "1974-01-01"}, []),
    (SOLDIER | {"joined": "1969-04-01", "full_at": "1969-04-01"}, []),
    (SOLDIER | {"joined": "1970-01", "full_at": "1970-01"}, []),
    (SOLDIER | {"joined": "1970-01", "full_at": "1971-01"}, ["V05c"]),
    (SOLDIER | {"joined": "1970-01-10", "full_at": "1970"}, []),
    (SOLDIER | {"joined": "1970", "full_at": "1970-12-31"}, []),
    (SOLDIER | {"joined": "1977-08-11", "full_at": "1978-08-11"}, ["V05c"]),
    (SOLDIER | {"joined": "1977-08", "full_at": "1978-08"}, []),
    (SOLDIER | {"joined": "1977-08-12", "full_at": "1978-08-12"}, []),
    (SOLDIER | {"joined": "1977-08-12", "full_at": "1978-08-11"}, ["V05a"]),
    (SOLDIER | {"joined": "1982-09-05", "full_at": "1985-09-05"}, []),
    (SOLDIER | {"joined": "1982-09-06", "full_at": "1984-12-06"}, []),
    (SOLDIER | {"joined": "1982-09-06", "full_at": "1984-12-07"}, ["V05b"]),
    # V08: what the file says against what its dates come to on 2016-12-15
    ({"age": "66"}, []),
    ({"age": "66岁"}, []),
    ({"age": "６６周岁"}, []),
    ({"age": "67"}, ["V08a"]),
    ({"age": "65"}, ["V08a"]),
    ({"birth": "1949", "age": "67"}, []),
    ({"birth": "1949", "age": "66"}, []),
    ({"birth": "1949", "age": "68"}, ["V08a"]),
    ({"age": "六十"}, []),
    ({"age": "无"}, []),
    ({"party_years": "30"}, []),
    ({"party_years": "30年5个月"}, []),
    ({"party_years": "31"}, ["V08b"]),
    ({"party_years": "29"}, ["V08b"]),
    ({"party_years": "31", "membership": "suspended"}, []),
    ({"full_at": "1986", "party_years": "30"}, []),
    ({"full_at": "1986-12", "party_years": "29"}, []),
    ({"category": "probationary", "joined": "2016-01-01", "full_at": "", "party_years": "0"}, []),
    ({"category": "probationary", "joined": "2016-01-01", "full_at": "", "party_years": "1"}, ["V08b"]),
    (SOLDIER | {"joined": "1970-01-01", "full_at": "1970-01-01", "party_years": "46"}, []),
    (SOLDIER | {"joined": "1970-01-01", "full_at": "1970-01-01", "party_years": "45"}, ["V08b"]),
    (SOLDIER | {"joined": "1970-01-01", "full_at": "1971-01-01", "party_years": "46"}, ["V05c"]),
    (SOLDIER | {"joined": "1970-01-01", "full_at": "", "party_years": "45"}, ["V06a", "V08b"]),
    (SOLDIER | {"joined": "1985-07-01", "full_at": "", "party_years": "45"}, ["V06a"]),
    # V11: ⑦其他 has to be explained
    ({"situation": "⑦"}, ["V11"]),
    ({"situation": "7", "note": "—"}, ["V11"]),
    ({"situation": "⑦其他（具体原因在备注栏中注明）"}, ["V11"]),
    ({"situation": "其他", "note": "参军后去向不明"}, []),
    ({"situation": "⑥"}, []),
    ({"situation": "居住地改变"}, []),
    # V18: two years
    ({"graduate_kept_on": "2014-12-14"}, ["V18"]),
    ({"graduate_kept_on": "2014-12-15"}, []),
    ({"graduate_kept_on": "2014-12"}, []),
    ({"graduate_kept_on": "2014-11"}, ["V18"]),
    # V19: more than six months at a fixed place, neither transferred nor with a 活动证
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2016-06-14"}, ["V19"]),
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2016-06-15"}, []),
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2016-06"}, []),
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2015", "floating_permit": "no"}, ["V19"]),
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2015", "floating_permit": "yes"}, []),
    ({"floating": "yes", "floating_fixed": "yes", "floating_on": "2015", "transferred_on": "2016-09"}, []),
    ({"floating": "yes", "floating_fixed": "no", "floating_on": "2015"}, []),
    ({"floating": "no", "floating_fixed": "yes", "floating_on": "2015"}, []),
    # V20: six months without dues
    ({"dues_to": "2016-05"}, ["V20"]),
    ({"dues_to": "2016-06"}, []),
    ({"dues_to": "2016-06-15"}, ["V20"]),
    ({"dues_to": "2016-06-16"}, []),
    ({"dues_to": "2015"}, ["V20"]),
    ({"dues_to": "2016"}, []),
    ({"dues_to": "2015", "membership": "suspended"}, []),
    ({"dues_to": "不详"}, []),
    # V21: asked for by name
    ({"work": "本科毕业年级学生"}, ["V21a"]),
    (YOUNG | {"birth": "1961-12-15", "work": "学生"}, ["V21a"]),
    (YOUNG | {"birth": "1961-12-16", "work": "学生"}, []),
    (YOUNG | {"birth": "1961", "work": "学生"}, []),
    (SOLDIER | {"birth": "1931-09-30", "joined": "1949-09-30", "full_at": "1950-09-30", "work": "公务员"}, ["V21b"]),
    (SOLDIER | {"joined": "1949-10-01", "full_at": "1950-10-01", "work": "公务员"}, []),
    (SOLDIER | {"joined": "1949", "full_at": "1950-10-01", "work": "公务员"}, []),
    ({"work": "农牧渔业生产人员", "education": "硕士研究生"}, ["V21c"]),
    ({"work": "113", "education": "研究生"}, ["V21c"]),
    ({"work": "农牧渔业生产人员", "education": "大学"}, []),
    ({"work": "退休人员", "education": "硕士研究生"}, []),
    ({"joined": "2009-12-31", "full_at": "2010-12-31", "work": "事业单位管理岗位"}, ["V21e"]),
    ({"joined": "2009-12-30", "full_at": "2010-12-30", "work": "事业单位管理岗位"}, []),
    ({"joined": "2009-12-31", "full_at": "2010-12-31", "work": "退休人员"}, []),
    ({"birth": "1949-12", "joined": "2009-12-30", "full_at": "2010-12-30", "work": "公务员"}, []),
    ({"birth": "1949", "joined": "2009-12-31", "full_at": "2010-12-31", "work": "公务员"}, ["V21e"]),
    # V22: what cannot be
    ({"joined": "1949-12-30", "full_at": "1986-07-01"}, ["V03b", "V22a"]),
    ({"joined": "1949-12-31", "full_at": "1986-07-01"}, ["V03b"]),
    ({"joined": "1949", "full_at": "1986-07-01"}, ["V03b"]),
    ({"joined": "", "full_at": "1966-12-31"}, ["V22b"]),
    ({"joined": "", "full_at": "1967-12-31"}, []),
    (SOLDIER | {"birth": "1942-05-01", "joined": "", "full_at": "1958-12-31"}, []),  # may have joined before 1956
    (SOLDIER | {"birth": "1942-05-01", "joined": "", "full_at": "1959-01-01"}, ["V22b"]),
    ({"age": "66", "party_years": "49", "full_at": "", "joined": ""}, ["V06a", "V22b"]),
    ({"age": "66", "party_years": "48", "full_at": "", "joined": ""}, ["V06a"]),
    (SOLDIER | {"joined": "1945-05-01", "full_at": "1946-05-01"}, ["V03b"]),
    ({"lost_on": "1985-06-30"}, ["V22c"]),
    ({"lost_on": "1985-07-01"}, []),
    ({"lost_on": "1985"}, []),
    ({"died_on": "1985-06"}, ["V22d"]),
    ({"died_on": "1985-07"}, []),
    ({"transferred_on": "1985-06"}, ["V22e"]),
    ({"transferred_on": "1985-07"}, []),
    ({"idno": "", "birth": "", "joined": "1921-06-30", "full_at": "1921-06-30"}, ["V22f", "B03"]),
    ({"idno": "", "birth": "", "joined": "1921-07-01", "full_at": "1921-07-01"}, ["B03"]),
    ({"idno": "", "birth": "", "joined": "1921", "full_at": "1921"}, ["B03"]),
]


@pytest.mark.parametrize(("changes", "codes"), CASES)
def test_each_rule_fires_just_outside_its_limit_and_not_just_inside(changes: dict[str, str], codes: list[str]) -> None:
    assert codes_of(**changes) == codes


def test_a_full_and_sound_record_has_no_finding() -> None:
    assert findings(ALL, AS_OF) == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("67", 67),
        ("67.0", 67),
        ("6 7 岁", 67),
        ("12年", 12),
        ("12年3个月", 12),
        ("0", 0),
        ("12.5", None),
        ("约30", None),
    ],
)
def test_years_are_read_as_files_write_them(text: str, years: int | None) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("公务员", Work.ON_POST),
        ("0164", Work.ON_POST),
        ("外出务工经商人员", Work.FARMER),
        ("１１３", Work.FARMER),
        ("学 生", Work.STUDENT),
        ("学生处", None),
        ("①", None),
        ("3", None),
        ("", None),
    ],
)
def test_a_work_is_of_a_kind_only_if_the_table_has_it(text: str, work: Work | None) -> None:
    assert read_work(text) == work


month_and_day = r"(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"
partial = st.one_of(
    st.from_regex(rf"(19[2-9][0-9]|20[01][0-9]){month_and_day}", fullmatch=True),
    st.from_regex(rf"(19(50|68|69|70|77|78|82|83)|201[46]){month_and_day}", fullmatch=True),  # where limits lie
)
DATES = ("birth", "joined", "full_at", "dues_to", "lost_on", "died_on", "graduate_kept_on", "floating_on")
records = st.fixed_dictionaries(
    {"floating": st.just("yes"), "floating_fixed": st.just("yes")},
    optional=dict.fromkeys(DATES, partial)
    | {
        "category": st.sampled_from(["full", "probationary"]),
        "work": st.sampled_from(["学生", "公务员", "农牧渔民"]),
        "education": st.sampled_from(["研究生", "大学"]),
        "age": st.integers(0, 110).map(str),
        "party_years": st.integers(0, 95).map(str),
        "situation": st.sampled_from(["⑦", "⑥"]),
    },
)


def questions(codes: tuple[FindingCode, ...]) -> set[str]:
    """What findings ask, where a more exact date may put the same question with another code."""
    same = {"V03b": "V03a", "V05a": "V04a", "V04b": "V04a"}
    return {same.get(code.value, code.value) for code in codes}


@given(records, st.sampled_from(["-01-01", "-06-15", "-12-28"]))
def test_a_finding_stays_whatever_day_a_partial_date_turns_out_to_mean(fields: dict[str, str], day: str) -> None:
    exact = {name: (text + day[len(text) - 4 :])[:10] if name in DATES else text for name, text in fields.items()}
    assert questions(findings(fields, AS_OF)) <= questions(findings(exact, AS_OF))


@given(records)
def test_findings_come_once_each_and_in_the_order_of_their_codes(fields: dict[str, str]) -> None:
    found = findings(fields, AS_OF)
    assert [code for code in FindingCode if code in found] == list(found)


@given(st.dictionaries(st.sampled_from([*ALL, *DATES, "situation", "floating_fixed", "transferred_on"]), st.text()))
def test_any_text_in_any_field_is_answered(fields: dict[str, str]) -> None:
    assert all(isinstance(code, FindingCode) for code in findings(fields, AS_OF))
