import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from referrals.migrations._at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        # Its exclusion constraint needs the extension that is made there.
        ("referrals", "0002_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("released_at", models.DateTimeField()),
                ("definitions", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["-week", "-revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("week", "revision"), name="release_once"),
                    models.CheckConstraint(condition=models.Q(("week__iso_week_day", 1)), name="release_of_monday"),
                    models.CheckConstraint(condition=models.Q(("revision__gte", 1)), name="release_revision"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="85979f0fa46588c82ee1913b82adc99d932a22d8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92d8b",
                    table="observatory_release",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReleasedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=30)),
                ("dimension", models.CharField(max_length=30)),
                ("segment", models.CharField(max_length=30)),
                ("value", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                ("suppressed", models.BooleanField()),
                ("rate", models.DecimalField(decimal_places=1, max_digits=9, null=True)),
                ("denominator", models.IntegerField(null=True)),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="observatory.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "measure", "dimension", "segment"), name="released_figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suppressed", False),
                            models.Q(("rate", None), ("suppressed", True), ("value", None)),
                            _connector="OR",
                        ),
                        name="released_figure_hidden_is_empty",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releasedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dc7d8e1811db6a7c67f359a6f85abdf9ec171a1d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7dc02",
                    table="observatory_releasedfigure",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RunningFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=30)),
                ("dimension", models.CharField(max_length=30)),
                ("segment", models.CharField(max_length=30)),
                ("value", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                ("suppressed", models.BooleanField()),
                ("rate", models.DecimalField(decimal_places=1, max_digits=9, null=True)),
                ("denominator", models.IntegerField(null=True)),
                ("period", models.CharField(choices=[("week", "week"), ("block", "block")], max_length=5)),
                ("starts_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["period", "starts_on"], name="running_figure_of_period")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "dimension", "period", "starts_on", "segment"), name="running_figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suppressed", False),
                            models.Q(("rate", None), ("suppressed", True), ("value", None)),
                            _connector="OR",
                        ),
                        name="running_figure_hidden_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Geography",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=15)),
                ("name", models.CharField(max_length=200)),
                ("parent", models.CharField(blank=True, max_length=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("edition", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name_plural": "geographies",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
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
                        name="geography_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="geography_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("code")), _negated=True), name="geography_not_in_itself"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["practice", "pcn", "icb", "local_authority", "region", "nation"])
                        ),
                        name="geography_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="geography_has_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimension", models.CharField(max_length=30)),
                ("segment", models.CharField(max_length=30)),
                ("area", models.CharField(max_length=12)),
                ("edition", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("count", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dimension", "segment", "area", "edition", "valid_from"), name="population_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="population_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="population_has_source"
                    ),
                ],
            },
        ),
    ]
