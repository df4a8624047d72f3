"""`/provider/`: inbox, services and registers."""

from django.urls import path

from referrals.views.onward import answer_link, provider
from referrals.views.register import register, register_link, series, session, stray_scans, tags
from referrals.views.services import ledger, listing, listing_link

app_name = "provider"
urlpatterns = [
    path("", provider.inbox, name="inbox"),
    path("offers/<uuid:public_id>/", provider.offer, name="offer"),
    path("answer/<str:token>/", answer_link.answer, name="answer"),
    path("listing/<str:token>/", listing_link.listing, name="listing"),
    path("services/add/", listing.add, name="add_service"),
    path("services/<uuid:public_id>/", provider.service, name="service"),
    path("services/<uuid:public_id>/edit/", listing.edit, name="edit_service"),
    path("services/<uuid:public_id>/close/", listing.close, name="close_service"),
    path("services/<uuid:public_id>/reopen/", listing.reopen, name="reopen_service"),
    path("services/<uuid:public_id>/confirm/", provider.confirm, name="confirm"),
    path("services/<uuid:public_id>/feedback/", provider.feedback, name="feedback"),
    path("services/<uuid:public_id>/series/", series.series, name="series"),
    path("services/<uuid:public_id>/tags/", tags.of_service, name="tags"),
    path("services/<uuid:public_id>/tags/print/", tags.sheet, name="tag_sheet"),
    path("places/<uuid:public_id>/tag/", tags.of_person, name="tag"),
    path("places/<uuid:public_id>/tag/end/", tags.end, name="tag_end"),
    path("scans/", stray_scans.waiting, name="stray_scans"),
    path("scans/<uuid:public_id>/", stray_scans.settle, name="stray_scan"),
    path("sessions/<uuid:public_id>/", register.register, name="register"),
    path("sessions/<uuid:public_id>/print/", register.on_paper, name="register_print"),
    path("sessions/<uuid:public_id>/cancel/", session.cancel, name="cancel_session"),
    path("sessions/<uuid:public_id>/volunteer/", register_link.volunteer, name="volunteer"),
    path("sessions/<uuid:public_id>/volunteer/revoke/", register_link.revoke, name="volunteer_revoke"),
    path("ledger/", ledger.ledger_page, name="ledger"),
    path("ledger/csv/", ledger.download, name="ledger_csv"),
    path("ledger/<uuid:public_id>/reverse/", ledger.reverse, name="ledger_reverse"),
    path("register/<str:token>/", register_link.by_link, name="by_link"),
]
