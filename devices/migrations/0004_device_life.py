"""Days say on how many minutes they rest and whether they can be true; a rejected row may stand for a flood.

Every day that is known is worked out again: `rebuild` does it by the notes, a few hundred at a time.
"""

from django.db import migrations, models

NOTE_ALL = "INSERT INTO devices_changedday (device_id, date) SELECT device_id, date FROM devices_deviceday"
REASONS = [
    "retained",
    "too-large",
    "not-utf8",
    "not-json",
    "schema",
    "topic-mismatch",
    "unknown-device",
    "over-quota",
    "id-reused",
    "future",
    "too-old",
    "implausible",
    "not-assigned",
    "no-consent",
    "unknown-session",
    "unknown-tag",
    "not-expected",
    "not-now",
    "not-stored",
]


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0003_scans_not_now"),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name="covered", field=models.FloatField(null=True))
            for model in ("deviceday", "personday")
        ),
        *(
            migrations.AddField(
                model_name=model, name="doubtful", field=models.BooleanField(db_default=False, default=False)
            )
            for model in ("deviceday", "personday")
        ),
        migrations.AddField(
            model_name="rejected",
            name="count",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.RemoveConstraint(model_name="rejected", name="rejected_reason"),
        migrations.AddConstraint(
            model_name="rejected",
            constraint=models.CheckConstraint(condition=models.Q(("reason__in", REASONS)), name="rejected_reason"),
        ),
        migrations.RunSQL(NOTE_ALL, migrations.RunSQL.noop),
    ]
