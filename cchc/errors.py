"""Refusals the user can act on; every message is a Vietnamese sentence that says what to do."""


class CchcError(Exception):
    """Base of all refusals: `str(error)` is shown to the user as it stands."""


class UnreadableWorkbook(CchcError):
    """A file that cannot be read at all.

    code: a stable English word for programs: empty_file, not_a_workbook, unsupported_type, damaged,
    unsafe, password_protected, too_large, too_slow, too_much_memory, reader_unavailable.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WrongUse(CchcError):
    """A request that cannot be carried out as worded: unknown query, ambiguous name, bad date."""


class StoreUnavailable(CchcError):
    """A store or ledger that cannot be opened."""
