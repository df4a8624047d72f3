"""`/open-referral-uk/`: the public directory for other systems."""

from django.urls import path, re_path

from referrals.api import open_referral
from referrals.kit.access import for_everyone

app_name = "open_referral"
urlpatterns = [
    path("", for_everyone(open_referral.About.as_view()), name="about"),
    path("services", for_everyone(open_referral.Services.as_view()), name="services"),
    path("services/<str:public_id>", for_everyone(open_referral.Service.as_view()), name="service"),
    path("taxonomies", for_everyone(open_referral.Taxonomies.as_view()), name="taxonomies"),
    path("taxonomies/<str:public_id>", for_everyone(open_referral.Taxonomy.as_view()), name="taxonomy"),
    path("taxonomy_terms", for_everyone(open_referral.Terms.as_view()), name="terms"),
    path("taxonomy_terms/<str:public_id>", for_everyone(open_referral.Term.as_view()), name="term"),
    path("service_at_locations", for_everyone(open_referral.ServicesAtLocations.as_view()), name="places"),
    path("service_at_locations/<str:public_id>", for_everyone(open_referral.ServiceAtLocation.as_view()), name="place"),
    re_path(r"[\s\S]", for_everyone(open_referral.Nothing.as_view()), name="nothing"),
]
