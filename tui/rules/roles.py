"""Who may do what: the roles of a vault, the two profiles, and the one table of role × action.

Sources: 三员 (系统管理员, 安全保密管理员, 安全审计员), what each does and which may not be one person: the practice of
classified systems after BMB20 as collected in 《涉密信息系统三员管理制度》; separation of administrators and least
privilege: GB/T 22239—2019 level 3, 8.1.4 and 8.1.10. The business roles follow 《关于开展党员组织关系排查工作的通知》
section 2: branches fill in and check, the committee's working group verifies, the secretary signs.
Values stand in the signed register of people and in the journal, and never change.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final


class Role(Enum):
    """What a person is in a vault."""

    ENTRY = "entry"
    REVIEWER = "reviewer"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    AUDITOR = "auditor"
    KEEPER = "keeper"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _LABELS[self]


_LABELS = {
    Role.ENTRY: "录入员",
    Role.REVIEWER: "审核员",
    Role.SECRETARY: "书记",
    Role.ADMINISTRATOR: "系统管理员",
    Role.OFFICER: "安全保密管理员",
    Role.AUDITOR: "安全审计员",
    Role.KEEPER: "保管人",
}

BUSINESS: Final = frozenset({Role.ENTRY, Role.REVIEWER, Role.SECRETARY})
THREE: Final = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR})
"""三员: they look after the vault and see nothing of its members."""
EVERYBODY: Final = frozenset(Role)


class Profile(Enum):
    """How a vault is staffed: with 三员, or by one or two people of a branch who also keep it."""

    FULL = "full"
    SMALL = "small"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return "三员管理" if self is Profile.FULL else "小规模保管"


SMALL_MOST: Final = 2
"""People in a small vault at most."""
FULL_LEAST: Final = 4
"""People in a full vault at least: the three, and one who works."""

_OFFICE = frozenset({Role.OFFICER, Role.KEEPER})
_ADMINISTRATION = frozenset({Role.ADMINISTRATOR, Role.KEEPER})
_CHECKING = frozenset({Role.REVIEWER, Role.SECRETARY})
_KEEPING_BOOKS = frozenset({Role.ENTRY, Role.REVIEWER})

TABLE: Final[dict[str, frozenset[Role]]] = {
    # the journal: what is done to the register of members
    "vault.found": frozenset({Role.KEEPER, Role.OFFICER}),
    "person.enter": BUSINESS,
    "roster.import": frozenset({Role.ENTRY, Role.REVIEWER}),
    "letters.import": frozenset({Role.ENTRY, Role.REVIEWER}),
    "dues.import": frozenset({Role.ENTRY, Role.REVIEWER}),
    "dues.record": _KEEPING_BOOKS,
    "activity.hold": _KEEPING_BOOKS,
    "activity.attend": _KEEPING_BOOKS,
    "activity.amend": _KEEPING_BOOKS,
    "activity.withdraw": _KEEPING_BOOKS,
    "organizations.import": frozenset({Role.ENTRY, Role.REVIEWER}),
    "organization.add": frozenset({Role.ENTRY, Role.REVIEWER}),
    "comparison.import": _KEEPING_BOOKS,
    "comparison.decide": _KEEPING_BOOKS,
    "comparison.correct": _KEEPING_BOOKS,
    "comparison.export": BUSINESS,
    "online.enter": _KEEPING_BOOKS,
    "online.remove": _KEEPING_BOOKS,
    "review.verdict/self_check": BUSINESS,
    "review.verdict/verification": _CHECKING,
    "review.note/self_check": BUSINESS,
    "review.note/verification": _CHECKING,
    "review.record/self_check": BUSINESS,
    "review.record/verification": _CHECKING,
    "review.accept/self_check": BUSINESS,
    "review.accept/verification": _CHECKING,
    "review.statement/self_check": BUSINESS,
    "review.statement/verification": _CHECKING,
    "verification.state": _CHECKING,
    "verification.close": _CHECKING,
    "verification.reopen": _CHECKING,
    "verification.export": _CHECKING,
    "correction.file": _CHECKING,
    "correction.withdraw": _CHECKING,
    "correction.settle": _CHECKING,
    "campaign.levels": frozenset({Role.SECRETARY}),
    "situation.record": _KEEPING_BOOKS,
    "situation.amend": _KEEPING_BOOKS,
    "situation.end": _KEEPING_BOOKS,
    "situation.withdraw": _KEEPING_BOOKS,
    "situation.adopt": _KEEPING_BOOKS,
    "situation.define": _CHECKING,
    "undo": BUSINESS,
    "redo": BUSINESS,
    "member.reveal": BUSINESS,
    "member.edit": _KEEPING_BOOKS,
    "member.move": _KEEPING_BOOKS,
    "focus_group.set": BUSINESS,
    "focus_group.unset": BUSINESS,
    "member.form": BUSINESS,
    "archive.place": _KEEPING_BOOKS,
    "archive.establish": _KEEPING_BOOKS,
    "archive.inquire": _KEEPING_BOOKS,
    "archive.answer": _KEEPING_BOOKS,
    "archive.work": _KEEPING_BOOKS,
    "archive.finish": _KEEPING_BOOKS,
    "archive.withdraw": _KEEPING_BOOKS,
    "archive.export": BUSINESS,
    "evidence.attach": BUSINESS,
    "evidence.withdraw": _KEEPING_BOOKS,
    "evidence.copy": BUSINESS,
    "regular.open": _KEEPING_BOOKS,
    "regular.describe": _KEEPING_BOOKS,
    "regular.fact": _KEEPING_BOOKS,
    "regular.refer": _CHECKING,
    "regular.decide": _CHECKING,
    "regular.step": _KEEPING_BOOKS,
    "regular.approve": _CHECKING,
    "regular.follow": _KEEPING_BOOKS,
    "regular.withdraw": _CHECKING,
    "disposal.open": _KEEPING_BOOKS,
    "disposal.step": _KEEPING_BOOKS,
    "disposal.decide": _CHECKING,
    "disposal.close": _CHECKING,
    "disposal.withdraw": _CHECKING,
    "disposal.history": _CHECKING,
    "disposal.refer": _CHECKING,
    "disposal.settle": _KEEPING_BOOKS,
    "disposal.procedure": _CHECKING,
    "paper.write": BUSINESS,
    "card.accept": frozenset({Role.SECRETARY}),
    "letter.number": _KEEPING_BOOKS,
    "letter.issue": _KEEPING_BOOKS,
    "letter.register": _KEEPING_BOOKS,
    "letter.receipt": _KEEPING_BOOKS,
    "letter.arrival": _KEEPING_BOOKS,
    "letter.return": _KEEPING_BOOKS,
    "letter.edit": _KEEPING_BOOKS,
    "letter.spoil": _KEEPING_BOOKS,
    "letter.follow_up": BUSINESS,
    "letter.reissue": _CHECKING,
    "letter.settle": _CHECKING,
    "letter.void": _CHECKING,
    "fill_in.issue": _CHECKING,
    "fill_in.apply": frozenset({Role.ENTRY, Role.REVIEWER}),
    "fill_in.clear": BUSINESS,
    "search.open": _KEEPING_BOOKS,
    "search.attempt": _KEEPING_BOOKS,
    "search.attempt_withdraw": _KEEPING_BOOKS,
    "search.facts": _KEEPING_BOOKS,
    "search.nature": _CHECKING,
    "search.settle": _CHECKING,
    "search.unreachable": _CHECKING,
    "search.reopen": _CHECKING,
    "search.withdraw": _CHECKING,
    "search.request": _KEEPING_BOOKS,
    "search.request_withdraw": _KEEPING_BOOKS,
    "search.letter": _KEEPING_BOOKS,
    "search.answer": _KEEPING_BOOKS,
    "search.minimums": frozenset({Role.SECRETARY}),
    "bundle.seal": frozenset({Role.SECRETARY}),
    "bundle.apply": _CHECKING,
    "bundle.send_decisions": frozenset({Role.SECRETARY}),
    "bundle.decisions": _CHECKING,
    "vault.restore": frozenset({Role.SECRETARY}),
    # acts: what is done to the vault itself
    "unlock": EVERYBODY,
    "passphrase.change": EVERYBODY,
    "passphrase.failures": EVERYBODY,
    "subkey.wrap": EVERYBODY,
    "subkey.rotate": EVERYBODY,
    "person.propose": _ADMINISTRATION,
    "person.admit": _OFFICE,
    "person.role": _OFFICE,
    "person.lock": _OFFICE,
    "person.unlock": _OFFICE,
    "person.remove": _OFFICE,
    "policy.raise": _OFFICE,
    "backup.copy": _ADMINISTRATION,
    "backup.keyed": _CHECKING,
    "vault.taken_up": frozenset({Role.SECRETARY}),
    "audit.verify": frozenset({Role.AUDITOR, Role.KEEPER}) | BUSINESS,
    "audit.export": frozenset({Role.AUDITOR, Role.KEEPER}),
}
"""Action → the roles that may do it. Actions of reviews stand once for each stage."""


_OF_STAGE: Final = frozenset(wanted.partition("/")[0] for wanted in TABLE if "/" in wanted)


def deed(action: str, stage: str = "") -> str:
    """The row of the table that an entry of the journal falls under."""
    return f"{action}/{stage}" if action in _OF_STAGE else action


def may(roles: Iterable[Role], wanted: str) -> bool:
    """Whether one of the roles may do it; KeyError for what the table does not know."""
    return not TABLE[wanted].isdisjoint(roles)


def labels(held: Iterable[Role]) -> str:
    """Roles in Chinese, for sentences."""
    wanted = frozenset(held)
    return "、".join(role.label for role in Role if role in wanted)


def named(text: str) -> frozenset[Role] | None:
    """The roles with these Chinese names, separated by 、 or commas; None if one is unknown or there is none."""
    names = [name.strip() for name in text.replace("，", "、").replace(",", "、").split("、") if name.strip()]
    known = {role.label: role for role in Role}
    return frozenset(known[name] for name in names) if names and known.keys() >= set(names) else None


def subkeys(roles: Iterable[Role]) -> tuple[str, ...]:
    """Which sub-keys people of these roles are given: everybody writes the journal, 三员 hold no key to the data."""
    held = frozenset(roles)
    names = ["audit"]
    if held & BUSINESS:
        names += ["data", "receive"]
    if Role.SECRETARY in held:
        names.append("sign")
    return tuple(sorted(names))


class Staffing(Enum):
    """Why people cannot run a vault together; the value is the Chinese sentence."""

    NO_ROLE = "每名使用人至少要有一种角色。"
    WORK_AND_OFFICE = "系统管理员、安全保密管理员、安全审计员不得兼任业务角色。"
    AUDITS_OWN_WORK = "安全审计员不得兼任系统管理员或安全保密管理员。"
    OFFICE_UNFILLED = "系统管理员、安全保密管理员、安全审计员都要有人担任。"
    NOBODY_WORKS = "至少要有一名业务人员（录入员、审核员或书记）。"
    TOO_FEW = "三员管理至少要有四人。"
    TOO_MANY = "小规模保管至多两人，人多的单位请采用三员管理。"
    NO_KEEPER = "小规模保管要有保管人。"
    KEEPER_IN_FULL = "三员管理不设保管人。"
    OFFICE_IN_SMALL = "小规模保管不设三员。"


def unfit(profile: Profile, people: Sequence[frozenset[Role]]) -> Staffing | None:
    """Why these active people, each with their roles, cannot run a vault of this profile; None if they can."""
    filled = frozenset[Role]().union(*people)
    if not all(people):
        return Staffing.NO_ROLE
    if not filled & BUSINESS:
        return Staffing.NOBODY_WORKS
    return _unfit_small(people, filled) if profile is Profile.SMALL else _unfit_full(people, filled)


def _unfit_small(people: Sequence[frozenset[Role]], filled: frozenset[Role]) -> Staffing | None:
    if filled & THREE:
        return Staffing.OFFICE_IN_SMALL
    if Role.KEEPER not in filled:
        return Staffing.NO_KEEPER
    return Staffing.TOO_MANY if len(people) > SMALL_MOST else None


def _unfit_full(people: Sequence[frozenset[Role]], filled: frozenset[Role]) -> Staffing | None:
    if Role.KEEPER in filled:
        return Staffing.KEEPER_IN_FULL
    if any(each & THREE and each & BUSINESS for each in people):
        return Staffing.WORK_AND_OFFICE
    if any(Role.AUDITOR in each and each & {Role.ADMINISTRATOR, Role.OFFICER} for each in people):
        return Staffing.AUDITS_OWN_WORK
    if not filled >= THREE:
        return Staffing.OFFICE_UNFILLED
    return Staffing.TOO_FEW if len(people) < FULL_LEAST else None
