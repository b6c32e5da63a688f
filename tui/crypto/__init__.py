"""Keys, signatures and sealed containers: bytes in, bytes out.

Here live the formats in which secrets and bundles are kept, each put together from calls of
``cryptography``, ``pyrage`` (age), ``minisign`` and ``rfc8785``; no cipher, signature or key derivation
is written here. Nothing in this room knows a vault folder, a database or a screen. What an auditor opens
without this program is opened with the ``age``, ``minisign`` and ``tar`` commands.
"""
