"""The table of actions is fit to make keys, help and hints from."""

from collections import Counter

import pytest

from tui import actions
from tui.actions import ACTIONS, Scope, key_label, twin

UNUSABLE = {
    "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "alt+enter", "ctrl+space", "ctrl+enter", "shift+enter", "ctrl+comma",
    "ctrl+z", "ctrl+a", "ctrl+b", "f10", "f11",
}  # fmt: skip
PASSES_INPUT_METHODS = ("f", "ctrl+", "shift+")
PLAIN = {"space", "enter", "escape", "delete", "backspace", "insert", "tab", "left", "right", *"0123456789"}


def test_ids_are_unique() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1


@pytest.mark.parametrize("scope", list(Scope))
def test_no_key_means_two_things_in_one_scope_or_shadows_what_works_everywhere(scope: Scope) -> None:
    scopes = {scope, Scope.EVERYWHERE}
    keys = Counter(key for action in ACTIONS if action.scope in scopes for key in action.keys)
    assert not {key for key, times in keys.items() if times > 1}


def test_no_action_uses_a_key_that_terminals_swallow_or_change() -> None:
    assert not {key for action in ACTIONS for key in action.keys} & UNUSABLE


def test_every_shown_action_has_a_key_that_passes_a_chinese_input_method() -> None:
    for action in ACTIONS:
        if action.shown:
            passing = [
                key for key in action.keys if key in PLAIN or (len(key) > 1 and key.startswith(PASSES_INPUT_METHODS))
            ]
            assert passing, action.id


def test_no_action_has_only_letters_that_a_chinese_input_method_swallows() -> None:
    swallowed = [
        action.id
        for action in ACTIONS
        if not any(key in PLAIN or (len(key) > 1 and key.startswith(PASSES_INPUT_METHODS)) for key in action.keys)
    ]
    assert not swallowed


def test_every_action_has_a_label_and_a_help_text_in_chinese() -> None:
    for action in ACTIONS:
        assert action.label
        assert any("\u4e00" <= char <= "\u9fff" for char in action.help), action.id


def test_every_printable_key_has_its_full_width_twin_bound() -> None:
    assert twin("1") == "１"
    assert twin("u") == "ｕ"
    assert twin("slash") == "fullwidth_solidus"
    assert twin("f5") is None
    for binding in actions.bindings(*Scope):
        keys = binding.key.split(",")  # type: ignore[union-attr]
        for key in keys:
            other = twin(key) if key.isascii() else None
            assert other is None or other in keys, key


def test_keys_are_labelled_as_on_the_keyboard() -> None:
    assert [key_label(key) for key in ("f5", "ctrl+u", "space", "1", "u", "shift+up")] == [
        "F5", "Ctrl+U", "空格", "1", "U", "Shift+↑",
    ]  # fmt: skip
