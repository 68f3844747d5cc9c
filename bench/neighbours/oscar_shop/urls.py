"""The addresses of django-oscar-api, below /api/ as in its guide."""

from django.urls import include, path

urlpatterns = [path("api/", include("oscarapi.urls"))]
