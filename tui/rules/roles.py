"""Who may do what: roles, the two profiles of a vault, and one table role × action.

Sources. Published practice for 涉密信息系统 (the standards behind it, BMB17 and BMB20, were not at hand): the duties of
the 三员 (系统管理员: accounts, running, copies; 安全保密管理员: permissions, policy, unlocking; 安全审计员: reading the
logs of all others); 安全审计员 is never one person with either of the other two; 三员 neither read nor change business
matters, nor add, alter or delete logs. Least privilege and the separation of administrators' rights: GB/T 22239-2019
level 3, 安全计算环境. That business people (录入员, 审核员, 书记) are a set of their own follows from these.

The small profile is for a branch of one or two people: whoever does the work there also keeps the vault, and a waiting
time stands in place of the 安全保密管理员.
"""

from collections.abc import Set
from enum import Enum
from typing import Final


class Role(Enum):
    """A duty that a person has in one vault; the value is what is signed and stored."""

    ENTRY = "entry"
    REVIEWER = "reviewer"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    AUDITOR = "auditor"
    KEEPER = "keeper"

    @property
    def label(self) -> str:
        """Its name in the documents."""
        return _LABELS[self]


class Profile(Enum):
    """How a vault is staffed: ``FULL`` with 三员 apart from the business, ``SMALL`` for a branch of one or two."""

    FULL = "full"
    SMALL = "small"

    @property
    def label(self) -> str:
        """Its name on the screen."""
        return "三员配置" if self is Profile.FULL else "小单位配置"


_LABELS: Final = {
    Role.ENTRY: "录入员",
    Role.REVIEWER: "审核员",
    Role.SECRETARY: "书记",
    Role.ADMINISTRATOR: "系统管理员",
    Role.OFFICER: "安全保密管理员",
    Role.AUDITOR: "安全审计员",
    Role.KEEPER: "保管人",
}

BUSINESS: Final = frozenset((Role.ENTRY, Role.REVIEWER, Role.SECRETARY))
THREE_OFFICERS: Final = frozenset((Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR))
"""The 三员."""

_EVERYBODY: Final = frozenset(Role)
_CLERKS: Final = frozenset((Role.ENTRY,))
_VERIFIERS: Final = frozenset((Role.REVIEWER, Role.SECRETARY))
_SECRETARIES: Final = frozenset((Role.SECRETARY,))
_ACCOUNTS: Final = frozenset((Role.ADMINISTRATOR, Role.KEEPER))
_GRANTS: Final = frozenset((Role.OFFICER, Role.KEEPER))
_AUDIT: Final = frozenset((Role.AUDITOR, Role.KEEPER))

ACTIONS: Final[dict[str, frozenset[Role]]] = {
    "vault.found": BUSINESS,  # writes the first rows, so it is done by whoever holds the data key
    "roster.import": _CLERKS,  # who verifies does not enter what is verified
    "organization.add": frozenset((Role.ENTRY, Role.SECRETARY)),
    "review.verdict/self_check": BUSINESS,
    "review.verdict/verification": _VERIFIERS,
    "review.note/self_check": BUSINESS,
    "review.note/verification": _VERIFIERS,
    "undo": BUSINESS,  # of one's own steps only, which undo itself sees to
    "redo": BUSINESS,
    "card.accept": _SECRETARIES,  # trust in another unit
    "bundle.seal": _SECRETARIES,  # the unit's signature
    "bundle.apply": BUSINESS,  # its weight comes from the sender's signature, not from who receives it
    "member.reveal": BUSINESS,
    "backup.keyed": BUSINESS,  # every holder of the data key
    "vault.restore": _SECRETARIES,
}
"""Actions of the journal in the business database → the roles that may do them. 三员 are in no row."""

ACTS: Final[dict[str, frozenset[Role]]] = {
    "person.propose": _ACCOUNTS,
    "person.admit": _GRANTS,
    "person.role": _GRANTS,
    "person.lock": _GRANTS,
    "person.unlock": _GRANTS,
    "person.remove": _GRANTS,
    "policy.raise": _GRANTS,
    "passphrase.change": _EVERYBODY,  # one's own
    "passphrase.failures": _EVERYBODY,  # noted by the next person who unlocks
    "unlock": _EVERYBODY,
    "unlock.refused": _EVERYBODY,
    "subkey.grant": _EVERYBODY,  # decided by whoever signs the register; carried out by any holder of the sub-key
    "subkey.rotate": frozenset((Role.SECRETARY, Role.OFFICER, Role.KEEPER)),
    "recovery.made": _GRANTS,
    "recovery.used": _GRANTS,
    "backup.copy": _ACCOUNTS,
    "audit.verify": _AUDIT,
    "audit.export": _AUDIT,
    "vault.lock": _EVERYBODY,
}
"""Acts of the second stream, in the audit database → the roles that may do them."""


def may(roles: Set[Role], action: str) -> bool:
    """Whether somebody with these roles may do the action or act; KeyError for one that is in neither table."""
    allowed = ACTIONS[action] if action in ACTIONS else ACTS[action]
    return not allowed.isdisjoint(roles)


def subkeys_of(roles: Set[Role], profile: Profile) -> frozenset[str]:
    """The sub-keys that somebody with these roles is entitled to, of ``data``, ``receive``, ``sign`` and ``audit``.

    Everybody writes the audit database; the business is for business people; the unit's signature is the secretary's,
    in the small profile that of everybody who does business. 三员 hold no key to the business.
    """
    if not roles:
        return frozenset()
    if roles.isdisjoint(BUSINESS):
        return frozenset(("audit",))
    signs = Role.SECRETARY in roles or profile is Profile.SMALL
    return frozenset(("audit", "data", "receive", *(("sign",) if signs else ())))
