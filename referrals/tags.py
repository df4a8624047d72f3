"""Tags that people carry to a service: how a code is written, and when a scan of one counts."""

from datetime import datetime, timedelta

# People come early; a scan before this is of another session, or of none.
EARLY = timedelta(minutes=60)
# Minutes after the end that a service may let a scan still count.
MOST_GRACE = 240
# A code is read aloud and typed: no sign looks like another one.
ALPHABET = "234679ACEFGHJKMNPRTUVWXY"
BEGINS, LENGTH = "T-", 6


def spelled(code: str) -> str:
    """A code as it is kept: readers send small letters, spaces and line ends, which make no other code."""
    return code.strip().upper()


def counts_at(at: datetime, *, starts_at: datetime, ends_at: datetime, grace: int) -> bool:
    """Whether a scan at that moment is of a session: from an hour before it to its end, and `grace` minutes more."""
    return starts_at - EARLY <= at <= ends_at + timedelta(minutes=grace)
