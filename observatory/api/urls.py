"""The observatory's part of `/api/v1/`."""

from django.urls import path

from observatory.api import views

urlpatterns = [
    path("observatory/weekly/", views.Weekly.as_view(), name="observatory-weekly"),
    path("observatory/blocks/", views.Blocks.as_view(), name="observatory-blocks"),
    path("observatory/releases/", views.Releases.as_view(), name="observatory-releases"),
    path("observatory/releases/<str:week>/", views.ReleaseDetail.as_view(), name="observatory-release"),
    path(
        "observatory/releases/<str:week>/<int:revision>/", views.RevisionDetail.as_view(), name="observatory-revision"
    ),
]
