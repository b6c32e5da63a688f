"""Who may do what: the whole table cell by cell, and who may run a vault together."""

import pytest

from tui.rules.roles import TABLE, Profile, Role, Staffing, may, subkeys, unfit

E, R, S, A, O, U, K = Role  # noqa: E741

#                             录入 审核 书记 系统 安保 审计 保管
CELLS = """
vault.found                    -    -    -    -    x    -    x
person.enter                   x    x    x    -    -    -    -
roster.import                  x    x    -    -    -    -    -
letters.import                 x    x    -    -    -    -    -
dues.import                    x    x    -    -    -    -    -
dues.record                    x    x    -    -    -    -    -
activity.hold                  x    x    -    -    -    -    -
activity.attend                x    x    -    -    -    -    -
activity.amend                 x    x    -    -    -    -    -
activity.withdraw              x    x    -    -    -    -    -
organizations.import           x    x    -    -    -    -    -
organization.add               x    x    -    -    -    -    -
comparison.import              x    x    -    -    -    -    -
comparison.decide              x    x    -    -    -    -    -
comparison.correct             x    x    -    -    -    -    -
comparison.export              x    x    x    -    -    -    -
online.enter                   x    x    -    -    -    -    -
online.remove                  x    x    -    -    -    -    -
review.verdict/self_check      x    x    x    -    -    -    -
review.verdict/verification    -    x    x    -    -    -    -
review.note/self_check         x    x    x    -    -    -    -
review.note/verification       -    x    x    -    -    -    -
review.record/self_check       x    x    x    -    -    -    -
review.record/verification     -    x    x    -    -    -    -
review.accept/self_check       x    x    x    -    -    -    -
review.accept/verification     -    x    x    -    -    -    -
review.statement/self_check    x    x    x    -    -    -    -
review.statement/verification  -    x    x    -    -    -    -
verification.state             -    x    x    -    -    -    -
verification.close             -    x    x    -    -    -    -
verification.reopen            -    x    x    -    -    -    -
verification.export            -    x    x    -    -    -    -
correction.file                -    x    x    -    -    -    -
correction.withdraw            -    x    x    -    -    -    -
correction.settle              -    x    x    -    -    -    -
campaign.levels                -    -    x    -    -    -    -
situation.record               x    x    -    -    -    -    -
situation.amend                x    x    -    -    -    -    -
situation.end                  x    x    -    -    -    -    -
situation.withdraw             x    x    -    -    -    -    -
situation.adopt                x    x    -    -    -    -    -
situation.define               -    x    x    -    -    -    -
undo                           x    x    x    -    -    -    -
redo                           x    x    x    -    -    -    -
member.reveal                  x    x    x    -    -    -    -
member.edit                    x    x    -    -    -    -    -
member.move                    x    x    -    -    -    -    -
focus_group.set                x    x    x    -    -    -    -
focus_group.unset              x    x    x    -    -    -    -
member.form                    x    x    x    -    -    -    -
archive.place                  x    x    -    -    -    -    -
archive.establish              x    x    -    -    -    -    -
archive.inquire                x    x    -    -    -    -    -
archive.answer                 x    x    -    -    -    -    -
archive.work                   x    x    -    -    -    -    -
archive.finish                 x    x    -    -    -    -    -
archive.withdraw               x    x    -    -    -    -    -
archive.export                 x    x    x    -    -    -    -
evidence.attach                x    x    x    -    -    -    -
evidence.withdraw              x    x    -    -    -    -    -
evidence.copy                  x    x    x    -    -    -    -
regular.open                   x    x    -    -    -    -    -
regular.describe               x    x    -    -    -    -    -
regular.fact                   x    x    -    -    -    -    -
regular.refer                  -    x    x    -    -    -    -
regular.decide                 -    x    x    -    -    -    -
regular.step                   x    x    -    -    -    -    -
regular.approve                -    x    x    -    -    -    -
regular.follow                 x    x    -    -    -    -    -
regular.withdraw               -    x    x    -    -    -    -
disposal.open                  x    x    -    -    -    -    -
disposal.step                  x    x    -    -    -    -    -
disposal.decide                -    x    x    -    -    -    -
disposal.close                 -    x    x    -    -    -    -
disposal.withdraw              -    x    x    -    -    -    -
disposal.history               -    x    x    -    -    -    -
disposal.refer                 -    x    x    -    -    -    -
disposal.settle                x    x    -    -    -    -    -
disposal.procedure             -    x    x    -    -    -    -
paper.write                    x    x    x    -    -    -    -
card.accept                    -    -    x    -    -    -    -
letter.number                  x    x    -    -    -    -    -
letter.issue                   x    x    -    -    -    -    -
letter.register                x    x    -    -    -    -    -
letter.receipt                 x    x    -    -    -    -    -
letter.arrival                 x    x    -    -    -    -    -
letter.return                  x    x    -    -    -    -    -
letter.edit                    x    x    -    -    -    -    -
letter.spoil                   x    x    -    -    -    -    -
letter.follow_up               x    x    x    -    -    -    -
letter.reissue                 -    x    x    -    -    -    -
letter.settle                  -    x    x    -    -    -    -
letter.void                    -    x    x    -    -    -    -
fill_in.issue                  -    x    x    -    -    -    -
fill_in.apply                  x    x    -    -    -    -    -
fill_in.clear                  x    x    x    -    -    -    -
search.open                    x    x    -    -    -    -    -
search.attempt                 x    x    -    -    -    -    -
search.attempt_withdraw        x    x    -    -    -    -    -
search.facts                   x    x    -    -    -    -    -
search.nature                  -    x    x    -    -    -    -
search.settle                  -    x    x    -    -    -    -
search.unreachable             -    x    x    -    -    -    -
search.reopen                  -    x    x    -    -    -    -
search.withdraw                -    x    x    -    -    -    -
search.request                 x    x    -    -    -    -    -
search.request_withdraw        x    x    -    -    -    -    -
search.letter                  x    x    -    -    -    -    -
search.answer                  x    x    -    -    -    -    -
search.minimums                -    -    x    -    -    -    -
bundle.seal                    -    -    x    -    -    -    -
bundle.apply                   -    x    x    -    -    -    -
bundle.send_decisions          -    -    x    -    -    -    -
bundle.decisions               -    x    x    -    -    -    -
vault.restore                  -    -    x    -    -    -    -
unlock                         x    x    x    x    x    x    x
passphrase.change              x    x    x    x    x    x    x
passphrase.failures            x    x    x    x    x    x    x
subkey.wrap                    x    x    x    x    x    x    x
subkey.rotate                  x    x    x    x    x    x    x
person.propose                 -    -    -    x    -    -    x
person.admit                   -    -    -    -    x    -    x
person.role                    -    -    -    -    x    -    x
person.lock                    -    -    -    -    x    -    x
person.unlock                  -    -    -    -    x    -    x
person.remove                  -    -    -    -    x    -    x
policy.raise                   -    -    -    -    x    -    x
backup.copy                    -    -    -    x    -    -    x
backup.keyed                   -    x    x    -    -    -    -
vault.taken_up                 -    -    x    -    -    -    -
audit.verify                   x    x    x    -    -    x    x
audit.export                   -    -    -    -    -    x    x
"""
ROWS = {line.split()[0]: line.split()[1:] for line in CELLS.strip().splitlines()}
MATRIX = [(deed, role, cell == "x") for deed, cells in ROWS.items() for role, cell in zip(Role, cells, strict=True)]


@pytest.mark.parametrize(("deed", "role", "allowed"), MATRIX)
def test_a_role_may_do_what_the_table_says_and_nothing_else(deed: str, role: Role, allowed: bool) -> None:
    assert may({role}, deed) is allowed


def test_every_action_stands_in_the_matrix() -> None:
    assert ROWS.keys() == TABLE.keys()


def test_what_the_table_does_not_know_is_an_error_not_a_yes() -> None:
    with pytest.raises(KeyError):
        may(set(Role), "member.delete")


def test_officers_hold_no_key_to_the_data_and_only_the_secretary_the_units_seal() -> None:
    assert subkeys({A}) == subkeys({O}) == subkeys({U}) == ("audit",)
    assert subkeys({E}) == subkeys({R}) == ("audit", "data", "receive")
    assert subkeys({S}) == ("audit", "data", "receive", "sign")


FULL = [{A}, {O}, {U}, {E, S}]


@pytest.mark.parametrize(
    ("profile", "people", "reason"),
    [
        (Profile.FULL, FULL, None),
        (Profile.FULL, [{A, O}, {U}, {E}, {S}], None),
        (Profile.FULL, [{A}, {O}, {U}], Staffing.NOBODY_WORKS),
        (Profile.FULL, [{A, O}, {U}, {E, S}], Staffing.TOO_FEW),
        (Profile.FULL, [{A, U}, {O}, {E}, {S}], Staffing.AUDITS_OWN_WORK),
        (Profile.FULL, [{O, U}, {A}, {E}, {S}], Staffing.AUDITS_OWN_WORK),
        (Profile.FULL, [{A, S}, {O}, {U}, {E}], Staffing.WORK_AND_OFFICE),
        (Profile.FULL, [{A}, {O}, {E}, {S}], Staffing.OFFICE_UNFILLED),
        (Profile.FULL, [*FULL, {K, E}], Staffing.KEEPER_IN_FULL),
        (Profile.FULL, [*FULL, set()], Staffing.NO_ROLE),
        (Profile.SMALL, [{K, E, R, S}], None),
        (Profile.SMALL, [{K, E}, {R, S}], None),
        (Profile.SMALL, [{E, S}], Staffing.NO_KEEPER),
        (Profile.SMALL, [{K}], Staffing.NOBODY_WORKS),
        (Profile.SMALL, [{K, E}, {S}, {R}], Staffing.TOO_MANY),
        (Profile.SMALL, [{K, E}, {U}], Staffing.OFFICE_IN_SMALL),
    ],
)
def test_who_may_run_a_vault_together(profile: Profile, people: list[set[Role]], reason: Staffing | None) -> None:
    assert unfit(profile, [frozenset(each) for each in people]) is reason
