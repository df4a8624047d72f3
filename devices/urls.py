"""`/manager/devices/`: the devices of a manager's organisation; `…/wearable/` of an episode: lending to one person."""

from django.urls import path

from devices.views import alerts, loans, manager, rules
from referrals.views.support.flags import flags_read_first

app_name = "devices"
urlpatterns = [
    path("", manager.listing, name="list"),
    path("register/", manager.register, name="register"),
    path("rejected/", manager.rejected, name="rejected"),
    path("answering/", rules.answering, name="answering"),
    path("answering/<uuid:public_id>/take-off/", rules.take_off, name="take_off"),
    path("rules/", rules.settings, name="rules"),
    path("<uuid:public_id>/", manager.device, name="device"),
    path("<uuid:public_id>/secret/", manager.secret, name="secret"),
    path("<uuid:public_id>/disable/", manager.disable, name="disable"),
    path("<uuid:public_id>/enable/", manager.enable, name="enable"),
    path("<uuid:public_id>/lend/", manager.lend, name="lend"),
    path("<uuid:public_id>/return/", manager.take_back, name="return"),
]

# Calls for help, for everybody in the team.
calls_for_help = (
    [
        path("", alerts.listing, name="list"),
        path("<uuid:public_id>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    ],
    "alerts",
)

# Stands under a link worker's page of an episode.
wearables = (
    [
        path("lend/", flags_read_first(loans.hand_over), name="hand_over"),
        path("<uuid:loan_id>/return/", loans.take_back, name="take_back"),
    ],
    "wearables",
)
