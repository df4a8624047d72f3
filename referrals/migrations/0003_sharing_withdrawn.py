from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0002_record"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="task",
            name="task_kind",
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(
                choices=[
                    ("claim_referral", "Claim the referral"),
                    ("first_contact", "Make first contact"),
                    ("review", "Review the plan"),
                    ("offer_declined", "A service said no: find another"),
                    ("offer_overdue", "A service has not answered"),
                    ("sharing_withdrawn", "Sharing with services was taken back: settle the onward referrals"),
                    ("message_failed", "A message did not arrive: reach them another way"),
                    ("risk_unread", "Read the risk note"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "claim_referral",
                            "first_contact",
                            "review",
                            "offer_declined",
                            "offer_overdue",
                            "sharing_withdrawn",
                            "message_failed",
                            "risk_unread",
                        ],
                    )
                ),
                name="task_kind",
            ),
        ),
    ]
