"""What the tables need of PostgreSQL: equality beside ranges in one exclusion constraint."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    operations = [BtreeGistExtension()]
