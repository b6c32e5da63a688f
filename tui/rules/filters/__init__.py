"""The filter language: what a person types to choose members, as a value. Pure: it knows neither SQL nor a screen.

``parse(text)`` gives an expression or raises ``Unreadable``; ``expression.text`` prints it again, in Chinese.
"""

from tui.rules.filters.expressions import Expression, Unreadable
from tui.rules.filters.parsing import parse

__all__ = ["Expression", "Unreadable", "parse"]
