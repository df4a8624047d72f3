"""`/me/`: a person's own page."""

from django.urls import path

from referrals.views import person

app_name = "person"
urlpatterns = [
    path("", person.me, name="me"),
    path("agreements/<slug:purpose>/withdraw/", person.withdraw, name="withdraw"),
]
