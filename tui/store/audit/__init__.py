"""The journal's own file ``audit.db``, the anchor outside the vault's folder, and everything that verifies them.

Here may live what follows, writes, anchors, reads or verifies the journal; nothing that changes members.
"""
