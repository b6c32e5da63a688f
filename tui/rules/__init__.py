"""Pure rules of the work: dates, numbers, codes, checks, units, time limits.

A module here takes values and gives values. It knows the standard library, python-stdnum and the code
tables (TOML) beside it, each of which names the document that it comes from; it knows no store, no file,
no screen and no clock: whatever depends on the day takes the as-of date as an argument.
"""
