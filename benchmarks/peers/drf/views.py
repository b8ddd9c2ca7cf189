"""The list of a person's watch entries."""

from django.db.models import OuterRef, Subquery
from rest_framework import serializers, viewsets

from benchmarks.peers.drf.models import Rating, Title, WatchEntry


class TitleSerializer(serializers.ModelSerializer):
    average_rating = serializers.FloatField(source="figures.average", allow_null=True)

    class Meta:
        model = Title
        fields = ("id", "media_type", "title", "release_date", "poster_url", "average_rating")


class WatchEntrySerializer(serializers.ModelSerializer):
    title = TitleSerializer()
    rating = serializers.SerializerMethodField()

    class Meta:
        model = WatchEntry
        fields = (
            "id",
            "created_at",
            "updated_at",
            "user_id",
            "status",
            "notes",
            "completed_at",
            "title",
            "rating",
        )

    def get_rating(self, entry):
        return None if entry.own_half_steps is None else entry.own_half_steps / 2


class WatchEntryViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = WatchEntrySerializer

    def get_queryset(self):
        own = Rating.objects.filter(user_id=OuterRef("user_id"), title_id=OuterRef("title_id"))
        return (
            WatchEntry.objects.filter(user_id=self.request.user.id)
            .select_related("title__figures")
            .annotate(own_half_steps=Subquery(own.values("half_steps")[:1]))
            .order_by("-created_at", "-id")
        )
