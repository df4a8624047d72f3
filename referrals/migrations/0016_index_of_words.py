import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # Others go on writing while it is built.
    atomic = False

    dependencies = [
        ("referrals", "0015_words_people_are_found_by"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="personkeys",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="person_words"),
        ),
    ]
