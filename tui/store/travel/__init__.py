"""How rows travel between vaults: as records with uuids, which a bundle carries out and a report brings in.

Here live the records themselves (``records``), the rows read out as lines (``outgoing``), and what is done with
each kind of record that comes in. The reading of foreign lines is not here: they are hostile until ``tui.intake``
has made records of them.
"""
