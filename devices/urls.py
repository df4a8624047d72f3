"""`/manager/devices/`: the devices of a manager's organisation."""

from django.urls import path

from devices.views import manager

app_name = "devices"
urlpatterns = [
    path("", manager.listing, name="list"),
    path("register/", manager.register, name="register"),
    path("rejected/", manager.rejected, name="rejected"),
    path("<uuid:public_id>/", manager.device, name="device"),
    path("<uuid:public_id>/secret/", manager.secret, name="secret"),
    path("<uuid:public_id>/disable/", manager.disable, name="disable"),
    path("<uuid:public_id>/enable/", manager.enable, name="enable"),
    path("<uuid:public_id>/lend/", manager.lend, name="lend"),
    path("<uuid:public_id>/return/", manager.take_back, name="return"),
]
