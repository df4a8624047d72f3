import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import referrals.kit.randomness
from referrals.migrations._at_once import AtOnce


class Migration(AtOnce):
    dependencies = [
        ("referrals", "0004_contact_points_by_what_they_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="DetailChange",
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
                    "detail",
                    models.CharField(
                        choices=[
                            ("given_name", "First name"),
                            ("family_name", "Last name"),
                            ("preferred_name", "What they want to be called"),
                            ("born_on", "Date of birth"),
                            ("sex", "Sex"),
                            ("nhs_number", "NHS number"),
                            ("ethnicity", "Ethnic category"),
                            ("practice", "GP practice"),
                            ("address", "Address"),
                            ("contact", "Telephone and e-mail"),
                            ("channel", "How they want to be told"),
                            ("bad_times", "Times that are not good"),
                            ("language", "Language"),
                            ("interpreter", "Needs an interpreter"),
                            ("communication", "Communication needs"),
                            ("digital_access", "Going online"),
                            ("carer", "Looks after someone"),
                            ("conditions", "Long-term conditions"),
                            ("related", "People close to them"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.TextField(blank=True, max_length=1000)),
                ("after", models.TextField(blank=True, max_length=1000)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong", "It was wrong"),
                            ("changed", "It has changed"),
                            ("missing", "It was not known before"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="person",
            name="bad_times",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("mornings", "Mornings, before 12"),
                        ("afternoons", "Afternoons, 12 to 5"),
                        ("evenings", "Evenings, after 5"),
                        ("weekends", "Saturdays and Sundays"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="channel_said_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="personevent",
            name="bad_times",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("mornings", "Mornings, before 12"),
                        ("afternoons", "Afternoons, 12 to 5"),
                        ("evenings", "Evenings, after 5"),
                        ("weekends", "Saturdays and Sundays"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="channel_said_on",
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_personevent" ("bad_times", "born_on", "channel_said_on", "communication_needs", "died_on", "digital_access", "family_name", "given_name", "id", "is_carer", "language", "needs_interpreter", "nhs_number", "nhs_number_missing_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_channel", "preferred_name", "public_id", "recorded_at", "restricted_at", "sex", "version") VALUES (NEW."bad_times", NEW."born_on", NEW."channel_said_on", NEW."communication_needs", NEW."died_on", NEW."digital_access", NEW."family_name", NEW."given_name", NEW."id", NEW."is_carer", NEW."language", NEW."needs_interpreter", NEW."nhs_number", NEW."nhs_number_missing_reason", NOW(), \'update\', NEW."id", NEW."preferred_channel", NEW."preferred_name", NEW."public_id", NEW."recorded_at", NEW."restricted_at", NEW."sex", NEW."version"); RETURN NULL;',
                    hash="002fac0dd3da7819d6031131a64b2817cc92442c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a26d5",
                    table="referrals_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_personevent" ("bad_times", "born_on", "channel_said_on", "communication_needs", "died_on", "digital_access", "family_name", "given_name", "id", "is_carer", "language", "needs_interpreter", "nhs_number", "nhs_number_missing_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_channel", "preferred_name", "public_id", "recorded_at", "restricted_at", "sex", "version") VALUES (OLD."bad_times", OLD."born_on", OLD."channel_said_on", OLD."communication_needs", OLD."died_on", OLD."digital_access", OLD."family_name", OLD."given_name", OLD."id", OLD."is_carer", OLD."language", OLD."needs_interpreter", OLD."nhs_number", OLD."nhs_number_missing_reason", NOW(), \'delete\', OLD."id", OLD."preferred_channel", OLD."preferred_name", OLD."public_id", OLD."recorded_at", OLD."restricted_at", OLD."sex", OLD."version"); RETURN NULL;',
                    hash="f8dfbff952e430fed52ae387a9ef9878bc19232c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_33811",
                    table="referrals_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="detailchange",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referrals.membership",
            ),
        ),
        migrations.AddField(
            model_name="detailchange",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="detail_changes", to="referrals.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="detailchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "detail__in",
                        [
                            "given_name",
                            "family_name",
                            "preferred_name",
                            "born_on",
                            "sex",
                            "nhs_number",
                            "ethnicity",
                            "practice",
                            "address",
                            "contact",
                            "channel",
                            "bad_times",
                            "language",
                            "interpreter",
                            "communication",
                            "digital_access",
                            "carer",
                            "conditions",
                            "related",
                        ],
                    )
                ),
                name="detail_change_detail",
            ),
        ),
        migrations.AddConstraint(
            model_name="detailchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["wrong", "changed", "missing"])), name="detail_change_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="detailchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("before", models.F("after")), _negated=True), name="detail_change_changes"
            ),
        ),
    ]
