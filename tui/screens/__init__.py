"""One screen per file, its ``.tcss`` beside it.

A screen composes widgets, keeps view state (cursor id, marks, filter), turns an action into one call of a
store command or query on the vault's threads, and shows the value that comes back.
"""
