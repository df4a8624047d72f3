"""The devices' part of `/api/v1/`."""

from django.urls import path

from devices.api import views

urlpatterns = [
    path("people/<uuid:public_id>/days/", views.PersonDays.as_view(), name="person-days"),
    path("devices/<uuid:public_id>/days/", views.DeviceDays.as_view(), name="device-days"),
]
