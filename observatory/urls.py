"""`/observatory/`."""

from django.urls import path

from observatory.views import weekly

app_name = "observatory"
urlpatterns = [
    path("", weekly.weekly, name="weekly"),
    path("chart.svg", weekly.chart, name="chart"),
    path("figures.csv", weekly.download, name="csv"),
    path("measures/", weekly.measures, name="measures"),
]
