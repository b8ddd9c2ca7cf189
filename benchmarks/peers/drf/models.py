"""The service's own tables as unmanaged models."""

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models


class Account(AbstractBaseUser):
    id = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    password = models.CharField(max_length=60, db_column="password_hash")
    is_active = models.BooleanField()
    last_login = None
    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        managed = False
        db_table = "users"


class Genre(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "genres"


class Title(models.Model):
    id = models.UUIDField(primary_key=True)
    media_type = models.CharField(max_length=16)
    title = models.CharField(max_length=500)
    release_date = models.DateField(null=True)
    release_date_precision = models.CharField(max_length=16)
    runtime_minutes = models.IntegerField(null=True)
    poster_url = models.CharField(max_length=2000, null=True)
    genres = models.ManyToManyField(Genre, db_table="title_genres")

    class Meta:
        managed = False
        db_table = "titles"


class ExternalId(models.Model):
    source = models.CharField(max_length=32, primary_key=True)
    external_id = models.CharField(max_length=200)
    title = models.ForeignKey(Title, models.CASCADE, related_name="external_ids")

    class Meta:
        managed = False
        db_table = "title_external_ids"


class RatingStatistics(models.Model):
    title = models.OneToOneField(Title, models.CASCADE, primary_key=True, related_name="figures")
    average = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    ratings_count = models.IntegerField()

    class Meta:
        managed = False
        db_table = "title_figures"


class Rating(models.Model):
    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(Account, models.CASCADE)
    title = models.ForeignKey(Title, models.CASCADE)
    half_steps = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "ratings"


class WatchEntry(models.Model):
    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(Account, models.CASCADE)
    title = models.ForeignKey(Title, models.CASCADE)
    status = models.CharField(max_length=16)
    notes = models.CharField(max_length=5000, null=True)
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "watch_entries"
