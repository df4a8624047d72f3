import django.contrib.postgres.search
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def compare_once_more(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever is compared gets their words: the schedule does so for everybody who is known."""
    apps.get_model("referrals", "PersonKeys").objects.update(compared_again=False)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0014_second_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="personkeys",
            name="words",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
        migrations.RunPython(compare_once_more, migrations.RunPython.noop),
    ]
