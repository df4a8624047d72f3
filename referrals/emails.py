"""E-mail addresses: what is left of one as people paste it, and by what two spellings are known to be one."""

import re

from referrals.plain_text import bare

# What people write where they have none.
NONE = frozenset(
    {"", "-", "--", ".", "none", "no", "nil", "n/a", "na", "no email", "no e-mail", "not known", "unknown"}
)
PASTED = re.compile(r"^(mailto:|e-?mail:)\s*", re.IGNORECASE)
# Marks that stand around an address in a list or a sentence.
AROUND = " \t<>()[]\"',;:."


def clean(text: str) -> str:
    """The address without what was pasted along with it; blank where somebody wrote that there is none."""
    seen = bare(text)
    if seen.casefold().rstrip(".") in NONE:
        return ""
    return PASTED.sub("", seen.strip(AROUND)).strip(AROUND)


def key(address: str) -> str:
    """The same for every spelling of one address: capitals do not matter to whoever delivers it."""
    return clean(address).casefold()
