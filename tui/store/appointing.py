"""Who may be appointed to a vault, and as what: the rules that founding and every later change keep to."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol
from uuid import uuid4

from tui.crypto.people import ACTIVE, Person
from tui.crypto.policy import Policy, check_passphrase
from tui.crypto.slots import PersonKeys
from tui.faults import Failure, Fault
from tui.rules import roles
from tui.rules.roles import Profile, Role
from tui.text import clean

_ACCOUNT: Final = re.compile(r"[a-z0-9]{1,20}")


class Appointed(Protocol):
    """What is said of somebody who is to be appointed."""

    @property
    def name(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    @property
    def passphrase(self) -> str: ...


def check(profile: Profile, staff: Sequence[Appointed], policy: Policy | None = None) -> None:
    """Raise ``Failure`` NAME_MISSING, ACCOUNT_INVALID, PASSPHRASE_WEAK or STAFFING unless these can run a vault."""
    for each in staff:
        if not clean(each.name).strip():
            raise Failure(Fault.NAME_MISSING, field="姓名")
        check_passphrase(each.passphrase, policy or Policy())
    check_accounts(each.account for each in staff)
    check_staffing(profile, [each.roles for each in staff])


def check_accounts(accounts: Iterable[str]) -> None:
    """``Failure(ACCOUNT_INVALID)`` unless each is made of ASCII letters and digits and stands once."""
    seen: set[str] = set()
    for account in accounts:
        if not _ACCOUNT.fullmatch(account) or account in seen:
            raise Failure(Fault.ACCOUNT_INVALID, account=clean(account))
        seen.add(account)


def check_staffing(profile: Profile, staff: Sequence[frozenset[Role]]) -> None:
    """``Failure(STAFFING)`` with the reason unless people of these roles can run a vault of this profile."""
    reason = roles.unfit(profile, staff)
    if reason is not None:
        raise Failure(Fault.STAFFING, reason=reason.value)


def person(account: str, wanted: frozenset[Role], keys: PersonKeys, uuid: str = "") -> Person:
    """The person as the register has them: active, with the sub-keys that go with the roles."""
    return Person(
        uuid or uuid4().hex,
        account,
        tuple(sorted(role.value for role in wanted)),
        keys.recipient,
        keys.verify_key.hex(),
        ACTIVE,
        roles.subkeys(wanted),
    )
