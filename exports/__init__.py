"""What goes out of the vault, and nothing else writes outside it.

Here live the forms, reports and workbooks that leave as plaintext, the bundles that leave sealed, and
``media``, through which every one of them is written. A file that leaves is written whole or not at all.
Nothing here decides, stores or shows; nothing in the store, the rules or the screens opens a file outside
the vault.
"""
