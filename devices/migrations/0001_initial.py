import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import devices.kinds
import referrals.kit.randomness
from referrals.migrations._at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("referrals", "0002_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="devices", to="referrals.organisation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("wearable", "Wearable"), ("reader", "Check-in reader")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="label")),
                ("serial", models.CharField(blank=True, max_length=60, verbose_name="serial number")),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="referrals.organisation",
                    ),
                ),
                ("secret_hash", models.CharField(max_length=150)),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["label", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["wearable", "reader"])), name="device_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", devices.kinds.DeviceKind["READER"]), ("site__isnull", False)),
                            models.Q(("kind", devices.kinds.DeviceKind["WEARABLE"]), ("site", None)),
                            _connector="OR",
                        ),
                        name="device_reader_has_site",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret_hash__startswith", "$7$")), name="device_has_secret"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("serial", ""), _negated=True),
                        fields=("organisation", "serial"),
                        name="device_serial_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="device",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "devices_deviceevent" ("disabled_at", "id", "kind", "label", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "secret_hash", "serial", "site_id", "version") VALUES (NEW."disabled_at", NEW."id", NEW."kind", NEW."label", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."secret_hash", NEW."serial", NEW."site_id", NEW."version"); RETURN NULL;',
                    hash="74cf2a97c60548f796b37ddd63f3d3a06a06cb91",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_605e9",
                    table="devices_device",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="device",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "devices_deviceevent" ("disabled_at", "id", "kind", "label", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "secret_hash", "serial", "site_id", "version") VALUES (OLD."disabled_at", OLD."id", OLD."kind", OLD."label", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."secret_hash", OLD."serial", OLD."site_id", OLD."version"); RETURN NULL;',
                    hash="008c97a0d71edec221cf5be7cc77c834314aab48",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2b7e6",
                    table="devices_device",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ChangedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="devices.device",
                    ),
                ),
                ("date", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="DeviceDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "device", "date", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="devices.device",
                    ),
                ),
                ("date", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("steps", models.IntegerField()),
                ("worn", models.FloatField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["counted", "zero", "not-worn"])), name="device_day_state"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="devices.device",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("wearable", "Wearable"), ("reader", "Check-in reader")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="label")),
                ("serial", models.CharField(blank=True, max_length=60, verbose_name="serial number")),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.organisation",
                    ),
                ),
                ("secret_hash", models.CharField(max_length=150)),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Loan",
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
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="devices.device"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="referrals.person"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="lent on")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="returned on")),
                (
                    "lent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at", "-pk"],
                "indexes": [models.Index(fields=["person", "starts_at"], name="loan_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="loan_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("device", "="),
                            (
                                models.Func(
                                    models.F("starts_at"),
                                    models.F("ends_at"),
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="loan_one_person_at_a_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "devices_loanevent" ("device_id", "ends_at", "id", "lent_by_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "starts_at", "version") VALUES (NEW."device_id", NEW."ends_at", NEW."id", NEW."lent_by_id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="6a30f8c587e22a5bcf893d75a47d4de2635badc5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_95b15",
                    table="devices_loan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "devices_loanevent" ("device_id", "ends_at", "id", "lent_by_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "starts_at", "version") VALUES (OLD."device_id", OLD."ends_at", OLD."id", OLD."lent_by_id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."starts_at", OLD."version"); RETURN NULL;',
                    hash="05fae564d35711d27de5ad49d74074dd1c95425c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bbdb9",
                    table="devices_loan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LoanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="devices.loan",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="devices.device",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="lent on")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="returned on")),
                (
                    "lent_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "device", "message_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="devices.device",
                    ),
                ),
                ("message_id", models.CharField(db_collation="C", max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("content", models.TextField()),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["received_at"], name="message_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["alert", "attendance", "status", "steps"])),
                        name="message_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person", "date", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="referrals.person",
                    ),
                ),
                ("date", models.DateField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="devices.device"
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("steps", models.IntegerField()),
                ("worn", models.FloatField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["date"], name="person_day_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["counted", "zero", "not-worn"])), name="person_day_state"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "device",
                        "metric",
                        "starts_at",
                        "ends_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="devices.device",
                    ),
                ),
                ("metric", models.CharField(max_length=20)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("seq", models.BigIntegerField()),
                ("message_id", models.CharField(db_collation="C", max_length=64)),
                ("value", models.IntegerField()),
                ("worn", models.FloatField(null=True)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="reading_ends_after_start"
                    ),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="reading_value"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("worn", None), models.Q(("worn__gte", 0), ("worn__lte", 100)), _connector="OR"
                        ),
                        name="reading_worn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejected",
                        to="devices.device",
                    ),
                ),
                ("topic_device", models.UUIDField(null=True)),
                ("topic_version", models.PositiveSmallIntegerField(default=0)),
                ("topic_kind", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("occurred_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "rejected",
                "ordering": ["-received_at", "-pk"],
                "indexes": [
                    models.Index(fields=["device", "reason", "occurred_at"], name="rejected_of_device"),
                    models.Index(fields=["received_at"], name="rejected_when"),
                ],
                "constraints": [
                    models.CheckConstraint(
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
                                    "id-reused",
                                    "future",
                                    "too-old",
                                    "implausible",
                                    "not-assigned",
                                    "no-consent",
                                    "unknown-session",
                                    "unknown-tag",
                                    "not-expected",
                                ],
                            )
                        ),
                        name="rejected_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", None), ("reason", devices.kinds.Reason["NO_CONSENT"])),
                            models.Q(
                                models.Q(("reason", devices.kinds.Reason["NO_CONSENT"]), _negated=True),
                                ("content__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rejected_without_consent_keeps_no_content",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "tallies",
            },
        ),
    ]
