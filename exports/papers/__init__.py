"""Papers in words that leave the vault (.docx): letters to other units, files on one member, forms to be approved.

One file a paper: a frozen dataclass that a query fills, and a function that makes the bytes of its file. A paper
decides and computes nothing and asks no clock; dates in it are partial ISO dates ('2016-12-05', '2016-12', '' where
unknown), all else are words as they are to be printed. ``letter_papers``, ``search_papers``,
``regularization`` and ``archive_papers`` fill them from the vault. ``page`` has the layout of GB/T 9704-2012 that all
share, ``typeset`` what of a document that needs, ``writing`` puts a paper into a folder and notes it in the vault.
"""
