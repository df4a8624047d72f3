"""`/fhir/R4/`: the same addresses for every type of resource, and an OperationOutcome for all others."""

from django.urls import path, re_path

from referrals.api.fhir import views
from referrals.kit.access import for_everyone

urlpatterns = [
    path("", for_everyone(views.Base.as_view()), name="fhir-base"),
    path("metadata", for_everyone(views.Metadata.as_view()), name="fhir-metadata"),
    path("<str:resource_type>", views.Type.as_view(), name="fhir-type"),
    path("<str:resource_type>/_search", views.Search.as_view(), name="fhir-search"),
    path("<str:resource_type>/$validate", views.Validate.as_view(), name="fhir-validate"),
    path("<str:resource_type>/<str:public_id>", views.Instance.as_view(), name="fhir-instance"),
    path("<str:resource_type>/<str:public_id>/_history", views.History.as_view(), name="fhir-history"),
    path("<str:resource_type>/<str:public_id>/_history/<str:version>", views.Version.as_view(), name="fhir-version"),
    re_path(".", for_everyone(views.Nothing.as_view()), name="fhir-nothing"),
]
