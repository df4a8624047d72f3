"""`/manager/`: who works in the organisation. Its devices are in `devices.urls`."""

from django.urls import path

from referrals.views import manager

app_name = "manager"
urlpatterns = [
    path("", manager.home, name="home"),
    path("members/add/", manager.add, name="add"),
    path("members/<uuid:public_id>/end/", manager.end, name="end"),
]
