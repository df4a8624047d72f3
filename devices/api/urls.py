"""The devices' part of `/api/v1/`."""

from django.urls import path

from devices.api import views
from devices.api.asyncapi import asyncapi
from referrals.kit.access import for_everyone

urlpatterns = [
    path("asyncapi.json", for_everyone(asyncapi), name="asyncapi"),
    path("people/<uuid:public_id>/days/", views.PersonDays.as_view(), name="person-days"),
    path("devices/<uuid:public_id>/days/", views.DeviceDays.as_view(), name="device-days"),
]
