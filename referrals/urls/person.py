"""`/me/`: a person's own page."""

from django.urls import path

from referrals.views.access import sign_in
from referrals.views.people import calendar_file, printout, proof_link
from referrals.views.people import own_corrections as corrections
from referrals.views.people import own_details as details
from referrals.views.people import own_export as person_export
from referrals.views.people import own_page as person
from referrals.views.register import own_feedback as feedback

app_name = "person"
urlpatterns = [
    path("", person.me, name="me"),
    path("sign-in/", sign_in.ask, name="sign_in"),
    path("sign-in/<str:token>/", sign_in.by_link, name="sign_in_by_link"),
    path("confirm/<str:token>/", proof_link.by_link, name="confirm_by_link"),
    path("sessions/<uuid:session_id>/feedback/", feedback.own, name="feedback"),
    path("how-was-it/<str:token>/", feedback.by_link, name="how_was_it"),
    path("calendar.ics", calendar_file.download, name="calendar"),
    path("calendar/<uuid:public_id>/", calendar_file.download_one, name="calendar_of_one"),
    path("corrections/", corrections.ask, name="correct"),
    path("details/", details.details, name="details"),
    path("details/told-by/", details.told_by, name="wishes"),
    path("details/address/", details.address, name="address"),
    path("details/contact/", details.contact_add, name="contact_add"),
    path("details/contact/<uuid:contact_point_id>/", details.contact, name="contact"),
    path("details/contact/<uuid:contact_point_id>/end/", details.contact_end, name="contact_end"),
    path("details/contact/<uuid:contact_point_id>/confirm/", details.contact_confirm, name="contact_confirm"),
    path("print/", printout.own, name="print"),
    path("record/", person_export.download, name="download"),
    path("referrals/<uuid:public_id>/ask-again/", person.ask_again, name="ask_again"),
    path("agreements/<slug:purpose>/give/", person.give, name="give"),
    path("agreements/<slug:purpose>/withdraw/", person.withdraw, name="withdraw"),
]
