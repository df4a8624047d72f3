"""`/gp/`: a practice's referrals, and sending one."""

from django.urls import path

from referrals.views.intake import gp, gp_record

app_name = "gp"
urlpatterns = [
    path("", gp.my_referrals, name="referrals"),
    path("search/", gp.search, name="search"),
    path("refer/", gp.refer, name="refer"),
    path("refer/find/", gp.find, name="find"),
    path("refer/<uuid:public_id>/", gp.refer_person, name="refer_person"),
    path("referrals/<uuid:public_id>/", gp.referral_page, name="referral"),
    path("referrals/<uuid:public_id>/sent/", gp.referral_page, {"just_sent": True}, name="sent"),
    path("referrals/<uuid:public_id>/entered/", gp_record.enter, name="enter"),
    path("referrals/<uuid:public_id>/record.json", gp_record.download, name="record"),
    path("referrals/<uuid:public_id>/risks/<uuid:notice_id>/read/", gp_record.risk_read, name="risk_read"),
]
