"""`/gp/`: a practice's referrals, and sending one."""

from django.urls import path

from referrals.views.intake import gp, gp_mending, gp_record
from referrals.views.people import patient

PATIENT = "patients/<uuid:public_id>/"

app_name = "gp"
urlpatterns = [
    path("", gp.my_referrals, name="referrals"),
    path("search/", gp.search, name="search"),
    path("refer/", gp.refer, name="refer"),
    path("refer/find/", gp.find, name="find"),
    path("refer/<uuid:public_id>/", gp.refer_person, name="refer_person"),
    path(PATIENT, patient.details, name="details"),
    path(f"{PATIENT}told-by/", patient.told_by, name="wishes"),
    path(f"{PATIENT}address/", patient.address, name="address"),
    path(f"{PATIENT}contact/", patient.contact_add, name="contact_add"),
    path(f"{PATIENT}contact/<uuid:contact_point_id>/", patient.contact, name="contact"),
    path(f"{PATIENT}contact/<uuid:contact_point_id>/end/", patient.contact_end, name="contact_end"),
    path("referrals/<uuid:public_id>/", gp.referral_page, name="referral"),
    path("referrals/<uuid:public_id>/sent/", gp.referral_page, {"just_sent": True}, name="sent"),
    path("referrals/<uuid:public_id>/correct/", gp_mending.correct, name="correct"),
    path("referrals/<uuid:public_id>/withdraw/", gp_mending.withdraw, name="withdraw"),
    path("referrals/<uuid:public_id>/entered/", gp_record.enter, name="enter"),
    path("referrals/<uuid:public_id>/record.json", gp_record.download, name="record"),
    path("referrals/<uuid:public_id>/risks/<uuid:notice_id>/read/", gp_record.risk_read, name="risk_read"),
]
