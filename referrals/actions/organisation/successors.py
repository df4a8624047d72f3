"""Who went on with what an NHS organisation had, as the national register publishes it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from referrals.actions.organisation import merging
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.reference import loads
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Anomaly, Row
from referrals.models import Organisation


@transaction.atomic
def load(*, rows: Iterable[Row], edition: Edition, anomalies: Anomalies, by: Actor, now: datetime) -> Counts:
    """Merge each organisation of ours into its successor; how many were merged (`ended`), and how many before.

    Rows: `code`, `successor` (ODS codes), `on` (the legal day, or None). Left out: what is not ours, and what is still
    to come. Refused, for a person to decide: several successors, one that is not here, one of another kind.
    """
    check(by, Permission.RUN_SCHEDULE)
    counts = Counts()
    successions = defaultdict(list)
    for row in rows:
        successions[row["code"]].append(row)
    codes = successions.keys() | {row["successor"] for told in successions.values() for row in told}
    locked = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    ours = {body.ods_code: body for body in locked.filter(ods_code__in=codes)}
    for code, told in successions.items():
        _succeed(ours.get(code), told, ours, counts, anomalies, by, now)
    counts.refused = anomalies.refused
    loads.keep(kind="successors", edition=edition, counts=counts, by=by)
    return counts


def _succeed(
    gone: Organisation | None,
    told: list[Row],
    ours: dict[str | None, Organisation],
    counts: Counts,
    anomalies: Anomalies,
    by: Actor,
    now: datetime,
) -> None:
    due = [row for row in told if row["on"] is None or row["on"] <= local_day(now)]
    if gone is None or not due:
        counts.left_out += len(told)
        return
    heir = ours.get(due[0]["successor"])
    if len({row["successor"] for row in due}) > 1:
        anomalies.add(Anomaly(due[0].line, "successor", "several", f"{gone.ods_code} has several successors"))
    elif gone.merged_into_id:
        counts.same += 1
    elif heir is None or heir.valid_to:
        words = f"{due[0]['successor']}, which goes on with {gone.ods_code}, is not here or has ended"
        anomalies.add(Anomaly(due[0].line, "successor", "no-successor", words))
    elif not merging.fits(gone, heir):
        words = f"{gone.ods_code} and {heir.ods_code} are not two practices or two networks"
        anomalies.add(Anomaly(due[0].line, "successor", "other-kind", words))
    else:
        merging.go_on(gone=gone, heir=heir, by=by, now=now)
        counts.ended += 1
