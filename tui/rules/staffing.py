"""How a vault has to be staffed, so that no person holds what must be apart and nothing is left without a person.

Sources: as in ``tui.rules.roles`` for what is incompatible. The full profile takes at least four people: 三员 and the
business side by side would fit into three, but then the two who may be one person would keep each other's accounts.
"""

from collections.abc import Sequence
from enum import Enum

from tui.rules.roles import BUSINESS, THREE_OFFICERS, Profile, Role

LEAST_IN_FULL = 4
MOST_IN_SMALL = 2


class Staffing(Enum):
    """Why people may not be assigned like this; the value is the sentence's part after 人员安排不合规定."""

    NO_ROLE = "有人没有任何角色"
    THREE_OFFICERS_WITH_BUSINESS = "系统管理员、安全保密管理员、安全审计员不得兼任录入员、审核员或书记"
    ADMINISTRATOR_AUDITS = "系统管理员与安全审计员不得由同一人担任"
    OFFICER_AUDITS = "安全保密管理员与安全审计员不得由同一人担任"
    KEEPER_IN_FULL = "三员配置中不设保管人"
    TOO_FEW = "三员配置至少需要四人"
    NO_ADMINISTRATOR = "缺少系统管理员"
    NO_OFFICER = "缺少安全保密管理员"
    NO_AUDITOR = "缺少安全审计员，日志无人审计"
    NO_SECRETARY = "缺少书记，无人审批和封装上报包"
    NOBODY = "保险库没有人员"
    TOO_MANY = "小单位配置最多两人，人数更多应当采用三员配置"
    THREE_OFFICERS_IN_SMALL = "小单位配置中不设系统管理员、安全保密管理员和安全审计员"
    NOT_A_KEEPER = "小单位配置中每个人都应当是保管人"


_NEEDED_IN_FULL = {
    Role.ADMINISTRATOR: Staffing.NO_ADMINISTRATOR,
    Role.OFFICER: Staffing.NO_OFFICER,
    Role.AUDITOR: Staffing.NO_AUDITOR,
    Role.SECRETARY: Staffing.NO_SECRETARY,
}


def refusal(profile: Profile, people: Sequence[frozenset[Role]]) -> Staffing | None:
    """The first reason why a vault may not be staffed with these people, or None.

    ``people`` is the role set of everybody who has not been removed, locked people included.
    """
    check = _refusal_full if profile is Profile.FULL else _refusal_small
    return check(people)


def _refusal_full(people: Sequence[frozenset[Role]]) -> Staffing | None:
    for roles in people:
        if not roles:
            return Staffing.NO_ROLE
        if Role.KEEPER in roles:
            return Staffing.KEEPER_IN_FULL
        if roles & THREE_OFFICERS and roles & BUSINESS:
            return Staffing.THREE_OFFICERS_WITH_BUSINESS
        if {Role.ADMINISTRATOR, Role.AUDITOR} <= roles:
            return Staffing.ADMINISTRATOR_AUDITS
        if {Role.OFFICER, Role.AUDITOR} <= roles:
            return Staffing.OFFICER_AUDITS
    if len(people) < LEAST_IN_FULL:
        return Staffing.TOO_FEW
    present = frozenset[Role]().union(*people)
    return next((reason for role, reason in _NEEDED_IN_FULL.items() if role not in present), None)


def _refusal_small(people: Sequence[frozenset[Role]]) -> Staffing | None:
    if not people:
        return Staffing.NOBODY
    if len(people) > MOST_IN_SMALL:
        return Staffing.TOO_MANY
    if any(roles & THREE_OFFICERS for roles in people):
        return Staffing.THREE_OFFICERS_IN_SMALL
    if not all(Role.KEEPER in roles for roles in people):
        return Staffing.NOT_A_KEEPER
    if not any(Role.SECRETARY in roles for roles in people):
        return Staffing.NO_SECRETARY
    return None
