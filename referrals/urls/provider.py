"""`/provider/`: inbox, services and registers."""

from django.urls import path

from referrals.views import answer_link, listing, listing_link, provider

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
    path("sessions/<uuid:public_id>/", provider.register, name="register"),
]
