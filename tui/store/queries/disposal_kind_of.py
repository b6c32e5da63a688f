"""The SQL condition that a case is of a built-in kind, or of a local one that is based on it: keys say so."""


def of_kind(key: str, column: str) -> str:
    """Whether ``column`` holds this kind; the keys of local ones are ``local_KIND`` or begin with ``local_KIND_``
    (``tui.rules.disposal.local.base_of``). ``key`` is one of the program's own."""
    return f"({column} = '{key}' OR {column} = 'local_{key}' OR {column} GLOB 'local_{key}_*')"
