"""Bundles that leave the vault sealed for another unit; here each kind is composed, signed, encrypted and written."""
