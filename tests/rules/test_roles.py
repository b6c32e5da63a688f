"""Who may do what: the whole table cell by cell, and what follows from it for the sub-keys."""

import itertools

import pytest

from tui.rules.deeds import DEEDS
from tui.rules.roles import ACTIONS, ACTS, BUSINESS, THREE_OFFICERS, Profile, Role, may, subkeys_of

# One row for each action, one column for each role: ● may, · may not.
TABLE = """
                               entry reviewer secretary | administrator officer auditor | keeper
vault.found                      ●      ●         ●     |       ·          ·       ·    |   ·
roster.import                    ●      ·         ·     |       ·          ·       ·    |   ·
organization.add                 ●      ·         ●     |       ·          ·       ·    |   ·
review.verdict/self_check        ●      ●         ●     |       ·          ·       ·    |   ·
review.verdict/verification      ·      ●         ●     |       ·          ·       ·    |   ·
review.note/self_check           ●      ●         ●     |       ·          ·       ·    |   ·
review.note/verification         ·      ●         ●     |       ·          ·       ·    |   ·
undo                             ●      ●         ●     |       ·          ·       ·    |   ·
redo                             ●      ●         ●     |       ·          ·       ·    |   ·
card.accept                      ·      ·         ●     |       ·          ·       ·    |   ·
bundle.seal                      ·      ·         ●     |       ·          ·       ·    |   ·
bundle.apply                     ●      ●         ●     |       ·          ·       ·    |   ·
member.reveal                    ●      ●         ●     |       ·          ·       ·    |   ·
backup.keyed                     ●      ●         ●     |       ·          ·       ·    |   ·
vault.restore                    ·      ·         ●     |       ·          ·       ·    |   ·
person.propose                   ·      ·         ·     |       ●          ·       ·    |   ●
person.admit                     ·      ·         ·     |       ·          ●       ·    |   ●
person.role                      ·      ·         ·     |       ·          ●       ·    |   ●
person.lock                      ·      ·         ·     |       ·          ●       ·    |   ●
person.unlock                    ·      ·         ·     |       ·          ●       ·    |   ●
person.remove                    ·      ·         ·     |       ·          ●       ·    |   ●
policy.raise                     ·      ·         ·     |       ·          ●       ·    |   ●
passphrase.change                ●      ●         ●     |       ●          ●       ●    |   ●
passphrase.failures              ●      ●         ●     |       ●          ●       ●    |   ●
unlock                           ●      ●         ●     |       ●          ●       ●    |   ●
unlock.refused                   ●      ●         ●     |       ●          ●       ●    |   ●
subkey.grant                     ●      ●         ●     |       ●          ●       ●    |   ●
subkey.rotate                    ·      ·         ●     |       ·          ●       ·    |   ●
recovery.made                    ·      ·         ·     |       ·          ●       ·    |   ●
recovery.used                    ·      ·         ·     |       ·          ●       ·    |   ●
backup.copy                      ·      ·         ·     |       ●          ·       ·    |   ●
audit.verify                     ·      ·         ·     |       ·          ·       ●    |   ●
audit.export                     ·      ·         ·     |       ·          ·       ●    |   ●
vault.lock                       ●      ●         ●     |       ●          ●       ●    |   ●
"""
HEADING, *ROWS = [line.replace("|", " ").split() for line in TABLE.strip().splitlines()]
CELLS = {
    (action, Role(role)): mark == "●" for action, *marks in ROWS for role, mark in zip(HEADING, marks, strict=True)
}


def test_the_written_table_has_every_action_and_every_role_once() -> None:
    assert [action for action, *_ in ROWS] == [*ACTIONS, *ACTS]
    assert [Role(name) for name in HEADING] == list(Role)
    assert not ACTIONS.keys() & ACTS.keys()


@pytest.mark.parametrize(("action", "role"), CELLS, ids=[f"{action}-{role.value}" for action, role in CELLS])
def test_each_cell_is_as_written(action: str, role: Role) -> None:
    assert may({role}, action) is CELLS[action, role]


@pytest.mark.parametrize("action", [*ACTIONS, *ACTS])
def test_several_roles_may_what_any_of_them_may_and_nobody_may_nothing(action: str) -> None:
    for one, other in itertools.combinations(Role, 2):
        assert may({one, other}, action) == (CELLS[action, one] or CELLS[action, other])
    assert not may(frozenset(), action)


@pytest.mark.parametrize("action", ["", "review.verdict", "bundle.seal ", "*"])
def test_an_action_that_is_in_no_table_is_an_error_not_a_refusal(action: str) -> None:
    with pytest.raises(KeyError):
        may(frozenset(Role), action)


def test_the_three_officers_do_no_business_and_a_clerk_neither_verifies_nor_seals() -> None:
    for action in ACTIONS:
        assert not may(THREE_OFFICERS | {Role.KEEPER}, action)
    for action in ("review.verdict/verification", "review.note/verification", "bundle.seal", "card.accept"):
        assert not may({Role.ENTRY}, action)


def test_sub_keys_by_role_and_profile() -> None:
    business, signing = frozenset(("audit", "data", "receive")), frozenset(("audit", "data", "receive", "sign"))
    for profile in Profile:
        for role in THREE_OFFICERS | {Role.KEEPER}:
            assert subkeys_of({role}, profile) == {"audit"}
        assert subkeys_of(THREE_OFFICERS, profile) == {"audit"}
        assert subkeys_of({Role.SECRETARY}, profile) == signing
        assert subkeys_of(frozenset(), profile) == frozenset()
    assert subkeys_of({Role.ENTRY, Role.REVIEWER}, Profile.FULL) == business
    assert subkeys_of({Role.KEEPER, Role.ENTRY}, Profile.SMALL) == signing


def test_whoever_may_act_on_the_business_holds_the_keys_for_it() -> None:
    for size, profile in itertools.product(range(len(Role) + 1), Profile):
        for roles in itertools.combinations(Role, size):
            keys = subkeys_of(set(roles), profile)
            assert ("data" in keys) == any(may(set(roles), action) for action in ACTIONS)
            assert "sign" in keys or not may(set(roles), "bundle.seal")
            assert "receive" in keys or not may(set(roles), "bundle.apply")
            assert "audit" in keys or not roles


def test_every_role_profile_and_deed_has_a_chinese_name() -> None:
    assert list(DEEDS) == [*ACTIONS, *ACTS]
    names = [role.label for role in Role] + [profile.label for profile in Profile] + list(DEEDS.values())
    assert len(set(names)) == len(names)
    assert all("\u4e00" <= char <= "\u9fff" for name in names for char in name)


def test_stored_values_are_stable() -> None:
    assert [role.value for role in Role] == HEADING
    assert [profile.value for profile in Profile] == ["full", "small"]
    assert {role.value for role in BUSINESS} == {"entry", "reviewer", "secretary"}
