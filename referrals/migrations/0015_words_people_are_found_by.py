import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    # The rows are filled after it: whoever adds a column lets everybody else wait.
    dependencies = [
        ("referrals", "0014_second_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="personkeys",
            name="words",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
    ]
