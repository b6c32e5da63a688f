"""What the search did about a member stands in his history, in words and with numbers masked."""

from pathlib import Path

import pytest
from desks import Desk, desk_in
from people import arrival
from registers import register
from vaults import COMMITTEE

from tui.rules.search_cases import CaseOutcome
from tui.rules.searches import Channel, Result
from tui.screens.history_text import event_text
from tui.store.commands.roster import import_roster
from tui.store.commands.search_offices import file_requests
from tui.store.commands.search_outcomes import reopen, settle
from tui.store.commands.searches import AttemptEntry, open_cases, record_attempts, set_facts
from tui.store.queries.history import member_history


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(register(tmp_path / "vault", COMMITTEE), tmp_path)


def test_the_history_tells_case_searches_requests_and_outcome(desk: Desk) -> None:
    session = desk.session
    import_roster(session, [arrival("王伟", dues_to="2025-01")], 1)
    open_cases(session, [1])
    record_attempts(session, [1], AttemptEntry("2026-10", "张明", Channel.PHONE, Result.WRONG_NUMBER, "13900001111"))
    set_facts(session, 1, {"last_contact": "2025-01", "unit_kind": "school"})
    file_requests(session, [1], Channel.POLICE)
    settle(session, 1, CaseOutcome.FOUND, "2026-11-20", "本人来电")
    reopen(session, 1, "2026-11-20", "不是本人")
    history = member_history(session.db, 1)
    told = "\n".join(event_text(event, history).plain for event in history.events)
    for line in (
        "失联查找·开案依据：无 → 六个月以上没有交纳党费、参加组织生活",
        "查找记录：无 → 2026-10 打电话 号码地址不对 139****1111",
        "失联查找·党组织类别：无 → ⑤学校",
        "部门查找：无 → 2026-11-20 公安 待发函",
        "失联查找·查找结果：无 → 取得联系",
        "重新查找：无 → 2026-11-20，不是本人",
    ):
        assert line in told
    assert "13900001111" not in told
