"""What devices tell of themselves and of people: minutes behind a day, floods, battery, calls for help.

Every day that is known is worked out again: `rebuild` does it by the notes, a few hundred at a time.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import referrals.kit.randomness

NOTE_ALL = "INSERT INTO devices_changedday (device_id, date) SELECT device_id, date FROM devices_deviceday"


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0003_scans_not_now"),
        ("referrals", "0008_organisations_and_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[("help", "Help button"), ("fall", "Fall"), ("test", "Test")], max_length=10
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("unanswered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AlertCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("called_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["called_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeviceRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("silent_after", models.PositiveSmallIntegerField(default=3)),
                ("low_battery", models.PositiveSmallIntegerField(default=20)),
                ("escalate_after", models.PositiveSmallIntegerField(default=5)),
                ("day_begins", models.PositiveSmallIntegerField(default=8)),
                ("day_ends", models.PositiveSmallIntegerField(default=20)),
            ],
        ),
        migrations.CreateModel(
            name="DeviceStatus",
            fields=[
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="last_status",
                        serialize=False,
                        to="devices.device",
                    ),
                ),
                ("battery", models.FloatField()),
                ("firmware", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("seq", models.BigIntegerField()),
                ("heard_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "device statuses",
            },
        ),
        migrations.CreateModel(
            name="Responder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "hours",
                    models.CharField(
                        choices=[("always", "Day and night"), ("day", "By day"), ("night", "By night")], max_length=10
                    ),
                ),
                ("mobile", models.CharField(blank=True, max_length=30)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["place", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="rejected",
            name="rejected_reason",
        ),
        migrations.AddField(
            model_name="deviceday",
            name="covered",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="deviceday",
            name="doubtful",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="personday",
            name="covered",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="personday",
            name="doubtful",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="rejected",
            name="count",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name="rejected",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
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
                        ],
                    )
                ),
                name="rejected_reason",
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="acknowledged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referrals.membership",
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="devices.device"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="referrals.person"
            ),
        ),
        migrations.AddField(
            model_name="alertcall",
            name="alert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="devices.alert"
            ),
        ),
        migrations.AddField(
            model_name="alertcall",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
            ),
        ),
        migrations.AddField(
            model_name="devicerules",
            name="team",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="device_rules", to="referrals.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="devicestatus",
            constraint=models.CheckConstraint(
                condition=models.Q(("battery__gte", 0), ("battery__lte", 100)), name="device_battery"
            ),
        ),
        migrations.AddField(
            model_name="responder",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responding", to="referrals.membership"
            ),
        ),
        migrations.AddField(
            model_name="alertcall",
            name="responder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="devices.responder"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)), fields=["received_at"], name="alert_unanswered"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["help", "fall", "test"])), name="alert_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="alert_acknowledged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicerules",
            constraint=models.CheckConstraint(
                condition=models.Q(("day_begins__lt", models.F("day_ends")), ("day_ends__lte", 24)),
                name="device_rules_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicerules",
            constraint=models.CheckConstraint(
                condition=models.Q(("escalate_after__gte", 1), ("low_battery__lte", 100), ("silent_after__gte", 1)),
                name="device_rules_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="responder",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__in", ["always", "day", "night"])), name="responder_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="responder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("member",), name="responder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertcall",
            constraint=models.UniqueConstraint(fields=("alert", "responder"), name="alert_call_once"),
        ),
        migrations.RunSQL(NOTE_ALL, migrations.RunSQL.noop),
    ]
