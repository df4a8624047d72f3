"""`/services/`: the public directory."""

from django.urls import path

from referrals.views.services import services

app_name = "services"
urlpatterns = [
    path("", services.directory, name="directory"),
    path("<uuid:public_id>/", services.service, name="service"),
]
