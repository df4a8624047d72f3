"""A directory's file, whatever its shape."""

from datetime import date

from referrals.directory import csv_file, open_referral, tables
from referrals.directory.listing import FileError, Reading
from referrals.directory.shapes import Shape


def read(content: bytes, *, today: date, mapping: Shape | None = None) -> Reading:
    """Every row, a listing or an error. A FileError for a file that is neither known CSV nor JSON.

    `mapping` says what the headings of a CSV file mean; without it the known ones are tried.
    """
    try:
        if content.startswith(csv_file.BYTE_ORDER_MARKS):
            content = content.decode("utf-16").encode()
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            return open_referral.read(content.decode("utf-8-sig"), today=today)
    except UnicodeError as error:
        message = f"The file's encoding cannot be read: {error}."
        raise FileError(message) from error
    return tables.read(csv_file.text_of(content), today=today, mapping=mapping)
