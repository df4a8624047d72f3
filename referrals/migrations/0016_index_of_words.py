import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME, AT_ONCE = "person_words", 5_000


def compare_once_more(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever is compared gets their words: the schedule does so for everybody who is known. Some at a time, each kept."""
    keys = apps.get_model("referrals", "PersonKeys").objects.using(schema_editor.connection.alias)
    waiting = keys.filter(words=None, compared_again=True)
    while some := list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        keys.filter(pk__in=some).update(compared_again=False)


class Migration(migrations.Migration):
    # Others go on writing meanwhile. Where it was interrupted, it begins again.
    atomic = False

    dependencies = [
        ("referrals", "0015_words_people_are_found_by"),
    ]

    operations = [
        migrations.RunPython(compare_once_more, migrations.RunPython.noop),
        # An index that was half built stays, and counts as there.
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="personkeys",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name=NAME),
        ),
    ]
