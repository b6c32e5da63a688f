"""The write side: one function, one transaction, one journal entry, one ``Change`` (or other value) back."""
