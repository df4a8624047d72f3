"""`/me/`: a person's own page."""

from django.urls import path

from referrals.views import person, person_export

app_name = "person"
urlpatterns = [
    path("", person.me, name="me"),
    path("record/", person_export.download, name="download"),
    path("referrals/<uuid:public_id>/ask-again/", person.ask_again, name="ask_again"),
    path("agreements/<slug:purpose>/give/", person.give, name="give"),
    path("agreements/<slug:purpose>/withdraw/", person.withdraw, name="withdraw"),
]
