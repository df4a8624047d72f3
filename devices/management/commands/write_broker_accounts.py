"""`manage.py write_broker_accounts`: write the broker's accounts and access list before its first start."""

from django.core.management.base import BaseCommand

from devices.actions import broker


class Command(BaseCommand):
    help = "Write the broker's accounts: this product's own and every enabled device's."

    def handle(self, *_arguments: object, **_options: object) -> None:
        number = broker.write_accounts()
        self.stdout.write(f"{number} devices may sign in to the broker")
