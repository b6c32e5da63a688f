"""Practice: three vaults made from workbooks that ship with the program, and a walk through the whole path.

Everything goes through the same commands as real work; persons in the workbooks are fictitious.
"""
