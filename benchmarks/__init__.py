"""Measures, and the made-up material that is measured with: workbooks of fictitious people.

Nothing here is part of the installed program, asserts a time, or takes a name from a real roster.
"""
