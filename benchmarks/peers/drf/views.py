"""The list of a person's watch entries."""

from django.db.models import OuterRef, Subquery
from rest_framework import serializers, viewsets

from benchmarks.peers.drf.models import Genre, Rating, Title, WatchEntry


class GenreSerializer(serializers.ModelSerializer):
    class Meta:
        model = Genre
        fields = ("id", "name")


class TitleSerializer(serializers.ModelSerializer):
    genres = GenreSerializer(many=True)
    external_ids = serializers.SerializerMethodField()
    ratings_count = serializers.IntegerField(source="figures.ratings_count")
    average_rating = serializers.FloatField(source="figures.average", allow_null=True)

    class Meta:
        model = Title
        fields = (
            "id",
            "media_type",
            "title",
            "release_date",
            "release_date_precision",
            "runtime_minutes",
            "poster_url",
            "genres",
            "external_ids",
            "average_rating",
            "ratings_count",
        )

    def get_external_ids(self, title):
        return {one.source: one.external_id for one in title.external_ids.all()}


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
            .prefetch_related("title__genres", "title__external_ids")
            .annotate(own_half_steps=Subquery(own.values("half_steps")[:1]))
            .order_by("-created_at", "-id")
        )
