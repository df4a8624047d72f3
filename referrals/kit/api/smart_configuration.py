"""`/.well-known/smart-configuration`: how a system gets a token (SMART App Launch 2.2, Backend Services)."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from referrals.json_web_keys import ALGORITHMS
from referrals.kit.api.validator import token_address
from referrals.kit.permissions import Scope
from referrals.kit.registries import fhir


@require_safe
def smart_configuration(request: HttpRequest) -> JsonResponse:
    """What works, and nothing else."""
    types = ["*", *(one.name for one in fhir.types())]
    return JsonResponse(
        {
            "issuer": settings.BASE_URL,
            "token_endpoint": token_address(),
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic", "client_secret_post"],
            "token_endpoint_auth_signing_alg_values_supported": sorted(ALGORITHMS.values()),
            "grant_types_supported": ["client_credentials"],
            "scopes_supported": [*Scope, *(f"system/{name}.rs" for name in types)],
            "capabilities": [
                "client-confidential-asymmetric",
                "client-confidential-symmetric",
                "permission-v1",
                "permission-v2",
            ],
        }
    )
