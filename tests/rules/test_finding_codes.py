"""The codes themselves: distinct, with severity and basis, and each given by some rule."""

import re

from test_disposal_limits import CANCELLATIONS, CORRECTIONS, REMOVALS
from test_letter_rules import CASES as LETTERS
from test_letter_rules import HERE
from test_record_rules import CASES as RECORDS
from test_roll_rules import STANDINGS, repeated
from test_search_rules import FOUND, NOT_FOUND
from test_validity import CASES as FIRST

from tui.rules.findings import FindingCode, Severity
from tui.rules.sums import imbalances

# Stored and on their way in bundles: these may be added to, never changed.
PUBLISHED = """
V01a V01b V01c V01d V02a V02b V03a V03b V04a V04b V05a V05b V05c V06a V06b V07 V08a V08b V09a V09b V10 V11
V12a V12b V13 V14a V14b V14c V15a V15b V16 V17a V17b V18 V19 V20 V21a V21b V21c V21d V21e
V22a V22b V22c V22d V22e V22f V23 V24 V25 B01 B02 B03 B04 B05 B06
"""


def test_codes_are_those_that_were_published_in_their_order() -> None:
    assert [code.value for code in FindingCode] == PUBLISHED.split()


def test_codes_are_distinct_and_say_what_is_wrong_and_why() -> None:
    assert len(FindingCode.__members__) == len({code.value for code in FindingCode})
    assert len({code.sentence for code in FindingCode}) == len(FindingCode)
    for code in FindingCode:
        assert re.fullmatch(r"V[0-9]{2}[a-f]?|B[0-9]{2}", code.value)
        assert re.fullmatch(r"[^。]+。", code.sentence)
        assert code.basis.strip()
        assert isinstance(code.severity, Severity)


def test_severities_have_their_names() -> None:
    assert [severity.label for severity in Severity] == ["错误", "疑点", "提示"]


def test_every_code_is_given_by_a_worked_example() -> None:
    tables = (FIRST, RECORDS, LETTERS, HERE, FOUND, NOT_FOUND, CORRECTIONS, REMOVALS, CANCELLATIONS, STANDINGS)
    seen = {code for table in tables for _, codes in table for code in codes}
    number = "11010519491231002X"
    seen |= {code for code, _, _ in repeated(("a", number, "甲"), ("b", number, "甲"), ("c", number, "乙"))}
    seen |= {each.code.value for each in imbalances("table_five_2017", {1: {1: 1}})}
    assert seen == {code.value for code in FindingCode}
