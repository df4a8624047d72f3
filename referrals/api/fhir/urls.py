"""`/fhir/R4/`: the same addresses for every type of resource, and an OperationOutcome for all others."""

from django.urls import path, re_path

from referrals.api.fhir import views
from referrals.kit.access import for_everyone

urlpatterns = [
    path("", for_everyone(views.Base.as_view()), name="fhir-base"),
    path("metadata", for_everyone(views.Metadata.as_view()), name="fhir-metadata"),
    path("<str:resource_type>/<str:public_id>", views.Instance.as_view(), name="fhir-instance"),
    re_path(".", for_everyone(views.Nothing.as_view()), name="fhir-nothing"),
]
