"""The table of faults: closed, complete, and told apart by scripts."""

import string
from collections import Counter

import pytest

from tui.faults import Failure, Fault


def test_every_fault_has_its_own_code_and_exit_code() -> None:
    assert max(Counter(fault.value for fault in Fault).values()) == 1
    assert max(Counter(fault.exit_code for fault in Fault).values()) == 1
    assert all(2 < fault.exit_code < 126 for fault in Fault)


def test_bundle_faults_exit_with_ten_plus_their_number() -> None:
    for fault in Fault:
        if fault.name.startswith("E") and fault.value[1:].isdigit():
            assert fault.exit_code == 10 + int(fault.value[1:])


@pytest.mark.parametrize("fault", list(Fault))
def test_every_sentence_is_chinese_ends_with_a_full_stop_and_fills_its_places(fault: Fault) -> None:
    places = {name for _, name, _, _ in string.Formatter().parse(fault.sentence) if name}
    said = str(Failure(fault, **dict.fromkeys(places, "甲")))
    assert said.endswith("。")
    assert any("\u4e00" <= char <= "\u9fff" for char in said)
    assert "{" not in said
