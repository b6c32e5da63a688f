"""What is drawn: the grid, bars and form fields that screens are composed of.

A widget knows text, columns, rows and ids; it knows no store, no rule and no member. It draws plain text
only, through ``tui.text``. Its look is the short DEFAULT_CSS inside its class.
"""
