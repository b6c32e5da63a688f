"""What comes in: spreadsheets today, other files later. Everything here is hostile until it is cleaned.

A file is read in a child process under limits (``child``); what the child says is parsed as strictly as the
file itself (``protocol``), and only cleaned values leave the room (``spreadsheet.read_roster``). Nothing here
writes to the vault: a store command takes what was staged, all or nothing.
"""
