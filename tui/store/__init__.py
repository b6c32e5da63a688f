"""The encrypted register: peewee models, migrations, queries (read side), commands (write side), the journal.

Commands take a ``Session`` and write their rows and one journal entry in one transaction; queries take the
database and write nothing. Store never calls up: it returns values.
"""
