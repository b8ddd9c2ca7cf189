"""Settings as `startproject` and the documents of Django REST framework and simplejwt give them.

DRF_TUNED=true is what people do when it gets slow: no middlewares, persistent connections, tokens believed without a
look at the account, cursor pages without a count.
"""

import os
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

IS_TUNED = os.environ.get("DRF_TUNED") == "true"
SECRET_KEY = os.environ["AUTH__SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "benchmarks.peers.drf",
]
MIDDLEWARE = (
    []
    if IS_TUNED
    else [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
)
ROOT_URLCONF = "benchmarks.peers.drf.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "drf.Account"
USE_TZ = True
STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_given = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _given.path.removeprefix("/"),
        "USER": _given.username,
        "PASSWORD": unquote(_given.password or ""),
        "HOST": parse_qs(_given.query)["host"][0],
        "PORT": parse_qs(_given.query)["port"][0],
        "CONN_MAX_AGE": 600 if IS_TUNED else 0,
    }
}
_authentication = "JWTStatelessUserAuthentication" if IS_TUNED else "JWTAuthentication"
_pagination = (
    "benchmarks.peers.drf.pagination.Cursors" if IS_TUNED else "rest_framework.pagination.PageNumberPagination"
)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [f"rest_framework_simplejwt.authentication.{_authentication}"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": _pagination,
    "PAGE_SIZE": 20,
}
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=12)}
