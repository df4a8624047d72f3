"""Migrations that would stop a running installation: dropped or renamed columns, NOT NULL without a default."""

import sys

import django
from django_migration_linter import MigrationLinter

APPS = ["referrals", "devices", "observatory"]
# They make the tables, so that nothing is running yet that they could stop.
FIRST = ["0001_initial", "0002_record", "0002_reading_by_month"]

if __name__ == "__main__":
    django.setup()
    linter = MigrationLinter(include_apps=APPS, ignore_name=FIRST, no_cache=True, all_warnings_as_errors=True)
    linter.lint_all_migrations()
    linter.print_summary()
    sys.exit(linter.has_errors)
