"""Which devices a batch came from."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from devices.handlers import KnownDevice
from devices.models.arrays import array


def recognise(public_ids: Collection[UUID]) -> dict[UUID, KnownDevice]:
    """The devices with these public ids. Until the commit nobody lends or takes back any of them, while other
    consumers may recognise them too: so no message is judged by a loan that changes under it.
    """
    if not public_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, public_id, kind, site_id, disabled_at IS NULL FROM devices_device
            WHERE public_id = ANY (%s::uuid[]) ORDER BY id FOR KEY SHARE
            """,
            [array(public_ids)],
        )
        return {row[1]: KnownDevice(*row) for row in cursor.fetchall()}
