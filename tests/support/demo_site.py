"""The product's addresses as they are in the demo."""

from django.urls import include, path

from socialrx.urls import handler400, handler500
from socialrx.urls import urlpatterns as product

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [*product, path("demo/", include("socialrx.tools.demo.urls"))]
