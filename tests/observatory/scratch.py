"""Looks at everything that shows a measure by a dimension, in a tree that has one more of each; prints JSON.

Run by `test_discovery` with the tree's `observatory` first on the path and a database of its own.
"""

import json
import os
import sys
from datetime import date
from io import StringIO
from typing import Any

import django
from django.db import connection
from django.test.utils import setup_test_environment

MEASURE, BY = "self_referred", "nation"


def main() -> None:
    django.setup()
    setup_test_environment()
    connection.settings_dict["TEST"] |= {"TEMPLATE": os.environ["SCRATCH_TEMPLATE"], "NAME": f"scratch_{os.getpid()}"}
    original = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        sys.stdout.write(json.dumps(looked_at()) + "\n")
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def looked_at() -> dict[str, Any]:
    from django.core.management import call_command  # noqa: PLC0415 # only once Django is set up

    from observatory.actions import geographies, weeks  # noqa: PLC0415
    from observatory.actions.geographies import GeographyDraft  # noqa: PLC0415
    from observatory.dimensions.places import Kind  # noqa: PLC0415
    from observatory.models import RunningFigure  # noqa: PLC0415
    from referrals.kit.actor import SCHEDULE  # noqa: PLC0415
    from referrals.kit.calendar import week_label, week_of  # noqa: PLC0415
    from referrals.kit.permissions import Role  # noqa: PLC0415
    from referrals.kit.reference.loads import Edition  # noqa: PLC0415
    from referrals.models import Referral  # noqa: PLC0415
    from tests.support.tokens import Api, issue  # noqa: PLC0415
    from tests.support.world import build, refer, register  # noqa: PLC0415

    world = build()
    places = [
        GeographyDraft("E92000001", Kind.NATION, "England", date(2020, 1, 1)),
        GeographyDraft("E08000009", Kind.LOCAL_AUTHORITY, "Trafford", date(2020, 1, 1), parent="E92000001"),
    ]
    geographies.load(drafts=places, edition=Edition("1", "Test places"), by=SCHEDULE)
    sent = [refer(world.ours, register(world.ours)) for _index in range(18)]
    Referral.objects.filter(pk__in=[referral.pk for referral in sent[:13]]).update(
        route="self", referring_organisation=None
    )
    weeks.rebuild_changed(by=SCHEDULE, now=world.now)
    client, api = world.ours.client(Role.COMMISSIONER), Api(issue(world.ours.members[Role.COMMISSIONER]))
    query = {"measure": MEASURE, "by": BY, "period": "week"}
    page = client.get("/observatory/", query)
    figures, form = page.context["figures"], page.context["form"]
    out = StringIO()
    call_command("recount", week=week_label(week_of(world.today)), measure=MEASURE, by=BY, stdout=out)
    return {
        "choices": {name: list(form.fields[name].choices) for name in ("measure", "by")},
        "title": figures.title,
        "segments": list(figures.names.values()),
        "cells": [cell.text for cell in figures.rows[0].cells],
        "page": page.content.decode(),
        "measures page": client.get("/observatory/measures/").content.decode(),
        "csv": client.get("/observatory/figures.csv", query).content.decode(),
        "api": api.get("observatory/weekly/", measure=MEASURE, by=BY).json(),
        "parameters": api.get("openapi.json").json()["paths"]["/api/v1/observatory/weekly/"]["get"]["parameters"],
        "stored": RunningFigure.objects.filter(measure=MEASURE, dimension=BY, period="block").count(),
        "recount": out.getvalue().splitlines(),
    }


if __name__ == "__main__":
    main()
