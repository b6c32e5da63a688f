"""The gate before every command: whether somebody with these roles may do it."""

from collections.abc import Set

from tui.faults import Failure, Fault
from tui.rules.deeds import DEEDS
from tui.rules.roles import Role, may


def require(roles: Set[Role], action: str) -> None:
    """``Failure(ROLE_REFUSED)`` unless one of the roles may do the action or act; KeyError for an unknown one."""
    if not may(roles, action):
        held = "、".join(role.label for role in Role if role in roles)
        raise Failure(Fault.ROLE_REFUSED, roles=held or "没有角色的人员", deed=DEEDS[action])
