"""`/refer/`: someone refers themselves."""

from django.urls import path

from referrals.views.intake import self_referral

app_name = "self_referral"
urlpatterns = [
    path("", self_referral.refer, name="refer"),
    path("sent/", self_referral.confirm, name="sent"),
]
