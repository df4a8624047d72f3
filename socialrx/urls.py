"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from devices.urls import calls_for_help, wearables
from referrals.kit.access import for_everyone
from referrals.kit.api.smart_configuration import smart_configuration
from referrals.kit.api.token import Token
from referrals.views.access import invitation, membership, second_factor, sign_ins
from socialrx import health, pages

handler400 = "socialrx.errors.bad_request"
handler500 = "socialrx.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("help/", pages.help_page, name="help"),
    path("about/conformance/", pages.conformance_page, name="conformance"),
    path("accounts/", include("socialrx.accounts_urls")),
    path("accounts/sign-ins/", sign_ins.own, name="sign_ins"),
    path("accounts/sign-ins/end/", sign_ins.end, name="sign_in_end"),
    path("accounts/second-factor/", second_factor.ask, name="second_factor"),
    path("accounts/second-factor/set-up/", second_factor.set_up, name="second_factor_set_up"),
    path("accounts/second-factor/codes/", second_factor.renew_codes, name="recovery_codes"),
    path("accounts/unsent/throw-away/", sign_ins.throw_away, name="unsent_throw_away"),
    path("accounts/membership/", membership.switch, name="membership"),
    path("accounts/invitation/<str:token>/", invitation.accept, name="invitation"),
    path("gp/", include("referrals.urls.gp")),
    path("refer/", include("referrals.urls.self_referral")),
    path("services/", include("referrals.urls.services")),
    path("link-worker/", include("referrals.urls.link_worker")),
    path("link-worker/episodes/<uuid:episode_id>/wearable/", include(wearables)),
    path("provider/", include("referrals.urls.provider")),
    path("me/", include("referrals.urls.person")),
    path("admin/", include("referrals.urls.administrator")),
    path("manager/", include("referrals.urls.manager")),
    path("manager/devices/", include("devices.urls")),
    path("alerts/", include(calls_for_help)),
    path("observatory/", include("observatory.urls")),
    path("api/v1/", include("socialrx.api_urls")),
    path("fhir/R4/.well-known/smart-configuration", for_everyone(smart_configuration), name="fhir-smart-configuration"),
    path(".well-known/smart-configuration", for_everyone(smart_configuration), name="smart-configuration"),
    path("fhir/R4/", include("referrals.api.fhir.urls")),
    path("open-referral-uk/", include("referrals.api.open_referral.urls")),
    path("oauth/token/", for_everyone(Token.as_view()), name="oauth-token"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("socialrx.tools.demo.urls")))
