import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import referrals.kit.randomness
import referrals.models.work.known
from referrals.migrations._at_once import AtOnce


class Migration(AtOnce):
    dependencies = [
        # What points at users from outside is done first: after it, each of its steps would draw all these models anew.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("referrals", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="KnownMessageKind",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnownSubject",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=63)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnownTaskKind",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                    "ods_code",
                    models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name="ODS code"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gp_practice", "GP practice"),
                            ("pcn", "Primary care network"),
                            ("icb", "Integrated care board"),
                            ("team", "Social prescribing team"),
                            ("provider", "Voluntary, community or social enterprise"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "refers_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referring_practices",
                        to="referrals.organisation",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("area_code", models.CharField(blank=True, max_length=9, verbose_name="local authority code")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, db_default="", default="", editable=False, max_length=60)),
                ("source_id", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["gp_practice", "pcn", "icb", "team", "provider"])),
                        name="organisation_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["gp_practice", "pcn", "icb"]), _negated=True),
                            ("ods_code__isnull", False),
                            _connector="OR",
                        ),
                        name="organisation_nhs_body_has_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="organisation_valid_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="organisation_once_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), ("source_id", "")),
                            models.Q(("source", ""), ("source_id", ""), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="organisation_source_with_id",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_organisationevent" ("area_code", "email", "id", "kind", "name", "ods_code", "parent_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id", "recorded_at", "refers_to_id", "source", "source_id", "valid_from", "valid_to", "version") VALUES (NEW."area_code", NEW."email", NEW."id", NEW."kind", NEW."name", NEW."ods_code", NEW."parent_id", NOW(), \'update\', NEW."id", NEW."phone", NEW."public_id", NEW."recorded_at", NEW."refers_to_id", NEW."source", NEW."source_id", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="fc4d79d57c7fd855536a22ca7a760a652c12697a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7e0b",
                    table="referrals_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_organisationevent" ("area_code", "email", "id", "kind", "name", "ods_code", "parent_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id", "recorded_at", "refers_to_id", "source", "source_id", "valid_from", "valid_to", "version") VALUES (OLD."area_code", OLD."email", OLD."id", OLD."kind", OLD."name", OLD."ods_code", OLD."parent_id", NOW(), \'delete\', OLD."id", OLD."phone", OLD."public_id", OLD."recorded_at", OLD."refers_to_id", OLD."source", OLD."source_id", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="ee4c75cb949ba61485912cdb69f917e39e4a1298",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8b828",
                    table="referrals_organisation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Person",
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
                    "nhs_number",
                    models.CharField(blank=True, max_length=10, null=True, unique=True, verbose_name="NHS number"),
                ),
                (
                    "nhs_number_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given_name", models.CharField(max_length=100, verbose_name="first name")),
                ("family_name", models.CharField(max_length=100, verbose_name="last name")),
                ("preferred_name", models.CharField(blank=True, max_length=100, verbose_name="preferred name")),
                ("born_on", models.DateField(verbose_name="date of birth")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="date of death")),
                (
                    "sex",
                    models.CharField(
                        choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
                        default="unknown",
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "preferred_channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="English", max_length=60, verbose_name="language")),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="needs an interpreter")),
                (
                    "communication_needs",
                    models.CharField(blank=True, max_length=500, verbose_name="communication needs"),
                ),
                ("is_carer", models.BooleanField(default=False, verbose_name="looks after someone")),
                (
                    "digital_access",
                    models.CharField(
                        choices=[
                            ("online", "Uses the internet"),
                            ("needs_help", "Needs help to go online"),
                            ("no_device", "Has no device or connection"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                ("restricted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["family_name", "given_name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("nhs_number__isnull", True), models.Q(("nhs_number_missing_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("nhs_number__isnull", True), _negated=True), ("nhs_number_missing_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="person_nhs_number_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nhs_number", None), ("nhs_number__regex", "^[0-9]{10}$"), _connector="OR"),
                        name="person_nhs_number_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_name", ""), _negated=True), models.Q(("family_name", ""), _negated=True)
                        ),
                        name="person_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("died_on", None), ("died_on__gte", models.F("born_on")), _connector="OR"),
                        name="person_dies_after_birth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["female", "male", "other", "unknown"])), name="person_sex"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_personevent" ("born_on", "communication_needs", "died_on", "digital_access", "family_name", "given_name", "id", "is_carer", "language", "needs_interpreter", "nhs_number", "nhs_number_missing_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_channel", "preferred_name", "public_id", "recorded_at", "restricted_at", "sex", "version") VALUES (NEW."born_on", NEW."communication_needs", NEW."died_on", NEW."digital_access", NEW."family_name", NEW."given_name", NEW."id", NEW."is_carer", NEW."language", NEW."needs_interpreter", NEW."nhs_number", NEW."nhs_number_missing_reason", NOW(), \'update\', NEW."id", NEW."preferred_channel", NEW."preferred_name", NEW."public_id", NEW."recorded_at", NEW."restricted_at", NEW."sex", NEW."version"); RETURN NULL;',
                    hash="5bf762d4a3dfaaddd92148acf64816507c0c4606",
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
                    func='INSERT INTO "referrals_personevent" ("born_on", "communication_needs", "died_on", "digital_access", "family_name", "given_name", "id", "is_carer", "language", "needs_interpreter", "nhs_number", "nhs_number_missing_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_channel", "preferred_name", "public_id", "recorded_at", "restricted_at", "sex", "version") VALUES (OLD."born_on", OLD."communication_needs", OLD."died_on", OLD."digital_access", OLD."family_name", OLD."given_name", OLD."id", OLD."is_carer", OLD."language", OLD."needs_interpreter", OLD."nhs_number", OLD."nhs_number_missing_reason", NOW(), \'delete\', OLD."id", OLD."preferred_channel", OLD."preferred_name", OLD."public_id", OLD."recorded_at", OLD."restricted_at", OLD."sex", OLD."version"); RETURN NULL;',
                    hash="da63237e1a06712152d689242701a927dc666f33",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_33811",
                    table="referrals_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="referrals.person",
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["gp", "link_worker", "provider", "commissioner", "person", "manager"])
                        ),
                        name="membership_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", None), ("person__isnull", False), ("role", "person")),
                            models.Q(
                                models.Q(("role", "person"), _negated=True),
                                ("organisation__isnull", False),
                                ("person", None),
                            ),
                            _connector="OR",
                        ),
                        name="membership_person_or_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="membership_period",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_membershipevent" ("ends_on", "id", "job_title", "organisation_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "role", "starts_on", "user_id", "version") VALUES (NEW."ends_on", NEW."id", NEW."job_title", NEW."organisation_id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."role", NEW."starts_on", NEW."user_id", NEW."version"); RETURN NULL;',
                    hash="fde2531f232f23037a43bbf009cc286986743c6e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c4b5",
                    table="referrals_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_membershipevent" ("ends_on", "id", "job_title", "organisation_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "role", "starts_on", "user_id", "version") VALUES (OLD."ends_on", OLD."id", OLD."job_title", OLD."organisation_id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."role", OLD."starts_on", OLD."user_id", OLD."version"); RETURN NULL;',
                    hash="503d683a8b966c75cc4e35a23bd8aa79c286aa6f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_12c92",
                    table="referrals_membership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="referrals.person"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("share_record", "Share what is needed with the link worker team"),
                            ("share_with_provider", "Share what is needed with a local service"),
                            ("wear_device", "Wear a step counter and keep its readings"),
                            ("get_messages", "Get messages and reminders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wording_version", models.CharField(max_length=20)),
                ("given_by", models.CharField(blank=True, max_length=200, verbose_name="given by")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Face to face"),
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("online", "On a web page"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Face to face"),
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("online", "On a web page"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["share_record", "share_with_provider", "wear_device", "get_messages"])
                        ),
                        name="agreement_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_channel", "")),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="agreement_withdrawn_after_given",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person", "purpose"),
                        name="agreement_one_in_force",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_agreementevent" ("channel", "given_at", "given_by", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "recorded_at", "recorded_by_id", "version", "withdrawn_at", "withdrawn_channel", "wording_version") VALUES (NEW."channel", NEW."given_at", NEW."given_by", NEW."id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."version", NEW."withdrawn_at", NEW."withdrawn_channel", NEW."wording_version"); RETURN NULL;',
                    hash="932bb2257e963e486993cbecccde8071b16c6bab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e58ff",
                    table="referrals_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_agreementevent" ("channel", "given_at", "given_by", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "recorded_at", "recorded_by_id", "version", "withdrawn_at", "withdrawn_channel", "wording_version") VALUES (OLD."channel", OLD."given_at", OLD."given_by", OLD."id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."version", OLD."withdrawn_at", OLD."withdrawn_channel", OLD."wording_version"); RETURN NULL;',
                    hash="f8a81c03a7b7941a3c2f548826510d1b55fe5ad9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3cb9e",
                    table="referrals_agreement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Episode",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="episodes", to="referrals.person"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="episodes",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_episodes",
                        to="referrals.membership",
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "The person does not want this"),
                            ("not_now", "Not at this time"),
                            ("unreachable", "Could not be reached"),
                            ("goals_met", "Goals met"),
                            ("moved_away", "Moved away"),
                            ("died", "Died"),
                            ("not_suitable", "Needs another kind of help"),
                            ("duplicate", "Referred twice"),
                            ("no_place", "No place free"),
                            ("not_eligible", "Does not meet the service's criteria"),
                            ("waiting_list", "On the waiting list"),
                            ("stopped_coming", "Stopped coming"),
                            ("service_closed", "The service has closed"),
                            ("mistake", "Entered by mistake"),
                            ("no_answer", "No answer in time"),
                            ("handed_over", "Another team goes on with it"),
                            ("asked_by_phone", "The person asked by phone"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("closed_at", None)), fields=["holder"], name="episode_caseload")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("person", "team"), name="episode_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_reason", ""), ("closed_at", None)),
                            models.Q(("closed_at__isnull", False), models.Q(("close_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="episode_closed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="episode_closed_after_opened",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_episodeevent" ("close_reason", "closed_at", "holder_id", "id", "opened_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "team_id", "version") VALUES (NEW."close_reason", NEW."closed_at", NEW."holder_id", NEW."id", NEW."opened_at", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="da43f43a1e9d60c2e3073422d1cefdfacd17dbdb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4ec8",
                    table="referrals_episode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_episodeevent" ("close_reason", "closed_at", "holder_id", "id", "opened_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "team_id", "version") VALUES (OLD."close_reason", OLD."closed_at", OLD."holder_id", OLD."id", OLD."opened_at", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."team_id", OLD."version"); RETURN NULL;',
                    hash="f2b15540072eae39dd4daf7af55352d1536a88f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24244",
                    table="referrals_episode",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Service",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="referrals.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="description")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="helps with",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("postcode", models.CharField(blank=True, max_length=8, verbose_name="postcode")),
                ("schedule", models.CharField(blank=True, max_length=600, verbose_name="when")),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mon", "Monday"),
                                ("tue", "Tuesday"),
                                ("wed", "Wednesday"),
                                ("thu", "Thursday"),
                                ("fri", "Friday"),
                                ("sat", "Saturday"),
                                ("sun", "Sunday"),
                            ],
                            max_length=3,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days",
                    ),
                ),
                ("cost", models.CharField(blank=True, max_length=600, verbose_name="cost")),
                ("is_free", models.BooleanField(blank=True, null=True, verbose_name="free of charge")),
                (
                    "eligibility",
                    models.TextField(
                        blank=True, db_default="", default="", max_length=2000, verbose_name="who it is for"
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(blank=True, db_default="", default="", max_length=2000, verbose_name="access"),
                ),
                (
                    "website",
                    models.URLField(blank=True, db_default="", default="", max_length=300, verbose_name="website"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, db_default="", default="", max_length=254, verbose_name="e-mail"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, db_default="", default="", max_length=30, verbose_name="telephone"),
                ),
                ("language", models.CharField(default="English", max_length=60, verbose_name="languages")),
                ("is_step_free", models.BooleanField(default=False, verbose_name="step-free")),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
                (
                    "weeks_to_wait",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weeks to wait"),
                ),
                ("latitude", models.FloatField(blank=True, editable=False, null=True)),
                ("longitude", models.FloatField(blank=True, editable=False, null=True)),
                ("youngest", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="youngest age")),
                ("oldest", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="oldest age")),
                (
                    "for_sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("for_carers", models.BooleanField(db_default=False, default=False, verbose_name="for carers only")),
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="areas",
                    ),
                ),
                (
                    "takes_self_referrals",
                    models.BooleanField(db_default=True, default=True, verbose_name="people can come by themselves"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Taking people"), ("waiting_list", "Waiting list"), ("closed", "Closed")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("asks_for_health_needs", models.BooleanField(default=False)),
                ("assured_on", models.DateField(blank=True, null=True, verbose_name="last confirmed")),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_funding", "There is no money for it"),
                            ("no_people", "There is nobody to run it"),
                            ("no_room", "There is no place for it"),
                            ("few_came", "Few people came"),
                            ("paused", "It pauses for now"),
                            ("not_offered", "It is no longer offered"),
                        ],
                        db_default="",
                        default="",
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(blank=True, db_default="", default="", editable=False, max_length=60)),
                ("source_id", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "waiting_list", "closed"])), name="service_status"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_because", ""), ("closed_on", None)),
                            models.Q(
                                (
                                    "closed_because__in",
                                    ["no_funding", "no_people", "no_room", "few_came", "paused", "not_offered"],
                                ),
                                ("closed_on__isnull", False),
                                ("status", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="service_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("youngest", None), ("oldest", None), ("oldest__gte", models.F("youngest")), _connector="OR"
                        ),
                        name="service_ages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_sex__in", ["", "female", "male"])), name="service_for_sex"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="service_somewhere_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs__len__gte", 1), models.Q(("source", ""), _negated=True), _connector="OR"
                        ),
                        name="service_has_needs",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="service_once_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), ("source_id", "")),
                            models.Q(("source", ""), ("source_id", ""), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="service_source_with_id",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_serviceevent" ("accessibility", "area_codes", "asks_for_health_needs", "assured_on", "closed_because", "closed_on", "cost", "days", "description", "eligibility", "email", "for_carers", "for_sex", "id", "is_free", "is_step_free", "language", "latitude", "location", "longitude", "name", "needs", "oldest", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "places", "postcode", "public_id", "recorded_at", "schedule", "source", "source_id", "status", "takes_self_referrals", "version", "website", "weeks_to_wait", "youngest") VALUES (NEW."accessibility", NEW."area_codes", NEW."asks_for_health_needs", NEW."assured_on", NEW."closed_because", NEW."closed_on", NEW."cost", NEW."days", NEW."description", NEW."eligibility", NEW."email", NEW."for_carers", NEW."for_sex", NEW."id", NEW."is_free", NEW."is_step_free", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."name", NEW."needs", NEW."oldest", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."phone", NEW."places", NEW."postcode", NEW."public_id", NEW."recorded_at", NEW."schedule", NEW."source", NEW."source_id", NEW."status", NEW."takes_self_referrals", NEW."version", NEW."website", NEW."weeks_to_wait", NEW."youngest"); RETURN NULL;',
                    hash="a98cde00f8969e791f174525e9cd4ff63040b7e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_698a6",
                    table="referrals_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_serviceevent" ("accessibility", "area_codes", "asks_for_health_needs", "assured_on", "closed_because", "closed_on", "cost", "days", "description", "eligibility", "email", "for_carers", "for_sex", "id", "is_free", "is_step_free", "language", "latitude", "location", "longitude", "name", "needs", "oldest", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "places", "postcode", "public_id", "recorded_at", "schedule", "source", "source_id", "status", "takes_self_referrals", "version", "website", "weeks_to_wait", "youngest") VALUES (OLD."accessibility", OLD."area_codes", OLD."asks_for_health_needs", OLD."assured_on", OLD."closed_because", OLD."closed_on", OLD."cost", OLD."days", OLD."description", OLD."eligibility", OLD."email", OLD."for_carers", OLD."for_sex", OLD."id", OLD."is_free", OLD."is_step_free", OLD."language", OLD."latitude", OLD."location", OLD."longitude", OLD."name", OLD."needs", OLD."oldest", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."phone", OLD."places", OLD."postcode", OLD."public_id", OLD."recorded_at", OLD."schedule", OLD."source", OLD."source_id", OLD."status", OLD."takes_self_referrals", OLD."version", OLD."website", OLD."weeks_to_wait", OLD."youngest"); RETURN NULL;',
                    hash="4dbe70701dc2d28ab837f3a4bd70a913ec613f4f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e58f3",
                    table="referrals_service",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OnwardReferral",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onward_referrals",
                        to="referrals.episode",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onward_referrals",
                        to="referrals.service",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("loneliness", "Loneliness or isolation"),
                            ("bereavement", "Bereavement"),
                            ("low_mood", "Low mood, stress or anxiety"),
                            ("inactivity", "Being more active"),
                            ("long_term_condition", "Living with a long-term condition"),
                            ("debt", "Money, debt or benefits"),
                            ("housing", "Housing"),
                            ("work", "Work, training or learning"),
                            ("food", "Food or fuel"),
                            ("caring", "Caring for someone"),
                            ("digital", "Getting online"),
                            ("abuse", "Abuse or relationship difficulties"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note for the service")),
                (
                    "referred_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onward_referrals",
                        to="referrals.membership",
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Waiting for the service's answer"),
                            ("accepted", "Has a place"),
                            ("rejected", "The service said no"),
                            ("cancelled", "Cancelled"),
                            ("in-progress", "Going to the service"),
                            ("on-hold", "On the waiting list"),
                            ("failed", "Stopped early"),
                            ("completed", "Completed"),
                            ("entered-in-error", "Entered by mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "next_action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim", "A link worker claims it"),
                            ("first_contact", "The link worker makes contact"),
                            ("review", "The link worker reviews the plan"),
                            ("answer", "The service answers"),
                            ("start", "The person goes to a first session"),
                            ("report", "The service reports how it went"),
                            ("offer_place", "The service offers a place"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("may_ask_next", models.BooleanField(db_default=False, default=False)),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="followed_by",
                        to="referrals.onwardreferral",
                    ),
                ),
            ],
            options={
                "ordering": ["-offered_at", "-pk"],
                "indexes": [
                    models.Index(fields=["service", "status"], name="onward_of_service"),
                    models.Index(fields=["offered_at"], name="onward_when"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "requested",
                                    "accepted",
                                    "rejected",
                                    "cancelled",
                                    "in-progress",
                                    "on-hold",
                                    "failed",
                                    "completed",
                                    "entered-in-error",
                                ],
                            )
                        ),
                        name="onward_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["accepted", "in-progress", "on-hold", "requested"]),
                                models.Q(("next_action", ""), _negated=True),
                                ("due_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ["accepted", "in-progress", "on-hold", "requested"]), _negated=True
                                ),
                                ("due_on", None),
                                ("next_action", ""),
                            ),
                            _connector="OR",
                        ),
                        name="onward_open_has_next_and_due",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["accepted", "in-progress", "on-hold", "requested"])),
                        fields=("episode", "service"),
                        name="onward_one_open",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onwardreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_onwardreferralevent" ("due_on", "episode_id", "follows_id", "id", "may_ask_next", "need", "next_action", "note", "offered_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "referred_by_id", "service_id", "status", "version") VALUES (NEW."due_on", NEW."episode_id", NEW."follows_id", NEW."id", NEW."may_ask_next", NEW."need", NEW."next_action", NEW."note", NEW."offered_at", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."referred_by_id", NEW."service_id", NEW."status", NEW."version"); RETURN NULL;',
                    hash="a9bbe39a5cb2b26207eb75b5c2dbb32f6fb2130c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_95b67",
                    table="referrals_onwardreferral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onwardreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_onwardreferralevent" ("due_on", "episode_id", "follows_id", "id", "may_ask_next", "need", "next_action", "note", "offered_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "referred_by_id", "service_id", "status", "version") VALUES (OLD."due_on", OLD."episode_id", OLD."follows_id", OLD."id", OLD."may_ask_next", OLD."need", OLD."next_action", OLD."note", OLD."offered_at", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."referred_by_id", OLD."service_id", OLD."status", OLD."version"); RETURN NULL;',
                    hash="d6f0b8994e1394da330f5c5d665687af7c39e061",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4be20",
                    table="referrals_onwardreferral",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AnswerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "onward_referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_links",
                        to="referrals.onwardreferral",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="answerlink_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="answerlink_expires"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at", None),
                            models.Q(("used_at__gte", models.F("made_at")), ("used_at__lt", models.F("expires_at"))),
                            _connector="OR",
                        ),
                        name="answerlink_used_in_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="referrals.episode"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("face_to_face", "Face to face"),
                            ("home_visit", "Home visit"),
                            ("video", "Video"),
                            ("text", "Text or e-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=15,
                        verbose_name="how",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("arranged_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None)), fields=["starts_at"], name="appointment_coming"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["phone", "face_to_face", "home_visit", "video", "text", "letter"])
                        ),
                        name="appointment_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="appointment_ends"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_appointmentevent" ("arranged_at", "cancelled_at", "ends_at", "episode_id", "id", "membership_id", "mode", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "recorded_at", "starts_at", "version") VALUES (NEW."arranged_at", NEW."cancelled_at", NEW."ends_at", NEW."episode_id", NEW."id", NEW."membership_id", NEW."mode", NOW(), \'update\', NEW."id", NEW."place", NEW."public_id", NEW."recorded_at", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="8fbe2071596bd4030fa451792793fc69d570c896",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b3bc",
                    table="referrals_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_appointmentevent" ("arranged_at", "cancelled_at", "ends_at", "episode_id", "id", "membership_id", "mode", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "recorded_at", "starts_at", "version") VALUES (OLD."arranged_at", OLD."cancelled_at", OLD."ends_at", OLD."episode_id", OLD."id", OLD."membership_id", OLD."mode", NOW(), \'delete\', OLD."id", OLD."place", OLD."public_id", OLD."recorded_at", OLD."starts_at", OLD."version"); RETURN NULL;',
                    hash="7096e688a52d68ec638cf116fb151c35ae674074",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a2a36",
                    table="referrals_appointment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Session",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="referrals.service"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_to_lead", "There is nobody to lead it"),
                            ("no_room", "There is no place for it"),
                            ("weather", "The weather"),
                            ("few_coming", "Too few people were coming"),
                            ("holiday", "A holiday"),
                            ("other", "Another reason"),
                        ],
                        db_default="",
                        default="",
                        max_length=20,
                        verbose_name="why it is cancelled",
                    ),
                ),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "walk_ins",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="came without a referral"),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["starts_at"], name="session_when")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("walk_ins__lte", 999)), name="session_walk_ins"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_because", ""),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                (
                                    "cancelled_because__in",
                                    ["nobody_to_lead", "no_room", "weather", "few_coming", "holiday", "other"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="session_cancelled_because",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at", None), ("marked_at", None), _connector="OR"),
                        name="session_cancelled_is_not_marked",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_sessionevent" ("cancelled_at", "cancelled_because", "code", "ends_at", "id", "marked_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "service_id", "starts_at", "version", "walk_ins") VALUES (NEW."cancelled_at", NEW."cancelled_because", NEW."code", NEW."ends_at", NEW."id", NEW."marked_at", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."service_id", NEW."starts_at", NEW."version", NEW."walk_ins"); RETURN NULL;',
                    hash="656b79849fe56d95a10076d3009ce91d2a9384c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17da5",
                    table="referrals_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_sessionevent" ("cancelled_at", "cancelled_because", "code", "ends_at", "id", "marked_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "service_id", "starts_at", "version", "walk_ins") VALUES (OLD."cancelled_at", OLD."cancelled_because", OLD."code", OLD."ends_at", OLD."id", OLD."marked_at", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."service_id", OLD."starts_at", OLD."version", OLD."walk_ins"); RETURN NULL;',
                    hash="2e1a5462405e2154a1e99ea0b99357809585e5ce",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_732e8",
                    table="referrals_session",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="referrals.session"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="referrals.person"
                    ),
                ),
                (
                    "onward_referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="referrals.onwardreferral",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("attended", "Came"),
                            ("did_not_attend", "Did not come"),
                            ("cancelled", "Sent apologies"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("register", "Register"), ("reader", "Reader at the door")], max_length=10
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["occurred_at"], name="attendance_when")],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "person"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["attended", "did_not_attend", "cancelled"])),
                        name="attendance_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["register", "reader"])), name="attendance_source"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_attendanceevent" ("id", "occurred_at", "onward_referral_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "session_id", "source", "status", "version") VALUES (NEW."id", NEW."occurred_at", NEW."onward_referral_id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."session_id", NEW."source", NEW."status", NEW."version"); RETURN NULL;',
                    hash="f48db13529a31c9b29c300f4012b7c748382386b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3db69",
                    table="referrals_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_attendanceevent" ("id", "occurred_at", "onward_referral_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "session_id", "source", "status", "version") VALUES (OLD."id", OLD."occurred_at", OLD."onward_referral_id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."session_id", OLD."source", OLD."status", OLD."version"); RETURN NULL;',
                    hash="c4b61bcaf45da3c8e1b1c2ef43cd990d73888380",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_68b7a",
                    table="referrals_attendance",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CarePlan",
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
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan", to="referrals.episode"
                    ),
                ),
                ("what_matters", models.TextField(max_length=4000, verbose_name="what matters to you")),
                ("agreed_at", models.DateTimeField()),
                ("review_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what_matters", ""), _negated=True), name="care_plan_says_what_matters"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="careplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_careplanevent" ("agreed_at", "episode_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "review_on", "version", "what_matters") VALUES (NEW."agreed_at", NEW."episode_id", NEW."id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."review_on", NEW."version", NEW."what_matters"); RETURN NULL;',
                    hash="22569c142393044421f98595f6cd7b25d748ca59",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3996e",
                    table="referrals_careplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="careplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_careplanevent" ("agreed_at", "episode_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "review_on", "version", "what_matters") VALUES (OLD."agreed_at", OLD."episode_id", OLD."id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."review_on", OLD."version", OLD."what_matters"); RETURN NULL;',
                    hash="be373fdcc8e4a556b3d6dfe11c78883e5fe71307",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_83704",
                    table="referrals_careplan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CarePlanEvent",
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
                        to="referrals.careplan",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                ("what_matters", models.TextField(max_length=4000, verbose_name="what matters to you")),
                ("agreed_at", models.DateTimeField()),
                ("review_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChangedWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="ApiClient",
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
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("oauth_client_id", models.CharField(max_length=100, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="api_client_has_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientRole",
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
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="referrals.apiclient"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_roles",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_roles",
                        to="referrals.person",
                    ),
                ),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["gp", "link_worker", "provider", "commissioner", "person", "manager"])
                        ),
                        name="client_role_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", None), ("person__isnull", False), ("role", "person")),
                            models.Q(
                                models.Q(("role", "person"), _negated=True),
                                ("organisation__isnull", False),
                                ("person", None),
                            ),
                            _connector="OR",
                        ),
                        name="client_role_person_or_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), ("withdrawn_at__gte", models.F("granted_at")), _connector="OR"
                        ),
                        name="client_role_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("client", "organisation"),
                        name="client_role_once_per_organisation",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="referrals.episode"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("born_on", "Date of birth"),
                            ("address", "Address"),
                            ("phone", "Phone number or e-mail address"),
                            ("plan", "Plan"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="what is wrong")),
                ("asked_at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("changed", "Changed"), ("not_changed", "Not changed")], max_length=12
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=500, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["name", "born_on", "address", "phone", "plan", "other"])),
                        name="correction_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="correction_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", ""), ("recorded_by", None)),
                            models.Q(("recorded_by__isnull", False), models.Q(("channel", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="correction_recorded_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("outcome__in", ["changed", "not_changed"]),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_answered_whole",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_correctionrequestevent" ("about", "answer", "answered_at", "answered_by_id", "asked_at", "channel", "episode_id", "id", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "text", "version") VALUES (NEW."about", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."channel", NEW."episode_id", NEW."id", NEW."outcome", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."recorded_by_id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="302b6f923c777ba42ad2e34d0801a38229e9dae0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a08e8",
                    table="referrals_correctionrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_correctionrequestevent" ("about", "answer", "answered_at", "answered_by_id", "asked_at", "channel", "episode_id", "id", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "text", "version") VALUES (OLD."about", OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."channel", OLD."episode_id", OLD."id", OLD."outcome", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."recorded_by_id", OLD."text", OLD."version"); RETURN NULL;',
                    hash="f592b51e0807c216e3067366b28ee63742f1bb9d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_af4e5",
                    table="referrals_correctionrequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Referral",
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
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="reference")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="referrals.person"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="referrals.episode"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_referrals",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("gp", "GP practice"),
                            ("self", "The person themselves"),
                            ("hospital", "Hospital discharge"),
                            ("agency", "Another agency"),
                            ("outreach", "Outreach"),
                        ],
                        max_length=10,
                        verbose_name="route",
                    ),
                ),
                (
                    "referring_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_referrals",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "referred_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_referrals",
                        to="referrals.membership",
                    ),
                ),
                (
                    "referred_by_client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_referrals",
                        to="referrals.apiclient",
                    ),
                ),
                (
                    "referrer_organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation of the referrer"),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=150, verbose_name="name of the referrer")),
                (
                    "referrer_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="telephone of the referrer"),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=150, verbose_name="on behalf of")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="in the person's words")),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("none", "No risk that the link worker must know of"),
                            ("read_first", "Yes: read before making contact"),
                        ],
                        max_length=10,
                        verbose_name="risk",
                    ),
                ),
                (
                    "risk_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="what the link worker must know"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="referrals.agreement"
                    ),
                ),
                ("referred_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Waiting for a link worker"),
                            ("claimed", "A link worker is making contact"),
                            ("supported", "Getting support from a link worker"),
                            ("closed", "Support has ended"),
                            ("declined", "The person said no"),
                            ("returned", "Sent back to the referrer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_referrals",
                        to="referrals.membership",
                    ),
                ),
                (
                    "next_action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim", "A link worker claims it"),
                            ("first_contact", "The link worker makes contact"),
                            ("review", "The link worker reviews the plan"),
                            ("answer", "The service answers"),
                            ("start", "The person goes to a first session"),
                            ("report", "The service reports how it went"),
                            ("offer_place", "The service offers a place"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-referred_at", "-pk"],
                "indexes": [
                    models.Index(fields=["team", "status", "due_on"], name="referral_of_team"),
                    models.Index(fields=["referring_organisation", "-referred_at"], name="referral_of_practice"),
                    models.Index(fields=["referred_at"], name="referral_when"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["received", "claimed", "supported", "closed", "declined", "returned"])
                        ),
                        name="referral_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["gp", "self", "hospital", "agency", "outreach"])),
                        name="referral_route",
                    ),
                    models.CheckConstraint(condition=models.Q(("needs__len__gte", 1)), name="referral_has_needs"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["claimed", "received", "supported"]),
                                models.Q(("next_action", ""), _negated=True),
                                ("due_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status__in", ["claimed", "received", "supported"]), _negated=True),
                                ("due_on", None),
                                ("next_action", ""),
                            ),
                            _connector="OR",
                        ),
                        name="referral_open_has_next_and_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["claimed", "received", "supported"]),
                                models.Q(("status", "received"), _negated=True),
                                ("holder__isnull", False),
                            ),
                            models.Q(("status", "received"), ("holder", None)),
                            models.Q(
                                models.Q(("status__in", ["claimed", "received", "supported"]), _negated=True),
                                ("holder", None),
                            ),
                            _connector="OR",
                        ),
                        name="referral_one_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("risk", "none"), ("risk_note", "")),
                            models.Q(("risk", "read_first"), models.Q(("risk_note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="referral_risk_note_with_risk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("referring_organisation", None), ("route", "self")),
                            models.Q(
                                models.Q(("route", "self"), _negated=True), ("referring_organisation__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="referral_self_or_organisation",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_referralevent" ("agreement_id", "due_on", "episode_id", "holder_id", "id", "needs", "next_action", "note", "on_behalf_of", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "reference", "referred_at", "referred_by_client_id", "referred_by_id", "referrer_name", "referrer_organisation", "referrer_phone", "referring_organisation_id", "risk", "risk_note", "route", "status", "team_id", "version") VALUES (NEW."agreement_id", NEW."due_on", NEW."episode_id", NEW."holder_id", NEW."id", NEW."needs", NEW."next_action", NEW."note", NEW."on_behalf_of", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."reference", NEW."referred_at", NEW."referred_by_client_id", NEW."referred_by_id", NEW."referrer_name", NEW."referrer_organisation", NEW."referrer_phone", NEW."referring_organisation_id", NEW."risk", NEW."risk_note", NEW."route", NEW."status", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="f01c48d66771da9f6526ecc3b82bb480505a75c2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_223e7",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralevent" ("agreement_id", "due_on", "episode_id", "holder_id", "id", "needs", "next_action", "note", "on_behalf_of", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "reference", "referred_at", "referred_by_client_id", "referred_by_id", "referrer_name", "referrer_organisation", "referrer_phone", "referring_organisation_id", "risk", "risk_note", "route", "status", "team_id", "version") VALUES (OLD."agreement_id", OLD."due_on", OLD."episode_id", OLD."holder_id", OLD."id", OLD."needs", OLD."next_action", OLD."note", OLD."on_behalf_of", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."reference", OLD."referred_at", OLD."referred_by_client_id", OLD."referred_by_id", OLD."referrer_name", OLD."referrer_organisation", OLD."referrer_phone", OLD."referring_organisation_id", OLD."risk", OLD."risk_note", OLD."route", OLD."status", OLD."team_id", OLD."version"); RETURN NULL;',
                    hash="cd0e62c51f3a4aea82489cf11662e8825d568b5d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e24da",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OutboundMessage",
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
                ("kind", models.CharField(max_length=40)),
                ("once_key", models.CharField(max_length=120, unique=True)),
                (
                    "to_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.person",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.referral",
                    ),
                ),
                (
                    "onward_referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.onwardreferral",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.service",
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.appointment",
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.attendance",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.correctionrequest",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="referrals.session",
                    ),
                ),
                ("subject_kind", models.CharField(blank=True, max_length=40, null=True)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=60)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("notify_id", models.UUIDField(blank=True, null=True)),
                ("ask_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["not_before"], name="message_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("ask_at__isnull", False)), fields=["ask_at"], name="message_to_ask_about"
                    ),
                    models.Index(
                        condition=models.Q(("subject_kind__isnull", False)),
                        fields=["subject_kind", "subject_id"],
                        name="message_subject",
                    ),
                ],
                "constraints": [
                    referrals.models.work.known.KnownNameConstraint(
                        column="kind", known="referrals_knownmessagekind", name="message_kind_known"
                    ),
                    referrals.models.work.known.KnownNameConstraint(
                        column="subject_kind", known="referrals_knownsubject", name="message_subject_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id__isnull", False), ("subject_kind__isnull", False)),
                            models.Q(("subject_id", None), ("subject_kind", None)),
                            _connector="OR",
                        ),
                        name="message_subject_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_organisation__isnull", False), ("to_person", None)),
                            models.Q(("to_organisation", None), ("to_person__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_one_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state__in", ["sent", "delivered"])),
                            models.Q(("sent_at", None), ("state", "waiting")),
                            ("state", "failed"),
                            _connector="OR",
                        ),
                        name="message_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ask_at", None), models.Q(("notify_id__isnull", False), ("state", "sent")), _connector="OR"
                        ),
                        name="message_asked_about_is_with_notify",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="message_failed_says_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outboundmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="subject_exists",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."subject_kind" IS NOT NULL)',
                    declare="DECLARE place text; found boolean;",
                    func="\n        SELECT known.\"table\" INTO place FROM referrals_knownsubject known WHERE known.name = NEW.subject_kind;\n        EXECUTE format('SELECT true FROM %I WHERE id = $1 FOR KEY SHARE', place) INTO found USING NEW.subject_id;\n        IF found IS NULL THEN\n            RAISE foreign_key_violation USING MESSAGE = format('there is no %s %s', NEW.subject_kind, NEW.subject_id);\n        END IF;\n        RETURN NULL;\n    ",
                    hash="e8e3ed61af14e4889e9d04150507d56fb53cffed",
                    operation='INSERT OR UPDATE OF "subject_kind", "subject_id"',
                    pgid="pgtrigger_subject_exists_80c14",
                    table="referrals_outboundmessage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Task",
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
                ("kind", models.CharField(max_length=40)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="referrals.episode"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="referrals.referral",
                    ),
                ),
                (
                    "onward_referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="referrals.onwardreferral",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="referrals.outboundmessage",
                    ),
                ),
                ("subject_kind", models.CharField(blank=True, max_length=40, null=True)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="referrals.membership",
                    ),
                ),
                (
                    "holding_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="referrals.organisation",
                    ),
                ),
                ("due_on", models.DateField()),
                ("planned_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["holder", "due_on"], name="task_worklist"
                    ),
                    models.Index(
                        condition=models.Q(("subject_kind__isnull", False)),
                        fields=["subject_kind", "subject_id"],
                        name="task_subject",
                    ),
                ],
                "constraints": [
                    referrals.models.work.known.KnownNameConstraint(
                        column="kind", known="referrals_knowntaskkind", name="task_kind"
                    ),
                    referrals.models.work.known.KnownNameConstraint(
                        column="subject_kind", known="referrals_knownsubject", name="task_subject_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id__isnull", False), ("subject_kind__isnull", False)),
                            models.Q(("subject_id", None), ("subject_kind", None)),
                            _connector="OR",
                        ),
                        name="task_subject_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=(
                            "episode",
                            "kind",
                            "referral",
                            "onward_referral",
                            "message",
                            "subject_kind",
                            "subject_id",
                            "planned_on",
                        ),
                        name="task_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("holding_team", None)),
                            models.Q(("holder", None), ("holding_team__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_one_holder",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="subject_exists",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."subject_kind" IS NOT NULL)',
                    declare="DECLARE place text; found boolean;",
                    func="\n        SELECT known.\"table\" INTO place FROM referrals_knownsubject known WHERE known.name = NEW.subject_kind;\n        EXECUTE format('SELECT true FROM %I WHERE id = $1 FOR KEY SHARE', place) INTO found USING NEW.subject_id;\n        IF found IS NULL THEN\n            RAISE foreign_key_violation USING MESSAGE = format('there is no %s %s', NEW.subject_kind, NEW.subject_id);\n        END IF;\n        RETURN NULL;\n    ",
                    hash="de67dd8aaec41e9403e69375a8d1923799e484ce",
                    operation='INSERT OR UPDATE OF "subject_kind", "subject_id"',
                    pgid="pgtrigger_subject_exists_8fbee",
                    table="referrals_task",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Thread",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="referrals.episode"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="referrals.task",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("closed_at", None)), fields=["episode"], name="thread_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked", None), models.Q(("asked", models.F("opened_by")), _negated=True), _connector="OR"
                        ),
                        name="thread_asks_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="thread_closed_after_opened",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_threadevent" ("asked_id", "closed_at", "episode_id", "id", "opened_at", "opened_by_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "task_id", "version") VALUES (NEW."asked_id", NEW."closed_at", NEW."episode_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."task_id", NEW."version"); RETURN NULL;',
                    hash="5b805f3e791d0fd50a79800d60ece42acb5edb31",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87e0b",
                    table="referrals_thread",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_threadevent" ("asked_id", "closed_at", "episode_id", "id", "opened_at", "opened_by_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "task_id", "version") VALUES (OLD."asked_id", OLD."closed_at", OLD."episode_id", OLD."id", OLD."opened_at", OLD."opened_by_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."task_id", OLD."version"); RETURN NULL;',
                    hash="ad86ccf2779fef6c1d7f93bd418015ea29f92b5c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9995c",
                    table="referrals_thread",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Comment",
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
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="referrals.thread"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["occurred_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="comment_says_something"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_commentevent" ("by_id", "id", "occurred_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "text", "thread_id", "version") VALUES (NEW."by_id", NEW."id", NEW."occurred_at", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."text", NEW."thread_id", NEW."version"); RETURN NULL;',
                    hash="22cadb0825a76a48ecd1f3428f8ebf910a72ad31",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8fe6b",
                    table="referrals_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_commentevent" ("by_id", "id", "occurred_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "text", "thread_id", "version") VALUES (OLD."by_id", OLD."id", OLD."occurred_at", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."text", OLD."thread_id", OLD."version"); RETURN NULL;',
                    hash="fabe9259b6e53f8515b1cb8c748ccfbb3b54ea3e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c9398",
                    table="referrals_comment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CommentEvent",
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
                        to="referrals.comment",
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
                    "thread",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.thread",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="referrals.episode"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("face_to_face", "Face to face"),
                            ("home_visit", "Home visit"),
                            ("video", "Video"),
                            ("text", "Text or e-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=15,
                        verbose_name="how",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Spoke with the person"),
                            ("no_answer", "No answer"),
                            ("message_left", "Message left"),
                            ("did_not_attend", "Did not attend"),
                        ],
                        max_length=15,
                        verbose_name="outcome",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note for the team")),
                ("agreed", models.TextField(blank=True, max_length=1000, verbose_name="what was agreed")),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-occurred_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["phone", "face_to_face", "home_visit", "video", "text", "letter"])
                        ),
                        name="contact_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["reached", "no_answer", "message_left", "did_not_attend"])),
                        name="contact_outcome",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_contactevent" ("agreed", "by_id", "episode_id", "id", "mode", "note", "occurred_at", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "version") VALUES (NEW."agreed", NEW."by_id", NEW."episode_id", NEW."id", NEW."mode", NEW."note", NEW."occurred_at", NEW."outcome", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."version"); RETURN NULL;',
                    hash="2626297fce2ad27a2f17bc79dedf9796e8798dee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7464c",
                    table="referrals_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_contactevent" ("agreed", "by_id", "episode_id", "id", "mode", "note", "occurred_at", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "version") VALUES (OLD."agreed", OLD."by_id", OLD."episode_id", OLD."id", OLD."mode", OLD."note", OLD."occurred_at", OLD."outcome", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="352c555da5df9c4cf72a0c534774ef0d73180377",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a037c",
                    table="referrals_contact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ContactEvent",
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
                        to="referrals.contact",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("face_to_face", "Face to face"),
                            ("home_visit", "Home visit"),
                            ("video", "Video"),
                            ("text", "Text or e-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=15,
                        verbose_name="how",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Spoke with the person"),
                            ("no_answer", "No answer"),
                            ("message_left", "Message left"),
                            ("did_not_attend", "Did not attend"),
                        ],
                        max_length=15,
                        verbose_name="outcome",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note for the team")),
                ("agreed", models.TextField(blank=True, max_length=1000, verbose_name="what was agreed")),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to="referrals.person",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("home_phone", "Home phone"), ("mobile", "Mobile phone"), ("email", "E-mail")],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=254)),
                ("safe_to_call", models.BooleanField(default=True, verbose_name="safe to call")),
                ("safe_to_leave_message", models.BooleanField(default=True, verbose_name="safe to leave a message")),
                ("safe_to_write", models.BooleanField(default=True, verbose_name="safe to write")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["home_phone", "mobile", "email"])), name="contact_point_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True), name="contact_point_has_value"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "kind", "value"),
                        name="contact_point_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_contactpointevent" ("ended_at", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "safe_to_call", "safe_to_leave_message", "safe_to_write", "value", "version") VALUES (NEW."ended_at", NEW."id", NEW."kind", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."safe_to_call", NEW."safe_to_leave_message", NEW."safe_to_write", NEW."value", NEW."version"); RETURN NULL;',
                    hash="3a17c0c4a083874ed0c741f1e94cafc5c765ee1f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_766ed",
                    table="referrals_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_contactpointevent" ("ended_at", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "safe_to_call", "safe_to_leave_message", "safe_to_write", "value", "version") VALUES (OLD."ended_at", OLD."id", OLD."kind", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."safe_to_call", OLD."safe_to_leave_message", OLD."safe_to_write", OLD."value", OLD."version"); RETURN NULL;',
                    hash="8d27c54c3e60c5ef7257b38592dd8bc9ff3544c6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_48916",
                    table="referrals_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ContactPointEvent",
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
                        to="referrals.contactpoint",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("home_phone", "Home phone"), ("mobile", "Mobile phone"), ("email", "E-mail")],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=254)),
                ("safe_to_call", models.BooleanField(default=True, verbose_name="safe to call")),
                ("safe_to_leave_message", models.BooleanField(default=True, verbose_name="safe to leave a message")),
                ("safe_to_write", models.BooleanField(default=True, verbose_name="safe to write")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequestEvent",
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
                        to="referrals.correctionrequest",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("born_on", "Date of birth"),
                            ("address", "Address"),
                            ("phone", "Phone number or e-mail address"),
                            ("plan", "Plan"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="what is wrong")),
                ("asked_at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
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
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("changed", "Changed"), ("not_changed", "Not changed")], max_length=12
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=500, verbose_name="answer")),
                (
                    "answered_by",
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cover",
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
                    "away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="referrals.membership"
                    ),
                ),
                (
                    "covering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covered", to="referrals.membership"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="cover_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("away", models.F("covering")), _negated=True), name="cover_by_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EpisodeEvent",
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
                        to="referrals.episode",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "holder",
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
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "The person does not want this"),
                            ("not_now", "Not at this time"),
                            ("unreachable", "Could not be reached"),
                            ("goals_met", "Goals met"),
                            ("moved_away", "Moved away"),
                            ("died", "Died"),
                            ("not_suitable", "Needs another kind of help"),
                            ("duplicate", "Referred twice"),
                            ("no_place", "No place free"),
                            ("not_eligible", "Does not meet the service's criteria"),
                            ("waiting_list", "On the waiting list"),
                            ("stopped_coming", "Stopped coming"),
                            ("service_closed", "The service has closed"),
                            ("mistake", "Entered by mistake"),
                            ("no_answer", "No answer in time"),
                            ("handed_over", "Another team goes on with it"),
                            ("asked_by_phone", "The person asked by phone"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_public_id", models.UUIDField(unique=True)),
                ("nhs_number_digest", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(max_length=40)),
                ("erased_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="referrals.session"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="referrals.person"
                    ),
                ),
                (
                    "liked",
                    models.CharField(
                        choices=[("good", "Good"), ("all_right", "All right"), ("not_for_me", "Not for me")],
                        max_length=10,
                    ),
                ),
                ("felt", models.SmallIntegerField(blank=True, null=True, verbose_name="how it felt")),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "feedback",
                "constraints": [
                    models.UniqueConstraint(fields=("session", "person"), name="feedback_once"),
                    models.CheckConstraint(
                        condition=models.Q(("liked__in", ["good", "all_right", "not_for_me"])), name="feedback_liked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("felt", None), models.Q(("felt__gte", -5), ("felt__lte", 5)), _connector="OR"
                        ),
                        name="feedback_felt",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_feedbackevent" ("channel", "comment", "felt", "given_at", "id", "liked", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "session_id", "version") VALUES (NEW."channel", NEW."comment", NEW."felt", NEW."given_at", NEW."id", NEW."liked", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."recorded_by_id", NEW."session_id", NEW."version"); RETURN NULL;',
                    hash="506918ab2963f5abd5a9b1ec4246d83a36fb87d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fac04",
                    table="referrals_feedback",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_feedbackevent" ("channel", "comment", "felt", "given_at", "id", "liked", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "session_id", "version") VALUES (OLD."channel", OLD."comment", OLD."felt", OLD."given_at", OLD."id", OLD."liked", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."recorded_by_id", OLD."session_id", OLD."version"); RETURN NULL;',
                    hash="5af9291f095f3b2771bc9fb735bd7de77b32dad8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_12380",
                    table="referrals_feedback",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FeedbackEvent",
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
                        to="referrals.feedback",
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.session",
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
                (
                    "liked",
                    models.CharField(
                        choices=[("good", "Good"), ("all_right", "All right"), ("not_for_me", "Not for me")],
                        max_length=10,
                    ),
                ),
                ("felt", models.SmallIntegerField(blank=True, null=True, verbose_name="how it felt")),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeedbackLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_links",
                        to="referrals.attendance",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="feedbacklink_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="feedbacklink_expires"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at", None),
                            models.Q(("used_at__gte", models.F("made_at")), ("used_at__lt", models.F("expires_at"))),
                            _connector="OR",
                        ),
                        name="feedbacklink_used_in_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="referrals.episode"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("safeguarding", "Safeguarding concern"), ("lone_worker", "Do not visit alone")],
                        max_length=15,
                    ),
                ),
                ("note", models.TextField(max_length=1000, verbose_name="what the team must know")),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ends")),
            ],
            options={
                "ordering": ["-raised_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["episode"], name="flag_standing")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["safeguarding", "lone_worker"])), name="flag_kind"
                    ),
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="flag_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flag_ended_with_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flag",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_flagevent" ("end_reason", "ended_at", "ended_by_id", "episode_id", "id", "kind", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "raised_at", "raised_by_id", "recorded_at", "version") VALUES (NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."episode_id", NEW."id", NEW."kind", NEW."note", NOW(), \'update\', NEW."id", NEW."public_id", NEW."raised_at", NEW."raised_by_id", NEW."recorded_at", NEW."version"); RETURN NULL;',
                    hash="c9cf3f3f46eb4f596e85a8aa1266b7e3640308a9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c70db",
                    table="referrals_flag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flag",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_flagevent" ("end_reason", "ended_at", "ended_by_id", "episode_id", "id", "kind", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "raised_at", "raised_by_id", "recorded_at", "version") VALUES (OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."episode_id", OLD."id", OLD."kind", OLD."note", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."raised_at", OLD."raised_by_id", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="72ab0721f0bdcc56406f0c17d69684f8d1c923eb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_36610",
                    table="referrals_flag",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FlagEvent",
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
                        to="referrals.flag",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("safeguarding", "Safeguarding concern"), ("lone_worker", "Do not visit alone")],
                        max_length=15,
                    ),
                ),
                ("note", models.TextField(max_length=1000, verbose_name="what the team must know")),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                (
                    "ended_by",
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ends")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FlagRead",
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
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reads", to="referrals.flag"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("flag", "member"), name="flag_read_once")],
            },
        ),
        migrations.CreateModel(
            name="PathwayTemplate",
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
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathway_templates",
                        to="referrals.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                ("goals", models.JSONField(verbose_name="goals")),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None, verbose_name="contacts"
                    ),
                ),
                (
                    "measures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="measures"
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("team", "name"), name="pathway_name_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("goals", []), _negated=True), name="pathway_has_goals"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathwaytemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_pathwaytemplateevent" ("contacts", "goals", "id", "measures", "name", "needs", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "retired_at", "team_id", "version") VALUES (NEW."contacts", NEW."goals", NEW."id", NEW."measures", NEW."name", NEW."needs", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."retired_at", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="1b67f3518a08c77a7905edf2e8c61bee740179de",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_79196",
                    table="referrals_pathwaytemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathwaytemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_pathwaytemplateevent" ("contacts", "goals", "id", "measures", "name", "needs", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "retired_at", "team_id", "version") VALUES (OLD."contacts", OLD."goals", OLD."id", OLD."measures", OLD."name", OLD."needs", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."retired_at", OLD."team_id", OLD."version"); RETURN NULL;',
                    hash="43aaa04f92ec73c1442d1c4dff6258132173166d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba33d",
                    table="referrals_pathwaytemplate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Goal",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="referrals.careplan"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="goal")),
                ("daily_steps", models.PositiveIntegerField(blank=True, null=True, verbose_name="steps a day")),
                ("review_on", models.DateField(verbose_name="review on")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Working on it"), ("met", "Met"), ("dropped", "No longer wanted")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals_set",
                        to="referrals.pathwaytemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "met", "dropped"])), name="goal_status"
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="goal_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("daily_steps", None),
                            models.Q(("daily_steps__gte", 1), ("daily_steps__lte", 100000)),
                            _connector="OR",
                        ),
                        name="goal_daily_steps_plausible",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_goalevent" ("daily_steps", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "review_on", "set_at", "status", "template_id", "text", "version") VALUES (NEW."daily_steps", NEW."id", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."public_id", NEW."recorded_at", NEW."review_on", NEW."set_at", NEW."status", NEW."template_id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="628a0056b3e0bac2cf055ec9f2a0b3690fac498a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0a778",
                    table="referrals_goal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_goalevent" ("daily_steps", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "review_on", "set_at", "status", "template_id", "text", "version") VALUES (OLD."daily_steps", OLD."id", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."public_id", OLD."recorded_at", OLD."review_on", OLD."set_at", OLD."status", OLD."template_id", OLD."text", OLD."version"); RETURN NULL;',
                    hash="f7285e10c247d73f5e1cde8f61eff7ba0be58905",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8688c",
                    table="referrals_goal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="GoalEvent",
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
                        to="referrals.goal",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.careplan",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="goal")),
                ("daily_steps", models.PositiveIntegerField(blank=True, null=True, verbose_name="steps a day")),
                ("review_on", models.DateField(verbose_name="review on")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Working on it"), ("met", "Met"), ("dropped", "No longer wanted")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.pathwaytemplate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Handover",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="referrals.episode"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.organisation"
                    ),
                ),
                ("note", models.TextField(max_length=1000, verbose_name="note for whoever takes over")),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-given_at", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="593789ba5ddc1a4f4ecb37b7b84e4bfa37d97f47",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9dba2",
                    table="referrals_handover",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LedgerEntry",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger", to="referrals.organisation"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="referrals.service",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="referrals.session",
                    ),
                ),
                ("kind", models.CharField(choices=[("grant", "Grant"), ("cost", "Cost")], max_length=10)),
                ("on", models.DateField()),
                ("pence", models.IntegerField()),
                ("purpose", models.CharField(max_length=120, verbose_name="what for")),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="referrals.ledgerentry",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["grant", "cost"])), name="ledger_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pence__gt", 0), ("reverses", None)),
                            models.Q(("pence__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledger_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("session", None), ("service__isnull", False), _connector="OR"),
                        name="ledger_session_of_a_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="ledger_says_what_for"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9025e4f3e5ffdfb17bdfb7b834c62528e5b690ec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_230e4",
                    table="referrals_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LikelyDuplicate",
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
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.person"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.person"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("same_name", "Same date of birth, and the names are the same or sound alike"),
                                ("names_swapped", "Same date of birth, first and last name the other way round"),
                                ("other_family_name", "Same first name, date of birth and telephone or postcode"),
                                ("possible_twins", "Possible twins: only the first name differs"),
                                ("day_month_swapped", "Same name, day and month of birth swapped"),
                                ("birth_date_near", "Same name, one slip in the date of birth"),
                                ("same_phone", "Same telephone number and year of birth"),
                                ("same_email", "Same e-mail address and year of birth"),
                                ("numbers_near", "The NHS numbers differ in two digits at most"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="why",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("different", "Two people"), ("merged", "One person: merged")],
                        max_length=10,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="likely_duplicate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="likely_duplicate_ordered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons__len__gte", 1)), name="likely_duplicate_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                ("decision__in", ["different", "merged"]),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="likely_duplicate_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing_links",
                        to="referrals.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="listinglink_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="listinglink_expires"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at", None),
                            models.Q(("used_at__gte", models.F("made_at")), ("used_at__lt", models.F("expires_at"))),
                            _connector="OR",
                        ),
                        name="listinglink_used_in_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LongTermCondition",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="long_term_conditions",
                        to="referrals.person",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("copd", "COPD"),
                            ("asthma", "Asthma"),
                            ("diabetes", "Diabetes"),
                            ("prediabetes", "Prediabetes"),
                            ("heart", "Heart disease"),
                            ("hypertension", "High blood pressure"),
                            ("depression", "Depression or anxiety"),
                            ("arthritis", "Arthritis"),
                            ("dementia", "Dementia"),
                            ("other", "Another condition"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "code"), name="long_term_condition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "copd",
                                    "asthma",
                                    "diabetes",
                                    "prediabetes",
                                    "heart",
                                    "hypertension",
                                    "depression",
                                    "arthritis",
                                    "dementia",
                                    "other",
                                ],
                            )
                        ),
                        name="long_term_condition_code",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="longtermcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_longtermconditionevent" ("code", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "version") VALUES (NEW."code", NEW."id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."version"); RETURN NULL;',
                    hash="6b1f6863af19188e2db49fe5ef18337ff7e05e01",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc225",
                    table="referrals_longtermcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="longtermcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_longtermconditionevent" ("code", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "version") VALUES (OLD."code", OLD."id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="fe851088fb5c9f0b4f44dab62b82a2aac550fc1a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04422",
                    table="referrals_longtermcondition",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LongTermConditionEvent",
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
                        to="referrals.longtermcondition",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("copd", "COPD"),
                            ("asthma", "Asthma"),
                            ("diabetes", "Diabetes"),
                            ("prediabetes", "Prediabetes"),
                            ("heart", "Heart disease"),
                            ("hypertension", "High blood pressure"),
                            ("depression", "Depression or anxiety"),
                            ("arthritis", "Arthritis"),
                            ("dementia", "Dementia"),
                            ("other", "Another condition"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
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
                        to="referrals.membership",
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
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Merge",
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
                    "duplicate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="referrals.likelyduplicate",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="referrals.person"
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merged_by", to="referrals.person"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("merged_at", models.DateTimeField()),
                ("changes", models.JSONField()),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("gone",), name="merge_gone_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__gte", models.F("merged_at")), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="referrals.careplan"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("loneliness", "Loneliness or isolation"),
                            ("bereavement", "Bereavement"),
                            ("low_mood", "Low mood, stress or anxiety"),
                            ("inactivity", "Being more active"),
                            ("long_term_condition", "Living with a long-term condition"),
                            ("debt", "Money, debt or benefits"),
                            ("housing", "Housing"),
                            ("work", "Work, training or learning"),
                            ("food", "Food or fuel"),
                            ("caring", "Caring for someone"),
                            ("digital", "Getting online"),
                            ("abuse", "Abuse or relationship difficulties"),
                        ],
                        max_length=20,
                    ),
                ),
                ("own_words", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "code"), name="need_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "loneliness",
                                    "bereavement",
                                    "low_mood",
                                    "inactivity",
                                    "long_term_condition",
                                    "debt",
                                    "housing",
                                    "work",
                                    "food",
                                    "caring",
                                    "digital",
                                    "abuse",
                                ],
                            )
                        ),
                        name="need_code",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_needevent" ("code", "id", "own_words", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "version") VALUES (NEW."code", NEW."id", NEW."own_words", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."public_id", NEW."recorded_at", NEW."version"); RETURN NULL;',
                    hash="ee7e88db5e9f2ea0a70996e8fb38f685b67bb2d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_82996",
                    table="referrals_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_needevent" ("code", "id", "own_words", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "version") VALUES (OLD."code", OLD."id", OLD."own_words", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."public_id", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="da56b49de8c5d7513e8f0e2be076fc42a4d8c470",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c57a6",
                    table="referrals_need",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NeedEvent",
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
                        to="referrals.need",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.careplan",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("loneliness", "Loneliness or isolation"),
                            ("bereavement", "Bereavement"),
                            ("low_mood", "Low mood, stress or anxiety"),
                            ("inactivity", "Being more active"),
                            ("long_term_condition", "Living with a long-term condition"),
                            ("debt", "Money, debt or benefits"),
                            ("housing", "Housing"),
                            ("work", "Work, training or learning"),
                            ("food", "Food or fuel"),
                            ("caring", "Caring for someone"),
                            ("digital", "Getting online"),
                            ("abuse", "Abuse or relationship difficulties"),
                        ],
                        max_length=20,
                    ),
                ),
                ("own_words", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OnwardReferralEvent",
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
                        to="referrals.onwardreferral",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.service",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("loneliness", "Loneliness or isolation"),
                            ("bereavement", "Bereavement"),
                            ("low_mood", "Low mood, stress or anxiety"),
                            ("inactivity", "Being more active"),
                            ("long_term_condition", "Living with a long-term condition"),
                            ("debt", "Money, debt or benefits"),
                            ("housing", "Housing"),
                            ("work", "Work, training or learning"),
                            ("food", "Food or fuel"),
                            ("caring", "Caring for someone"),
                            ("digital", "Getting online"),
                            ("abuse", "Abuse or relationship difficulties"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note for the service")),
                (
                    "referred_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Waiting for the service's answer"),
                            ("accepted", "Has a place"),
                            ("rejected", "The service said no"),
                            ("cancelled", "Cancelled"),
                            ("in-progress", "Going to the service"),
                            ("on-hold", "On the waiting list"),
                            ("failed", "Stopped early"),
                            ("completed", "Completed"),
                            ("entered-in-error", "Entered by mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "next_action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim", "A link worker claims it"),
                            ("first_contact", "The link worker makes contact"),
                            ("review", "The link worker reviews the plan"),
                            ("answer", "The service answers"),
                            ("start", "The person goes to a first session"),
                            ("report", "The service reports how it went"),
                            ("offer_place", "The service offers a place"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("may_ask_next", models.BooleanField(db_default=False, default=False)),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.onwardreferral",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OnwardStatusChange",
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
                ("event", models.CharField(max_length=20)),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                ("occurred_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "The person does not want this"),
                            ("not_now", "Not at this time"),
                            ("unreachable", "Could not be reached"),
                            ("goals_met", "Goals met"),
                            ("moved_away", "Moved away"),
                            ("died", "Died"),
                            ("not_suitable", "Needs another kind of help"),
                            ("duplicate", "Referred twice"),
                            ("no_place", "No place free"),
                            ("not_eligible", "Does not meet the service's criteria"),
                            ("waiting_list", "On the waiting list"),
                            ("stopped_coming", "Stopped coming"),
                            ("service_closed", "The service has closed"),
                            ("mistake", "Entered by mistake"),
                            ("no_answer", "No answer in time"),
                            ("handed_over", "Another team goes on with it"),
                            ("asked_by_phone", "The person asked by phone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by_membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "by_client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.apiclient",
                    ),
                ),
                (
                    "by_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "onward_referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="referrals.onwardreferral",
                    ),
                ),
            ],
            options={
                "ordering": ["occurred_at", "pk"],
                "indexes": [models.Index(fields=["event", "occurred_at"], name="onward_change_event")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onwardstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bd7871d04df48032f861bd06b2fc9943e85b6586",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b1ff2",
                    table="referrals_onwardstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrganisationEvent",
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
                        to="referrals.organisation",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ods_code", models.CharField(blank=True, max_length=12, null=True, verbose_name="ODS code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gp_practice", "GP practice"),
                            ("pcn", "Primary care network"),
                            ("icb", "Integrated care board"),
                            ("team", "Social prescribing team"),
                            ("provider", "Voluntary, community or social enterprise"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
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
                (
                    "refers_to",
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
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("area_code", models.CharField(blank=True, max_length=9, verbose_name="local authority code")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, db_default="", default="", editable=False, max_length=60)),
                ("source_id", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomeScore",
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome_scores",
                        to="referrals.episode",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("ons_satisfaction", "Life satisfaction"),
                            ("ons_worthwhile", "Feeling that things are worthwhile"),
                            ("ons_happiness", "Happiness yesterday"),
                            ("ons_anxiety", "Anxiety yesterday"),
                            ("ucla_1", "Lacking companionship"),
                            ("ucla_2", "Feeling left out"),
                            ("ucla_3", "Feeling isolated"),
                            ("lonely", "How often lonely"),
                            ("swemwbs_1", "Item 1"),
                            ("swemwbs_2", "Item 2"),
                            ("swemwbs_3", "Item 3"),
                            ("swemwbs_4", "Item 4"),
                            ("swemwbs_5", "Item 5"),
                            ("swemwbs_6", "Item 6"),
                            ("swemwbs_7", "Item 7"),
                            ("mycaw_concern_1", "First concern"),
                            ("mycaw_concern_2", "Second concern"),
                            ("mycaw_wellbeing", "General wellbeing"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("start", "At the start"), ("review", "At a review"), ("close", "At the end")],
                        max_length=10,
                    ),
                ),
                ("value", models.PositiveSmallIntegerField()),
                ("own_words", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["occurred_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "ons_satisfaction",
                                    "ons_worthwhile",
                                    "ons_happiness",
                                    "ons_anxiety",
                                    "ucla_1",
                                    "ucla_2",
                                    "ucla_3",
                                    "lonely",
                                    "swemwbs_1",
                                    "swemwbs_2",
                                    "swemwbs_3",
                                    "swemwbs_4",
                                    "swemwbs_5",
                                    "swemwbs_6",
                                    "swemwbs_7",
                                    "mycaw_concern_1",
                                    "mycaw_concern_2",
                                    "mycaw_wellbeing",
                                ],
                            )
                        ),
                        name="outcome_score_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["start", "review", "close"])), name="outcome_score_stage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure", "ons_satisfaction"), ("value__gte", 0), ("value__lte", 10)),
                            models.Q(("measure", "ons_worthwhile"), ("value__gte", 0), ("value__lte", 10)),
                            models.Q(("measure", "ons_happiness"), ("value__gte", 0), ("value__lte", 10)),
                            models.Q(("measure", "ons_anxiety"), ("value__gte", 0), ("value__lte", 10)),
                            models.Q(("measure", "ucla_1"), ("value__gte", 1), ("value__lte", 3)),
                            models.Q(("measure", "ucla_2"), ("value__gte", 1), ("value__lte", 3)),
                            models.Q(("measure", "ucla_3"), ("value__gte", 1), ("value__lte", 3)),
                            models.Q(("measure", "lonely"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_1"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_2"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_3"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_4"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_5"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_6"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "swemwbs_7"), ("value__gte", 1), ("value__lte", 5)),
                            models.Q(("measure", "mycaw_concern_1"), ("value__gte", 0), ("value__lte", 6)),
                            models.Q(("measure", "mycaw_concern_2"), ("value__gte", 0), ("value__lte", 6)),
                            models.Q(("measure", "mycaw_wellbeing"), ("value__gte", 0), ("value__lte", 6)),
                            _connector="OR",
                        ),
                        name="outcome_score_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("measure__in", ["mycaw_concern_1", "mycaw_concern_2"]),
                                models.Q(("own_words", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("measure__in", ["mycaw_concern_1", "mycaw_concern_2"]), _negated=True),
                                ("own_words", ""),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_score_own_words",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entered_in_error_at", None)),
                        fields=("episode", "measure", "occurred_at"),
                        name="outcome_score_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomescore",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_outcomescoreevent" ("by_id", "entered_in_error_at", "episode_id", "id", "measure", "occurred_at", "own_words", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "stage", "value", "version") VALUES (NEW."by_id", NEW."entered_in_error_at", NEW."episode_id", NEW."id", NEW."measure", NEW."occurred_at", NEW."own_words", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."stage", NEW."value", NEW."version"); RETURN NULL;',
                    hash="d9d70277fc1421cfcc03026e358c0fa8cd7aa27c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1fced",
                    table="referrals_outcomescore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomescore",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_outcomescoreevent" ("by_id", "entered_in_error_at", "episode_id", "id", "measure", "occurred_at", "own_words", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "stage", "value", "version") VALUES (OLD."by_id", OLD."entered_in_error_at", OLD."episode_id", OLD."id", OLD."measure", OLD."occurred_at", OLD."own_words", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."stage", OLD."value", OLD."version"); RETURN NULL;',
                    hash="9edbd94b084c5d9eb6eafb7cf83c13a001c4a75e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7bdb",
                    table="referrals_outcomescore",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OutcomeScoreEvent",
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
                        to="referrals.outcomescore",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("ons_satisfaction", "Life satisfaction"),
                            ("ons_worthwhile", "Feeling that things are worthwhile"),
                            ("ons_happiness", "Happiness yesterday"),
                            ("ons_anxiety", "Anxiety yesterday"),
                            ("ucla_1", "Lacking companionship"),
                            ("ucla_2", "Feeling left out"),
                            ("ucla_3", "Feeling isolated"),
                            ("lonely", "How often lonely"),
                            ("swemwbs_1", "Item 1"),
                            ("swemwbs_2", "Item 2"),
                            ("swemwbs_3", "Item 3"),
                            ("swemwbs_4", "Item 4"),
                            ("swemwbs_5", "Item 5"),
                            ("swemwbs_6", "Item 6"),
                            ("swemwbs_7", "Item 7"),
                            ("mycaw_concern_1", "First concern"),
                            ("mycaw_concern_2", "Second concern"),
                            ("mycaw_wellbeing", "General wellbeing"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("start", "At the start"), ("review", "At a review"), ("close", "At the end")],
                        max_length=10,
                    ),
                ),
                ("value", models.PositiveSmallIntegerField()),
                ("own_words", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PathwayTemplateEvent",
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
                        to="referrals.pathwaytemplate",
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
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                ("goals", models.JSONField(verbose_name="goals")),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None, verbose_name="contacts"
                    ),
                ),
                (
                    "measures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="measures"
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonAddress",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="referrals.person"
                    ),
                ),
                ("lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=8, null=True, verbose_name="postcode")),
                (
                    "postcode_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
                ("lsoa_code", models.CharField(blank=True, max_length=9)),
                ("area_code", models.CharField(blank=True, max_length=9)),
                ("imd_decile", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("imd_edition", models.CharField(blank=True, max_length=4)),
                ("safe_to_write", models.BooleanField(default=True, verbose_name="safe to write")),
            ],
            options={
                "verbose_name_plural": "addresses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("postcode__isnull", True), models.Q(("postcode_missing_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("postcode__isnull", True), _negated=True), ("postcode_missing_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="person_address_postcode_or_reason",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="person_address_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="person_address_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imd_decile", None), ("imd_edition", "")),
                            models.Q(
                                ("imd_decile__gte", 1),
                                ("imd_decile__lte", 10),
                                models.Q(("imd_edition", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="person_address_decile_with_edition",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_personaddressevent" ("area_code", "id", "imd_decile", "imd_edition", "lines", "lsoa_code", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "postcode_missing_reason", "public_id", "recorded_at", "safe_to_write", "valid_from", "valid_to", "version") VALUES (NEW."area_code", NEW."id", NEW."imd_decile", NEW."imd_edition", NEW."lines", NEW."lsoa_code", NEW."person_id", NOW(), \'update\', NEW."id", NEW."postcode", NEW."postcode_missing_reason", NEW."public_id", NEW."recorded_at", NEW."safe_to_write", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="4b195c1ae605ca7829b503ea5c05a62fa9151952",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7da75",
                    table="referrals_personaddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_personaddressevent" ("area_code", "id", "imd_decile", "imd_edition", "lines", "lsoa_code", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "postcode_missing_reason", "public_id", "recorded_at", "safe_to_write", "valid_from", "valid_to", "version") VALUES (OLD."area_code", OLD."id", OLD."imd_decile", OLD."imd_edition", OLD."lines", OLD."lsoa_code", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."postcode", OLD."postcode_missing_reason", OLD."public_id", OLD."recorded_at", OLD."safe_to_write", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="c932a5e00bbae7a5ca9e06f15f96e3a67a198456",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9dd0b",
                    table="referrals_personaddress",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PersonAddressEvent",
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
                        to="referrals.personaddress",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
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
                ("lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=8, null=True, verbose_name="postcode")),
                (
                    "postcode_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
                ("lsoa_code", models.CharField(blank=True, max_length=9)),
                ("area_code", models.CharField(blank=True, max_length=9)),
                ("imd_decile", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("imd_edition", models.CharField(blank=True, max_length=4)),
                ("safe_to_write", models.BooleanField(default=True, verbose_name="safe to write")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEthnicity",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ethnicities", to="referrals.person"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("A", "White: British"),
                            ("B", "White: Irish"),
                            ("C", "White: any other White background"),
                            ("D", "Mixed: White and Black Caribbean"),
                            ("E", "Mixed: White and Black African"),
                            ("F", "Mixed: White and Asian"),
                            ("G", "Mixed: any other mixed background"),
                            ("H", "Asian or Asian British: Indian"),
                            ("J", "Asian or Asian British: Pakistani"),
                            ("K", "Asian or Asian British: Bangladeshi"),
                            ("L", "Asian or Asian British: any other Asian background"),
                            ("M", "Black or Black British: Caribbean"),
                            ("N", "Black or Black British: African"),
                            ("P", "Black or Black British: any other Black background"),
                            ("R", "Other ethnic groups: Chinese"),
                            ("S", "Other ethnic groups: any other ethnic group"),
                            ("Z", "Not stated"),
                            ("99", "Not known"),
                        ],
                        max_length=2,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "A",
                                    "B",
                                    "C",
                                    "D",
                                    "E",
                                    "F",
                                    "G",
                                    "H",
                                    "J",
                                    "K",
                                    "L",
                                    "M",
                                    "N",
                                    "P",
                                    "R",
                                    "S",
                                    "Z",
                                    "99",
                                ],
                            )
                        ),
                        name="person_ethnicity_category",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="person_ethnicity_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="person_ethnicity_period",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personethnicity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_personethnicityevent" ("category", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "valid_from", "valid_to", "version") VALUES (NEW."category", NEW."id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="351c23385102e23df405d4432083f7b182debc49",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60c63",
                    table="referrals_personethnicity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personethnicity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_personethnicityevent" ("category", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "valid_from", "valid_to", "version") VALUES (OLD."category", OLD."id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="d2b8421c696c57b09b6e91fcbba2d3866fea0ca9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_416e8",
                    table="referrals_personethnicity",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PersonEthnicityEvent",
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
                        to="referrals.personethnicity",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
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
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("A", "White: British"),
                            ("B", "White: Irish"),
                            ("C", "White: any other White background"),
                            ("D", "Mixed: White and Black Caribbean"),
                            ("E", "Mixed: White and Black African"),
                            ("F", "Mixed: White and Asian"),
                            ("G", "Mixed: any other mixed background"),
                            ("H", "Asian or Asian British: Indian"),
                            ("J", "Asian or Asian British: Pakistani"),
                            ("K", "Asian or Asian British: Bangladeshi"),
                            ("L", "Asian or Asian British: any other Asian background"),
                            ("M", "Black or Black British: Caribbean"),
                            ("N", "Black or Black British: African"),
                            ("P", "Black or Black British: any other Black background"),
                            ("R", "Other ethnic groups: Chinese"),
                            ("S", "Other ethnic groups: any other ethnic group"),
                            ("Z", "Not stated"),
                            ("99", "Not known"),
                        ],
                        max_length=2,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
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
                        to="referrals.person",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("nhs_number", models.CharField(blank=True, max_length=10, null=True, verbose_name="NHS number")),
                (
                    "nhs_number_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given_name", models.CharField(max_length=100, verbose_name="first name")),
                ("family_name", models.CharField(max_length=100, verbose_name="last name")),
                ("preferred_name", models.CharField(blank=True, max_length=100, verbose_name="preferred name")),
                ("born_on", models.DateField(verbose_name="date of birth")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="date of death")),
                (
                    "sex",
                    models.CharField(
                        choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
                        default="unknown",
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "preferred_channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="English", max_length=60, verbose_name="language")),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="needs an interpreter")),
                (
                    "communication_needs",
                    models.CharField(blank=True, max_length=500, verbose_name="communication needs"),
                ),
                ("is_carer", models.BooleanField(default=False, verbose_name="looks after someone")),
                (
                    "digital_access",
                    models.CharField(
                        choices=[
                            ("online", "Uses the internet"),
                            ("needs_help", "Needs help to go online"),
                            ("no_device", "Has no device or connection"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                ("restricted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonPractice",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practices", to="referrals.person"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registered_people",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "practice_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("practice__isnull", True), models.Q(("practice_missing_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("practice__isnull", True), _negated=True), ("practice_missing_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="person_practice_or_reason",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="person_practice_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="person_practice_period",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personpractice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_personpracticeevent" ("id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "practice_missing_reason", "public_id", "recorded_at", "valid_from", "valid_to", "version") VALUES (NEW."id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."practice_id", NEW."practice_missing_reason", NEW."public_id", NEW."recorded_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="d3c1ee8c66bb492409a8bf84d1bd5616008e5265",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49f50",
                    table="referrals_personpractice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personpractice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_personpracticeevent" ("id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "practice_missing_reason", "public_id", "recorded_at", "valid_from", "valid_to", "version") VALUES (OLD."id", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."practice_id", OLD."practice_missing_reason", OLD."public_id", OLD."recorded_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="95a352115c2bb8640a62de5a5bb3b03087d0ebed",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7ede2",
                    table="referrals_personpractice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PersonPracticeEvent",
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
                        to="referrals.personpractice",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
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
                (
                    "practice",
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
                (
                    "practice_missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_registered", "Not registered with the NHS"),
                            ("no_fixed_abode", "No fixed address"),
                            ("not_known_yet", "Not known yet"),
                            ("withheld", "The person prefers not to say"),
                            ("outside_england", "Lives outside England"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("postcode", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("lsoa_code", models.CharField(max_length=9)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="postcode_somewhere_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordEntry",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_entries",
                        to="referrals.referral",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-entered_at", "-pk"],
                "indexes": [models.Index(fields=["referral", "-entered_at"], name="record_entry_latest")],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
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
                        to="referrals.referral",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("reference", models.CharField(max_length=12, verbose_name="reference")),
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
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.organisation",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("gp", "GP practice"),
                            ("self", "The person themselves"),
                            ("hospital", "Hospital discharge"),
                            ("agency", "Another agency"),
                            ("outreach", "Outreach"),
                        ],
                        max_length=10,
                        verbose_name="route",
                    ),
                ),
                (
                    "referring_organisation",
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
                (
                    "referred_by",
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
                (
                    "referred_by_client",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.apiclient",
                    ),
                ),
                (
                    "referrer_organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation of the referrer"),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=150, verbose_name="name of the referrer")),
                (
                    "referrer_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="telephone of the referrer"),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=150, verbose_name="on behalf of")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="in the person's words")),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("none", "No risk that the link worker must know of"),
                            ("read_first", "Yes: read before making contact"),
                        ],
                        max_length=10,
                        verbose_name="risk",
                    ),
                ),
                (
                    "risk_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="what the link worker must know"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.agreement",
                    ),
                ),
                ("referred_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Waiting for a link worker"),
                            ("claimed", "A link worker is making contact"),
                            ("supported", "Getting support from a link worker"),
                            ("closed", "Support has ended"),
                            ("declined", "The person said no"),
                            ("returned", "Sent back to the referrer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "holder",
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
                (
                    "next_action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim", "A link worker claims it"),
                            ("first_contact", "The link worker makes contact"),
                            ("review", "The link worker reviews the plan"),
                            ("answer", "The service answers"),
                            ("start", "The person goes to a first session"),
                            ("report", "The service reports how it went"),
                            ("offer_place", "The service offers a place"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralStatusChange",
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
                ("event", models.CharField(max_length=20)),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                ("occurred_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "The person does not want this"),
                            ("not_now", "Not at this time"),
                            ("unreachable", "Could not be reached"),
                            ("goals_met", "Goals met"),
                            ("moved_away", "Moved away"),
                            ("died", "Died"),
                            ("not_suitable", "Needs another kind of help"),
                            ("duplicate", "Referred twice"),
                            ("no_place", "No place free"),
                            ("not_eligible", "Does not meet the service's criteria"),
                            ("waiting_list", "On the waiting list"),
                            ("stopped_coming", "Stopped coming"),
                            ("service_closed", "The service has closed"),
                            ("mistake", "Entered by mistake"),
                            ("no_answer", "No answer in time"),
                            ("handed_over", "Another team goes on with it"),
                            ("asked_by_phone", "The person asked by phone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by_membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "by_client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.apiclient",
                    ),
                ),
                (
                    "by_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["occurred_at", "pk"],
                "indexes": [models.Index(fields=["event", "occurred_at"], name="referral_change_event")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="668adfa6451316cfacb201df4e8e957adec539f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f767d",
                    table="referrals_referralstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RegisterLink",
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_links",
                        to="referrals.session",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="register_link_digest"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("session",), name="register_link_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedPerson",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_people",
                        to="referrals.person",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("relationship", models.CharField(max_length=60, verbose_name="relationship")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("is_emergency_contact", models.BooleanField(default=False)),
                ("is_carer", models.BooleanField(default=False)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("none", "No authority to decide"),
                            ("parent", "Parental responsibility"),
                            ("welfare_attorney", "Lasting power of attorney for health and welfare"),
                            ("deputy", "Deputy appointed by the Court of Protection"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "related people",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_emergency_contact", False), models.Q(("phone", ""), _negated=True), _connector="OR"
                        ),
                        name="related_person_emergency_has_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority__in", ["none", "parent", "welfare_attorney", "deputy"])),
                        name="related_person_authority",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relatedperson",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_relatedpersonevent" ("authority", "ended_at", "id", "is_carer", "is_emergency_contact", "name", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id", "recorded_at", "relationship", "version") VALUES (NEW."authority", NEW."ended_at", NEW."id", NEW."is_carer", NEW."is_emergency_contact", NEW."name", NEW."person_id", NOW(), \'update\', NEW."id", NEW."phone", NEW."public_id", NEW."recorded_at", NEW."relationship", NEW."version"); RETURN NULL;',
                    hash="7c67f3d37835b3ed791669306724c83ffaf12b42",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9443d",
                    table="referrals_relatedperson",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relatedperson",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_relatedpersonevent" ("authority", "ended_at", "id", "is_carer", "is_emergency_contact", "name", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id", "recorded_at", "relationship", "version") VALUES (OLD."authority", OLD."ended_at", OLD."id", OLD."is_carer", OLD."is_emergency_contact", OLD."name", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."phone", OLD."public_id", OLD."recorded_at", OLD."relationship", OLD."version"); RETURN NULL;',
                    hash="872468820ed64843cff76aec39eb9a37ab223e41",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77708",
                    table="referrals_relatedperson",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RelatedPersonEvent",
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
                        to="referrals.relatedperson",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("relationship", models.CharField(max_length=60, verbose_name="relationship")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("is_emergency_contact", models.BooleanField(default=False)),
                ("is_carer", models.BooleanField(default=False)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("none", "No authority to decide"),
                            ("parent", "Parental responsibility"),
                            ("welfare_attorney", "Lasting power of attorney for health and welfare"),
                            ("deputy", "Deputy appointed by the Court of Protection"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RiskNotice",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_notices",
                        to="referrals.referral",
                    ),
                ),
                ("note", models.TextField(max_length=1000, verbose_name="what the practice must know")),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.membership"
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["told_at", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("read_at", None)), fields=["referral"], name="risk_notice_unread")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="risk_notice_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_notice_read_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceEvent",
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
                        to="referrals.service",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="description")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("loneliness", "Loneliness or isolation"),
                                ("bereavement", "Bereavement"),
                                ("low_mood", "Low mood, stress or anxiety"),
                                ("inactivity", "Being more active"),
                                ("long_term_condition", "Living with a long-term condition"),
                                ("debt", "Money, debt or benefits"),
                                ("housing", "Housing"),
                                ("work", "Work, training or learning"),
                                ("food", "Food or fuel"),
                                ("caring", "Caring for someone"),
                                ("digital", "Getting online"),
                                ("abuse", "Abuse or relationship difficulties"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="helps with",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("postcode", models.CharField(blank=True, max_length=8, verbose_name="postcode")),
                ("schedule", models.CharField(blank=True, max_length=600, verbose_name="when")),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mon", "Monday"),
                                ("tue", "Tuesday"),
                                ("wed", "Wednesday"),
                                ("thu", "Thursday"),
                                ("fri", "Friday"),
                                ("sat", "Saturday"),
                                ("sun", "Sunday"),
                            ],
                            max_length=3,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days",
                    ),
                ),
                ("cost", models.CharField(blank=True, max_length=600, verbose_name="cost")),
                ("is_free", models.BooleanField(blank=True, null=True, verbose_name="free of charge")),
                (
                    "eligibility",
                    models.TextField(
                        blank=True, db_default="", default="", max_length=2000, verbose_name="who it is for"
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(blank=True, db_default="", default="", max_length=2000, verbose_name="access"),
                ),
                (
                    "website",
                    models.URLField(blank=True, db_default="", default="", max_length=300, verbose_name="website"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, db_default="", default="", max_length=254, verbose_name="e-mail"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, db_default="", default="", max_length=30, verbose_name="telephone"),
                ),
                ("language", models.CharField(default="English", max_length=60, verbose_name="languages")),
                ("is_step_free", models.BooleanField(default=False, verbose_name="step-free")),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
                (
                    "weeks_to_wait",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weeks to wait"),
                ),
                ("latitude", models.FloatField(blank=True, editable=False, null=True)),
                ("longitude", models.FloatField(blank=True, editable=False, null=True)),
                ("youngest", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="youngest age")),
                ("oldest", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="oldest age")),
                (
                    "for_sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("for_carers", models.BooleanField(db_default=False, default=False, verbose_name="for carers only")),
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="areas",
                    ),
                ),
                (
                    "takes_self_referrals",
                    models.BooleanField(db_default=True, default=True, verbose_name="people can come by themselves"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Taking people"), ("waiting_list", "Waiting list"), ("closed", "Closed")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("asks_for_health_needs", models.BooleanField(default=False)),
                ("assured_on", models.DateField(blank=True, null=True, verbose_name="last confirmed")),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_funding", "There is no money for it"),
                            ("no_people", "There is nobody to run it"),
                            ("no_room", "There is no place for it"),
                            ("few_came", "Few people came"),
                            ("paused", "It pauses for now"),
                            ("not_offered", "It is no longer offered"),
                        ],
                        db_default="",
                        default="",
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(blank=True, db_default="", default="", editable=False, max_length=60)),
                ("source_id", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionEvent",
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
                        to="referrals.session",
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
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.service",
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_to_lead", "There is nobody to lead it"),
                            ("no_room", "There is no place for it"),
                            ("weather", "The weather"),
                            ("few_coming", "Too few people were coming"),
                            ("holiday", "A holiday"),
                            ("other", "Another reason"),
                        ],
                        db_default="",
                        default="",
                        max_length=20,
                        verbose_name="why it is cancelled",
                    ),
                ),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "walk_ins",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="came without a referral"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_in_links", to="referrals.person"
                    ),
                ),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="signinlink_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="signinlink_expires"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at", None),
                            models.Q(("used_at__gte", models.F("made_at")), ("used_at__lt", models.F("expires_at"))),
                            _connector="OR",
                        ),
                        name="signinlink_used_in_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SmallArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=9)),
                ("name", models.CharField(max_length=100)),
                ("area_code", models.CharField(max_length=9)),
                ("area_name", models.CharField(max_length=100)),
                ("imd_decile", models.PositiveSmallIntegerField()),
                ("imd_edition", models.CharField(max_length=4)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "imd_edition"), name="small_area_edition"),
                    models.CheckConstraint(
                        condition=models.Q(("imd_decile__gte", 1), ("imd_decile__lte", 10)), name="small_area_decile"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
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
                ("code", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="referrals.person"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="referrals.service"
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("service", "code"),
                        name="tag_with_one_person",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tag",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_tagevent" ("code", "id", "issued_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "returned_at", "service_id", "version") VALUES (NEW."code", NEW."id", NEW."issued_at", NEW."person_id", NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorded_at", NEW."returned_at", NEW."service_id", NEW."version"); RETURN NULL;',
                    hash="c3e4056cd9ed991cb99cfca5538e335f40d32828",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_88084",
                    table="referrals_tag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tag",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_tagevent" ("code", "id", "issued_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "returned_at", "service_id", "version") VALUES (OLD."code", OLD."id", OLD."issued_at", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorded_at", OLD."returned_at", OLD."service_id", OLD."version"); RETURN NULL;',
                    hash="7fd63fa199162299b48954f177ee9fd61f5d53f5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9a6c3",
                    table="referrals_tag",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TagEvent",
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
                        to="referrals.tag",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=referrals.kit.randomness.new_public_id, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("code", models.CharField(max_length=40)),
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
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.service",
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ThreadEvent",
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
                        to="referrals.thread",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.task",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "asked",
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
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
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
                        to="referrals.agreement",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.person",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("share_record", "Share what is needed with the link worker team"),
                            ("share_with_provider", "Share what is needed with a local service"),
                            ("wear_device", "Wear a step counter and keep its readings"),
                            ("get_messages", "Get messages and reminders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wording_version", models.CharField(max_length=20)),
                ("given_by", models.CharField(blank=True, max_length=200, verbose_name="given by")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Face to face"),
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("online", "On a web page"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Face to face"),
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("online", "On a web page"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnsweredRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.membership",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="referrals.apiclient",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.organisation",
                    ),
                ),
                ("method", models.CharField(max_length=8)),
                ("path", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("status_code", models.PositiveSmallIntegerField(null=True)),
                ("body", models.JSONField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="referrals.person"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("membership", "client", "organisation", "method", "path", "key"),
                        name="answered_request_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentEvent",
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
                        to="referrals.appointment",
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
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.episode",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.membership",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("face_to_face", "Face to face"),
                            ("home_visit", "Home visit"),
                            ("video", "Video"),
                            ("text", "Text or e-mail"),
                            ("letter", "Letter"),
                        ],
                        max_length=15,
                        verbose_name="how",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("arranged_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
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
                        to="referrals.attendance",
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.session",
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
                (
                    "onward_referral",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.onwardreferral",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("attended", "Came"),
                            ("did_not_attend", "Did not come"),
                            ("cancelled", "Sent apologies"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("register", "Register"), ("reader", "Reader at the door")], max_length=10
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("did", models.CharField(max_length=60)),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("link", "link"),
                            ("client", "client"),
                            ("device", "device"),
                            ("schedule", "schedule"),
                            ("public", "public"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gp", "GP practice"),
                            ("link_worker", "Link worker"),
                            ("provider", "Provider"),
                            ("commissioner", "Commissioner"),
                            ("person", "Person"),
                            ("manager", "Manager"),
                        ],
                        max_length=20,
                    ),
                ),
                ("user_id", models.BigIntegerField(null=True)),
                ("membership_id", models.BigIntegerField(null=True)),
                ("client_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("device_id", models.UUIDField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("object_type", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField(null=True)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "at"], name="audit_person"),
                    models.Index(fields=["object_type", "object_id"], name="audit_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor_kind", "member"), ("membership_id__isnull", False)),
                            models.Q(("actor_kind", "client"), ("client_id__isnull", False)),
                            models.Q(("actor_kind", "device"), ("device_id__isnull", False)),
                            models.Q(("actor_kind", "link"), ("organisation_id__isnull", False)),
                            models.Q(("actor_kind", "link"), ("person_id__isnull", False)),
                            ("actor_kind__in", ["schedule", "public"]),
                            _connector="OR",
                        ),
                        name="audit_names_its_actor",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c78a5149b34459eb1f8cc3f4ad44d6597858efa9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_05067",
                    table="referrals_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PersonKeys",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="keys",
                        serialize=False,
                        to="referrals.person",
                    ),
                ),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("compared_again", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="person_keys"),
                    models.Index(
                        condition=models.Q(("compared_again", False)), fields=["person"], name="person_keys_to_compare"
                    ),
                ],
            },
        ),
    ]
