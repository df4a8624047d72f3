"""A person opens their page by a mailed link: a password that was made by one opens it no more.

What Django stores for "no password" is an exclamation mark and something random. Sessions hold a digest of it, so those
that such a password had opened end too.
"""

from django.db import migrations

TAKE_AWAY = """
    UPDATE referrals_user SET password = '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
    WHERE password NOT LIKE '!%'
    AND id IN (SELECT user_id FROM referrals_membership WHERE role = 'person')
    AND id NOT IN (SELECT user_id FROM referrals_membership WHERE role <> 'person')
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_organisations_and_invitations")]

    operations = [migrations.RunSQL(TAKE_AWAY, migrations.RunSQL.noop)]
