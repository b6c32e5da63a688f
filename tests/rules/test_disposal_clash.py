"""《2023年排查党员工作实施方案》 against 《中国共产党党员教育管理工作条例》第二十四条: both are named, with bases."""

from datetime import date

import pytest

from tui.rules.disposal.case import Obstacle, may_open
from tui.rules.disposal.clash import clash
from tui.rules.disposal.procedures import PROCEDURES, Fact

LOST = frozenset({Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE})
DAY = date(2023, 4, 1)


def test_the_2023_notice_and_article_24_of_the_2019_regulation_are_both_named_with_their_words() -> None:
    found = clash("2019", "full", LOST, DAY)
    assert found is not None
    head, orders, forbids, follows = found.sentences
    assert "不一致" in head
    assert orders.startswith("一、《2023年排查党员工作实施方案》二（三）2：对超过6个月未与党组织联系")
    assert orders.endswith("按自行脱党予以除名")
    assert forbids.startswith("二、《中国共产党党员教育管理工作条例》第二十四条")
    assert "停止党籍2年后" in forbids
    assert "应先停止党籍" in follows


def test_what_the_clash_says_is_what_the_engine_does() -> None:
    later, first = PROCEDURES["self_withdrawal_2019"], PROCEDURES["suspension_lost"]
    assert may_open(later, "2019", "full", LOST, another_open=False) == (Obstacle.FACT_MISSING,)
    assert may_open(first, "2019", "full", LOST, another_open=False) == ()
    assert Obstacle.NOT_IN_SET in may_open(PROCEDURES["self_withdrawal_2016"], "2019", "full", LOST, another_open=False)


def test_under_the_2016_set_the_removal_is_allowed_and_the_regulation_is_named_all_the_same() -> None:
    found = clash("2016", "full", LOST, DAY)
    assert found is not None
    assert found.orders.document == "《党员组织关系排查有关问题说明》"
    assert "第二十四条" in found.forbids.place
    assert may_open(PROCEDURES["self_withdrawal_2016"], "2016", "full", LOST, another_open=False) == ()


@pytest.mark.parametrize(
    ("category", "facts", "day"),
    [
        ("probationary", LOST, DAY),
        ("full", LOST - {Fact.TRULY_UNREACHABLE}, DAY),
        ("full", LOST - {Fact.SIX_MONTHS_OUT}, DAY),
        ("full", LOST | {Fact.SUSPENDED_TWO_YEARS}, DAY),
        ("full", LOST, date(2019, 5, 5)),
    ],
)
def test_whom_the_documents_do_not_divide_sees_no_clash(category: str, facts: frozenset[Fact], day: date) -> None:
    assert clash("2019", category, facts, day) is None
