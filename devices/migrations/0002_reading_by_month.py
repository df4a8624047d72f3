"""Readings partitioned by month of their start, so that ageing them out is a DROP and indexes stay small.

Django makes the plain table from the model; here it becomes the default partition, which catches
what no month's partition is there for. `devices.actions.partitions` adds the months.
"""

from django.db import migrations

PARTITION = """
ALTER TABLE devices_reading RENAME TO devices_reading_default;
CREATE TABLE devices_reading (LIKE devices_reading_default INCLUDING ALL) PARTITION BY RANGE (starts_at);
ALTER TABLE devices_reading ATTACH PARTITION devices_reading_default DEFAULT;
"""
UNDO = """
ALTER TABLE devices_reading DETACH PARTITION devices_reading_default;
INSERT INTO devices_reading_default SELECT * FROM devices_reading;
DROP TABLE devices_reading;
ALTER TABLE devices_reading_default RENAME TO devices_reading;
"""


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]

    operations = [migrations.RunSQL(PARTITION, UNDO)]
