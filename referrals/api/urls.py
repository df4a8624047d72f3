"""The record's part of `/api/v1/`."""

from django.urls import path

from referrals.api import views

urlpatterns = [
    path("referrals/", views.ReferralList.as_view(), name="referrals"),
    path("referrals/<uuid:public_id>/", views.ReferralDetail.as_view(), name="referral"),
]
