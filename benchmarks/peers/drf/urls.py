"""Routes as DRF's router makes them."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from benchmarks.peers.drf.views import WatchEntryViewSet

router = DefaultRouter(trailing_slash=False)
router.register("watchlist", WatchEntryViewSet, basename="watchlist")
urlpatterns = [path("api/v1/", include(router.urls))]
