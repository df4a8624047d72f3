"""`/provider/`: inbox, services and registers."""

from django.urls import path

from referrals.views import answer_link, provider, register

app_name = "provider"
urlpatterns = [
    path("", provider.inbox, name="inbox"),
    path("offers/<uuid:public_id>/", provider.offer, name="offer"),
    path("answer/<str:token>/", answer_link.answer, name="answer"),
    path("services/<uuid:public_id>/", provider.service, name="service"),
    path("services/<uuid:public_id>/confirm/", provider.confirm, name="confirm"),
    path("sessions/<uuid:public_id>/", register.register, name="register"),
]
