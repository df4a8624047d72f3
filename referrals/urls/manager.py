"""`/manager/`: who works in the organisation. Its devices are in `devices.urls`."""

from django.urls import path

from referrals.views.intake import caseload_import
from referrals.views.organisation import closing, covers, manager, members
from referrals.views.register import tags

app_name = "manager"
urlpatterns = [
    path("", manager.home, name="home"),
    path("members/add/", manager.add, name="add"),
    path("members/<uuid:public_id>/end/", members.end, name="end"),
    path("members/<uuid:public_id>/role/", members.change_role, name="role"),
    path("members/<uuid:public_id>/second-factor/", members.reset_second_factor, name="second_factor"),
    path("invitations/<uuid:public_id>/again/", members.invite_again, name="invite_again"),
    path("invitations/<uuid:public_id>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"),
    path("members/<uuid:public_id>/away/", covers.of_member, name="away"),
    path("caseload-import/", caseload_import.import_page, name="caseload_import"),
    path("caseload-import/template.csv", caseload_import.template, name="caseload_template"),
    path("tags/", tags.services, name="tags"),
    path("close/", closing.close, name="close"),
    path("away/<uuid:public_id>/call-off/", covers.call_off, name="back"),
]
