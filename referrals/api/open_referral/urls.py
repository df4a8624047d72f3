"""`/open-referral-uk/`: the public directory for other systems."""

from django.urls import path, re_path

from referrals.api.open_referral import views
from referrals.kit.access import for_everyone

app_name = "open_referral"
urlpatterns = [
    path("", for_everyone(views.About.as_view()), name="about"),
    path("services", for_everyone(views.Services.as_view()), name="services"),
    path("services/<str:public_id>", for_everyone(views.Service.as_view()), name="service"),
    path("taxonomies", for_everyone(views.Taxonomies.as_view()), name="taxonomies"),
    path("taxonomies/<str:public_id>", for_everyone(views.Taxonomy.as_view()), name="taxonomy"),
    path("taxonomy_terms", for_everyone(views.Terms.as_view()), name="terms"),
    path("taxonomy_terms/<str:public_id>", for_everyone(views.Term.as_view()), name="term"),
    path("service_at_locations", for_everyone(views.ServicesAtLocations.as_view()), name="places"),
    path("service_at_locations/<str:public_id>", for_everyone(views.ServiceAtLocation.as_view()), name="place"),
    re_path(r"[\s\S]", for_everyone(views.Nothing.as_view()), name="nothing"),
]
