"""`/api/v1/`: the apps' parts of the REST interface, its description, and a 404 that systems can read."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from referrals.kit.access import for_everyone
from referrals.kit.api import problems
from socialrx import pages
from socialrx.api_schema import Description

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.api_base, name="api-base"),
    path("openapi.json", for_everyone(Description.as_view()), name="openapi"),
    path("", include("referrals.api.urls")),
    path("", include("devices.api.urls")),
    path("", include("observatory.api.urls")),
    re_path(".", for_everyone(problems.not_found), name="api-not-found"),
]
