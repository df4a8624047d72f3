"""`/accounts/`: signing in and out and choosing a password. Nobody signs up, so allauth's other pages stay out."""

from allauth.account import views
from django.urls import path, re_path

from referrals.kit.access import for_everyone, for_roles
from referrals.kit.permissions import Role
from referrals.views.access.accounts import AskForPassword, form_page, leaves_nothing

AT_WORK = [role for role in Role if role is not Role.PERSON]

urlpatterns = [
    path("login/", for_everyone(form_page(views.login)), name="account_login"),
    path("logout/", for_everyone(leaves_nothing(views.logout)), name="account_logout"),
    path("inactive/", for_everyone(views.account_inactive), name="account_inactive"),
    # A person has no password: they sign in by a mailed link.
    path(
        "password/change/",
        for_roles(*AT_WORK, recently=True)(form_page(views.password_change, limit="password")),
        name="account_change_password",
    ),
    path(
        "password/set/",
        for_roles(*AT_WORK, recently=True)(form_page(views.password_set, limit="password")),
        name="account_set_password",
    ),
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
