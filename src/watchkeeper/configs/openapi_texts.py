"""Texts of the OpenAPI document that belong to no route."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from watchkeeper import __version__
from watchkeeper.foundation.http.idempotency import KEY_PATTERN
from watchkeeper.foundation.openapi.texts import DocumentTexts

TAGS: Mapping[str, str] = {
    "auth": "Accounts and sessions: sign-up, sign-in, the own account.",
    "users": "All accounts. Admins only.",
    "titles": "The catalogue: movies, shows and anime.",
    "genres": "The genres of titles. Public to read, changed by admins.",
    "platforms": "Streaming platforms of titles. Public to read, changed by admins.",
    "watchlist": "The caller's watchlist: titles that are planned, being watched, or completed.",
    "ratings": "The caller's ratings.",
    "reviews": "Reviews of titles. Public to read, changed by their authors.",
    "discovery": "Movies and shows of TMDb and anime of AniList, live.",
    "favorites": "Favourites at TMDb, live, and favourites shared under a name.",
    "audit": "Security events and changes by admins. Admins only.",
    "operations": "Liveness, readiness and the state of each part.",
}
"""Tags in the order of pages and collections, each with a description."""

SECURITY_SCHEMES: Mapping[str, Any] = {
    "password": {
        "type": "oauth2",
        "description": "Sign in with a user name or e-mail address and a password. Leave the client id empty.",
        "flows": {
            "password": {"tokenUrl": "/api/v1/auth/token", "refreshUrl": "/api/v1/auth/token", "scopes": {}},
        },
    },
    "access_token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of a sign-in.",
    },
}

HEADERS: Mapping[str, Any] = {
    "RequestId": {
        "description": "The id of the request: the one of the client, or a generated one.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"},
        "example": "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b",
    },
    "ETag": {
        "description": "The version of the response, for If-None-Match and If-Match.",
        "schema": {"type": "string"},
        "example": '"6328a8f1c2d40-5d41402abc4b2a76b9719d91"',
    },
    "Link": {
        "description": 'The address of the next page, with rel="next"; absent on the last page.',
        "schema": {"type": "string"},
        "example": '</api/v1/genres?cursor=opaque>; rel="next"',
    },
    "Age": {
        "description": "Age of the cached provider response in seconds; absent when it was fetched for this request.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 42,
    },
    "Warning": {
        "description": "Present when the provider failed and a stale cached response is used.",
        "schema": {"type": "string"},
        "example": '110 - "Response is Stale"',
    },
    "Location": {
        "description": "The path of the new resource.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/api/v1/genres/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
    },
    "WWWAuthenticate": {
        "description": "How to authenticate (RFC 6750).",
        "schema": {"type": "string"},
        "example": "Bearer",
    },
    "IdempotencyReplayed": {
        "description": "`true` when this is the response to an earlier request with the same Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
        "example": "true",
    },
    "RetryAfter": {
        "description": "Seconds to wait before the next attempt.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 1,
    },
    "RateLimitLimit": {
        "description": "Allowed requests within the period; of several limits the one that will be reached first. "
        "All four are also sent as `X-RateLimit-…`.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 3000,
    },
    "RateLimitRemaining": {
        "description": "Remaining requests until the reset.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 2999,
    },
    "RateLimitReset": {
        "description": "Seconds until the whole limit is available again.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 60,
    },
    "RateLimitPolicy": {
        "description": "The limit and its period in seconds.",
        "schema": {"type": "string", "pattern": "^[0-9]+;w=[0-9]+$"},
        "example": "3000;w=60",
    },
}
"""The reusable headers of responses."""

IF_NONE_MATCH: Mapping[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the cached response; the response is 304 while it is current.",
    "schema": {"type": "string"},
}

IDEMPOTENCY_KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key chosen by the client, for example a UUID. A repeated request with the same key has no second "
    "effect, and gets the first response again for 24 hours.",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}

MEMBER_EXAMPLES: Mapping[str, Any] = {
    "email": "ada@example.com",
    "username": "ada",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "password": "correct horse battery staple",
    "current_password": "correct horse battery staple",
    "new_password": "a longer and better passphrase",
    "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTkzIn0.c2lnbmF0dXJl",
    "refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJqdGkiOiIwMTkzIn0.c2lnbmF0dXJl",
    "token_type": "bearer",
    "next_cursor": "q83vEjRWeJq8WyJuYW1lIl0",
    "title": "Spirited Away",
    "original_title": "千と千尋の神隠し",
    "Title.overview": "A girl has to work in a bathhouse of spirits to free her parents.",
    "release_date": "2001-07-20",
    "runtime_minutes": 125,
    "poster_url": "https://images.example.com/spirited-away.jpg",
    "notes": "With the whole family.",
    "average_rating": 4.67,
    "count": 3,
    "rating": 4.5,
    "score": 4.5,
    "original_value": "9",
    "original_scale": "1-10",
    "body": "Every frame could hang on a wall.",
    "contains_spoilers": False,
    "page": 1,
    "total_pages": 12,
    "total_results": 231,
    "overview": "A hacker learns that the world he knows is not real.",
    "account_id": 548,
    "movie_id": 603,
    "list_name": "Friday nights",
    "Attribution.text": "This product uses the TMDB API but is not endorsed or certified by TMDB.",
    "Attribution.url": "https://www.themoviedb.org",
    "Attribution.watch_providers": "The offers to watch come from JustWatch.",
    "Attribution.watch_providers_url": "https://www.justwatch.com",
    "backdrop_path": "/icmmSD4vTTDKOq2vvdulafOGw93.jpg",
    "backdrop_url": "https://image.tmdb.org/t/p/w1280/icmmSD4vTTDKOq2vvdulafOGw93.jpg",
    "original_language": "en",
    "original_name": "Breaking Bad",
    "origin_country": "US",
    "genres": "Adventure",
    "site_url": "https://anilist.co/anime/154587",
    "DiscoveredAnime.status": "FINISHED",
    "AnimeDetails.status": "FINISHED",
    "website": "https://www.netflix.com",
    "description": "Films and series by subscription.",
    "Title.media_type": "anime",
    "Title.viewer": {
        "watch_entry_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
        "status": "completed",
        "rating": 4.5,
        "review_id": None,
    },
    "WatchEntryTitle.media_type": "anime",
    "RatedTitle.media_type": "anime",
    "WatchEntry.status": "completed",
    "Genre.name": "Science Fiction",
    "Platform.name": "Netflix",
    "Title.genres": [{"id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "name": "Fantasy"}],
    "Title.platforms": [{"id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "name": "Netflix"}],
    "ComponentOutput.name": "database",
    "ComponentOutput.version": "17.5",
    "HealthOutput.status": "ok",
    "DetailedHealthOutput.status": "ok",
}
"""Example values by the name of a member, where its model has none; `Schema.member` for one schema."""


def introduction() -> str:
    """Return the introduction of the document, in Markdown."""
    return (files("watchkeeper") / "resources" / "docs" / "introduction.md").read_text("utf-8").strip()


DOCUMENT_TEXTS = DocumentTexts(
    title="Watchkeeper",
    version=__version__,
    license={"name": "MIT", "identifier": "MIT"},
    introduction=introduction,
    tags=TAGS,
    security_schemes=SECURITY_SCHEMES,
    headers=HEADERS,
    parameters={"IfNoneMatch": IF_NONE_MATCH, "IdempotencyKey": IDEMPOTENCY_KEY},
    member_examples=MEMBER_EXAMPLES,
)
