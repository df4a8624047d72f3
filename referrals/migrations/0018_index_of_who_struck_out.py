from django.db import migrations

NAME = "referrals_contactevent_struck_out_by_id_c32e20c4"


class Migration(migrations.Migration):
    # Others go on writing while it is built. Where it was interrupted, it begins again.
    atomic = False

    dependencies = [
        ("referrals", "0017_contacts_struck_out"),
    ]

    operations = [
        # An index that was half built stays, and counts as there.
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}", migrations.RunSQL.noop),
        migrations.RunSQL(
            f"CREATE INDEX CONCURRENTLY {NAME} ON referrals_contactevent (struck_out_by_id)",
            f"DROP INDEX CONCURRENTLY {NAME}",
        ),
    ]
