"""Forms that offices fill in or hand in: one module per form, its layout as the issuing document has it.

A form is made from values that a query gave; it decides and computes nothing, and is written through
``exports.media``.
"""
