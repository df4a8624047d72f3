"""`/admin/`: the organisations of an area, who works there, its API clients, and what is missing."""

from django.urls import path

from referrals.views.organisation import administrator, clients, setup

app_name = "administrator"
ORGANISATION, CLIENT = "organisations/<uuid:public_id>/", "clients/<uuid:public_id>/"
urlpatterns = [
    path("", administrator.home, name="organisations"),
    path("staff/", administrator.staff, name="staff"),
    path("setup/", setup.checklist, name="setup"),
    path("organisations/add/", administrator.add, name="add"),
    path(ORGANISATION, administrator.organisation, name="organisation"),
    path(f"{ORGANISATION}edit/", administrator.edit, name="edit"),
    path(f"{ORGANISATION}end/", administrator.end, name="end"),
    path(f"{ORGANISATION}merge/", administrator.merge, name="merge"),
    path(f"{ORGANISATION}invite/", administrator.invite, name="invite"),
    path("clients/", clients.listing, name="clients"),
    path("clients/add/", clients.add, name="client_add"),
    path(CLIENT, clients.client, name="client"),
    path(f"{CLIENT}scopes/", clients.scopes, name="client_scopes"),
    path(f"{CLIENT}keys/", clients.keys, name="client_keys"),
    path(f"{CLIENT}secret/", clients.secret, name="client_secret"),
    path(f"{CLIENT}end/", clients.end, name="client_end"),
    path(f"{CLIENT}roles/<uuid:role_id>/withdraw/", clients.withdraw, name="client_withdraw"),
]
