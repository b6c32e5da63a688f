"""Findings of the roster check: each fires on its own case, and never when an open date could be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.findings import FindingCode
from tui.rules.validity import findings

AS_OF = "2016-12-15"
SOUND = {
    "name": "王小明",
    "sex": "female",
    "birth": "1949-12-31",
    "nation": "汉族",
    "native": "江苏常州",
    "idno": "11010519491231002X",
    "phone": "13800138000",
    "category": "full",
    "joined": "1985-07-01",
    "full_at": "1986-07-01",
}


def codes_of(**changes: str) -> list[str]:
    fields = {key: value for key, value in (SOUND | changes).items() if value}
    return [code.value for code in findings(fields, AS_OF)]


def test_a_sound_record_has_no_finding() -> None:
    assert codes_of() == []


CASES: list[tuple[dict[str, str], list[str]]] = [
    ({"idno": "11010519491231002"}, ["V01a"]),
    ({"idno": "110105194912310021"}, ["V01b"]),
    ({"idno": "110105205001010019"}, ["V01c"]),
    ({"idno": "110105491231002"}, ["V01d"]),
    ({"birth": "1949-12-30"}, ["V02a"]),
    ({"birth": "1949-11"}, ["V02a"]),
    ({"birth": "1949-12"}, []),
    ({"birth": "1949"}, []),
    ({"sex": "male"}, ["V02b"]),
    ({"joined": "1967-12-30", "full_at": "1968-12-30"}, ["V03a"]),
    ({"joined": "1967-12-31", "full_at": "1968-12-31"}, []),
    ({"joined": "1967", "full_at": "1968-12-31"}, []),
    ({"joined": "1966", "full_at": "1967-12-31"}, ["V03a"]),
    ({"idno": "", "birth": "1930", "joined": "1945-10", "full_at": "1946-10"}, ["V03b"]),
    ({"full_at": "1985-06-30"}, ["V04a"]),
    ({"full_at": "1985"}, ["V05a"]),
    ({"full_at": "1985-07-01"}, ["V04b"]),
    ({"joined": "1969-04-01", "full_at": "1969-04-01"}, []),
    ({"joined": "1977-08-11", "full_at": "1977-08-11"}, []),
    ({"joined": "1977-08-12", "full_at": "1977-08-12"}, ["V04b"]),
    ({"idno": "", "birth": "1920", "joined": "1944-07-01", "full_at": "1944-07-01"}, []),
    ({"full_at": "1986-06-30"}, ["V05a"]),
    ({"full_at": "1986-06"}, ["V05a"]),
    ({"full_at": "1986"}, []),
    ({"joined": "1985", "full_at": "1986-02"}, []),
    ({"full_at": "1987-10-01"}, []),
    ({"full_at": "1987-10-02"}, ["V05b"]),
    ({"full_at": "1987"}, []),
    ({"full_at": "1988"}, ["V05b"]),
    ({"joined": "1985", "full_at": "1988-03-31"}, []),
    ({"joined": "1980-07-01", "full_at": "1984-07-01"}, []),
    ({"full_at": ""}, ["V06a"]),
    ({"category": "probationary", "joined": "2016-01-01", "full_at": "2016-05-01"}, ["V05a", "V06b"]),
    ({"category": "probationary", "joined": "2015-12-14", "full_at": ""}, ["V07"]),
    ({"category": "probationary", "joined": "2015-12-15", "full_at": ""}, []),
    ({"category": "probationary", "joined": "2015-12", "full_at": ""}, []),
    ({"category": "probationary", "joined": "2015", "full_at": ""}, []),
    ({"name": ""}, ["B01"]),
    ({"sex": ""}, ["B02"]),
    ({"birth": ""}, ["B03"]),
    ({"nation": ""}, ["B04"]),
    ({"native": ""}, ["B05"]),
    ({"phone": ""}, ["B06"]),
    ({"phone": "", "landline": "0519-86520001"}, []),
    ({"idno": ""}, []),
    ({"joined": "", "full_at": "", "category": ""}, []),
]


@pytest.mark.parametrize(("changes", "codes"), CASES)
def test_each_finding_fires_on_its_own_case(changes: dict[str, str], codes: list[str]) -> None:
    assert codes_of(**changes) == codes


partial_dates = st.from_regex(
    r"(19[3-9][0-9]|20[01][0-9])(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True
)


def questions(codes: tuple[FindingCode, ...]) -> set[str]:
    """What the findings on dates ask: is it the joining, the probation period, or its end?"""
    return {
        code.value.replace("V05", "V04")[:3] for code in codes if "V03" <= code.value < "V06" or code.value == "V07"
    }


@given(partial_dates, partial_dates, partial_dates, st.sampled_from(["full", "probationary"]))
def test_a_finding_on_a_partial_date_holds_for_every_day_it_can_mean(
    birth: str, joined: str, full_at: str, category: str
) -> None:
    dates = {"birth": birth, "joined": joined, "full_at": full_at}
    suspected = questions(findings(dates | {"category": category}, AS_OF))
    for day in ("-01-01", "-06-15", "-12-28"):
        exact = {item: (partial + day[len(partial) - 4 :])[:10] for item, partial in dates.items()}
        assert suspected <= questions(findings(exact | {"category": category}, AS_OF))


@given(st.dictionaries(st.sampled_from(sorted(SOUND)), st.text()))
def test_any_record_is_answered(fields: dict[str, str]) -> None:
    assert all(isinstance(code, FindingCode) for code in findings(fields, AS_OF))
