"""Removing what is no longer needed: ids of messages after the time for which they are kept, and old rejections.

Readings and days are the person's record and stay with it. What leaves stays in the tallies, so that sums still add up.
"""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction

from devices import handlers
from devices.actions import tallies
from devices.kinds import REMEMBERED

# One statement tells the standing messages from the superseded ones and removes both.
FORGET_MESSAGES = """
WITH old AS (
    DELETE FROM devices_message WHERE received_at < %s RETURNING device_id, message_id, kind, occurred_at
)
SELECT CASE WHEN old.kind = ANY (%s) AND r.message_id IS NULL THEN 'superseded' ELSE 'stored' END, count(*)
FROM old LEFT JOIN devices_reading r
    ON r.device_id = old.device_id AND r.starts_at = old.occurred_at AND r.message_id = old.message_id
GROUP BY 1
"""
FORGET_REJECTED = """
WITH old AS (DELETE FROM devices_rejected WHERE received_at < %s RETURNING reason, "count")
SELECT reason, sum("count") FROM old GROUP BY 1
"""


@transaction.atomic
def forget(*, now: datetime) -> Counter[str]:
    """Remove messages and rejects received more than 400 days ago, and say how many of which."""
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(FORGET_MESSAGES, [now - REMEMBERED, handlers.kinds_with_readings()])
        counts.update(dict(cursor.fetchall()))
        cursor.execute(FORGET_REJECTED, [now - REMEMBERED])
        counts.update(dict(cursor.fetchall()))
    tallies.add(counts)
    return counts
