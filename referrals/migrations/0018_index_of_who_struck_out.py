from django.db import migrations

NAME = "referrals_contactevent_struck_out_by_id_c32e20c4"


class Migration(migrations.Migration):
    # Others go on writing while it is built.
    atomic = False

    dependencies = [
        ("referrals", "0017_contacts_struck_out"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX CONCURRENTLY {NAME} ON referrals_contactevent (struck_out_by_id)",
            f"DROP INDEX CONCURRENTLY {NAME}",
        ),
    ]
