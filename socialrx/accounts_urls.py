"""`/accounts/`: signing in and out and choosing a password. Nobody signs up, so allauth's other pages stay out."""

from allauth.account import views
from django.urls import path, re_path

from referrals.kit.access import for_everyone
from referrals.views.access.accounts import AskForPassword, form_page

urlpatterns = [
    path("login/", for_everyone(form_page(views.login)), name="account_login"),
    path("logout/", for_everyone(views.logout), name="account_logout"),
    path("inactive/", for_everyone(views.account_inactive), name="account_inactive"),
    path(
        "password/change/",
        for_everyone(form_page(views.password_change, limit="password")),
        name="account_change_password",
    ),
    path("password/set/", for_everyone(form_page(views.password_set, limit="password")), name="account_set_password"),
    path(
        "password/reset/",
        for_everyone(form_page(AskForPassword.as_view(), limit="password-reset")),
        name="account_reset_password",
    ),
    path("password/reset/done/", for_everyone(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        for_everyone(form_page(views.password_reset_from_key, limit="password")),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        for_everyone(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
