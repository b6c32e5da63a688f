"""THE table of actions: every key of the program stands here, with its label and its help.

Bindings, the key line at the bottom, the key sheet (F1) and the manual's key list are all made from it. Every
primary action has a key that passes a Chinese input method untouched (function keys, digits, arrows, Space, Enter,
Esc, ctrl); every printable key also answers to its full-width twin.
"""

from collections.abc import Iterator

from textual.binding import Binding, BindingType

from tui.actions import (
    activities,
    agenda,
    archives,
    checks,
    comparison,
    disposal_forms,
    disposal_referrals,
    disposal_statistics,
    disposals,
    double_check,
    dues,
    everywhere,
    evidence,
    fill_ins,
    filters,
    intake,
    letters,
    member,
    office,
    regularization,
    review,
    searches,
    situations,
)
from tui.actions.action import Action, Scope
from tui.actions.keys import key_label, twin

__all__ = ["ACTIONS", "Action", "Scope", "action", "bindings", "in_scope", "key_label", "twin"]

ACTIONS: tuple[Action, ...] = (
    *everywhere.ACTIONS,
    *review.ACTIONS,
    *intake.ACTIONS,
    *member.ACTIONS,
    *checks.ACTIONS,
    *fill_ins.ACTIONS,
    *filters.ACTIONS,
    *office.ACTIONS,
    *comparison.ACTIONS,
    *double_check.ACTIONS,
    *archives.ACTIONS,
    *evidence.ACTIONS,
    *letters.ACTIONS,
    *situations.ACTIONS,
    *regularization.ACTIONS,
    *searches.ACTIONS,
    *dues.ACTIONS,
    *activities.ACTIONS,
    *disposals.ACTIONS,
    *disposal_referrals.ACTIONS,
    *disposal_statistics.ACTIONS,
    *agenda.ACTIONS,
    *disposal_forms.ACTIONS,
)

_BY_ID = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The action with this id."""
    return _BY_ID[action_id]


def in_scope(scope: Scope) -> Iterator[Action]:
    """The actions of a scope, in the order of the table."""
    return (each for each in ACTIONS if each.scope is scope)


def bindings(*scopes: Scope) -> list[BindingType]:
    """Textual bindings for these scopes, with capital letters (Caps Lock) and full-width twins."""
    found: list[BindingType] = []
    for each in (each for scope in scopes for each in in_scope(scope)):
        keys = [*each.keys, *(key.upper() for key in each.keys if len(key) == 1 and key.isalpha())]
        keys += filter(None, map(twin, keys))
        found.append(Binding(",".join(keys), each.method, each.label, show=False, id=each.id, tooltip=each.help))
    return found
