"""The audit database and everything that finds out whether the journal was tampered with.

Here live the second copy of the journal's headers, the acts of administration, the anchor outside the vault folder,
their verification, and what the auditor reads. Nothing here writes to ``data.db``, and nothing here names anybody:
people appear by their uuids.
"""
