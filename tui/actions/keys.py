"""Keys as they are printed on the keyboard, and their full-width twins."""

_TWINS = {
    "space": "ideographic_space",
    "slash": "fullwidth_solidus",
    "question_mark": "fullwidth_question_mark",
    "asterisk": "fullwidth_asterisk",
}
_KEY_LABELS = {
    "space": "空格", "enter": "回车", "escape": "Esc", "slash": "/", "question_mark": "?", "asterisk": "*",
    "backspace": "退格", "delete": "Del", "shift+up": "Shift+↑", "shift+down": "Shift+↓", "tab": "Tab",
    "left": "←", "right": "→",
}  # fmt: skip


def twin(key: str) -> str | None:
    """The key name that the full-width form of a printable key arrives under, or None."""
    if len(key) == 1 and key.isalnum():
        return chr(ord(key) + 0xFEE0)
    return _TWINS.get(key)


def key_label(key: str) -> str:
    """A key as it is printed on the keyboard."""
    if key in _KEY_LABELS:
        return _KEY_LABELS[key]
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))
