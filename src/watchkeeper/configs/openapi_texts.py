"""What the OpenAPI document says that no route says by itself."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from watchkeeper.foundation.http.idempotency import KEY_PATTERN

TITLE = "Watchkeeper"
LICENSE = {"name": "MIT", "identifier": "MIT"}

TAGS: Mapping[str, str] = {
    "auth": "Accounts and sessions: sign up, sign in, one's own account.",
    "users": "All accounts. For admins.",
    "titles": "The catalogue: movies, shows and anime.",
    "genres": "The genres of titles. Everybody reads them, admins change them.",
    "platforms": "Where titles can be watched. Everybody reads them, admins change them.",
    "watchlist": "One's own watchlist: what one plans to watch, is watching, has watched.",
    "ratings": "One's own ratings, and through them what people think of a title.",
    "reviews": "What people write about titles. Everybody reads them, their authors change them.",
    "discovery": "What TMDb and AniList know, live: movies, shows and anime of the whole world.",
    "favorites": "Favourites at TMDb, live, and the names under which people share theirs.",
    "audit": "What happened: security events, and what admins changed. For admins.",
    "operations": "Whether the service lives, takes traffic, and how its parts are.",
}
"""Tags in the order in which pages and collections show them, each with a description."""

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
        "description": "An access token, as log-in gives it.",
    },
}

HEADERS: Mapping[str, Any] = {
    "RequestId": {
        "description": "The id of the request: the one that was sent, or a new one.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"},
        "example": "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b",
    },
    "ETag": {
        "description": "The version of the answer, for If-None-Match and If-Match.",
        "schema": {"type": "string"},
        "example": '"6328a8f1c2d40-5d41402abc4b2a76b9719d91"',
    },
    "Link": {
        "description": 'The address of the next page, with rel="next"; absent on the last page.',
        "schema": {"type": "string"},
        "example": '</api/v1/genres?cursor=opaque>; rel="next"',
    },
    "Age": {
        "description": "Seconds since the provider said so; absent when it said so for this request.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 42,
    },
    "Warning": {
        "description": "Only when the provider can't be asked and this is what it said before.",
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
        "description": "`true` where this is the answer to an earlier request with the same Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
        "example": "true",
    },
    "RetryAfter": {
        "description": "Seconds to wait before trying again.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 1,
    },
    "RateLimitLimit": {
        "description": "Requests within the time of the limit; of several limits the one that will refuse first. "
        "All four are also sent as `X-RateLimit-…`.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 3000,
    },
    "RateLimitRemaining": {
        "description": "How many more are answered until the reset.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 2999,
    },
    "RateLimitReset": {
        "description": "Seconds until the whole amount is there again.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 60,
    },
    "RateLimitPolicy": {
        "description": "The limit and its time in seconds.",
        "schema": {"type": "string", "pattern": "^[0-9]+;w=[0-9]+$"},
        "example": "3000;w=60",
    },
}
"""The reusable headers of answers."""

IF_NONE_MATCH: Mapping[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer you have; 304 when it is still current.",
    "schema": {"type": "string"},
}

IDEMPOTENCY_KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your choice, a UUID for example, the same whenever you send the same request again: it "
    "then has its effect once, and gets the first answer again for 24 hours.",
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
"""Example values by the name of a member, where its model gives none; `Schema.member` where it depends."""


def introduction() -> str:
    """Return the text at the beginning of the document, in Markdown."""
    return (files("watchkeeper") / "resources" / "docs" / "introduction.md").read_text("utf-8").strip()
