"""The composition root: settings → database → adapters → logics, read top to bottom. Every object exists once."""

from typing import Any

from dependency_injector import containers, providers

from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.options import database_options, password_policy, rate_limiter, token_lifetimes
from watchkeeper.configs.prior_refresh import PriorRefresh
from watchkeeper.configs.settings import Settings
from watchkeeper.logics.catalogue.catalogue_load_logic import CatalogueLoadLogic
from watchkeeper.logics.catalogue.genre_logic import GenreLogic
from watchkeeper.logics.catalogue.platform_logic import PlatformLogic
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.feedback.figures_logic import FiguresLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.logics.identity.user_logic import UserLogic
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.operations.health_logic import HealthLogic
from watchkeeper.logics.operations.rate_limit_logic import RateLimitLogic
from watchkeeper.logics.operations.use_counting import UseCounting
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.repositories.catalogue.adapters.catalogue_file_reader import CatalogueFileReader
from watchkeeper.repositories.catalogue.adapters.catalogue_load_postgres_adapter import PostgresCatalogueLoadAdapter
from watchkeeper.repositories.catalogue.adapters.external_title_postgres_adapter import PostgresExternalTitleAdapter
from watchkeeper.repositories.catalogue.adapters.genre_postgres_adapter import PostgresGenreAdapter
from watchkeeper.repositories.catalogue.adapters.platform_postgres_adapter import PostgresPlatformAdapter
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter
from watchkeeper.repositories.catalogue.adapters.viewer_postgres_adapter import PostgresViewerAdapter
from watchkeeper.repositories.database.database import Database
from watchkeeper.repositories.database.unit_of_work import PostgresUnitOfWork
from watchkeeper.repositories.feedback.adapters.figures_postgres_adapter import PostgresFiguresAdapter
from watchkeeper.repositories.feedback.adapters.rating_postgres_adapter import PostgresRatingAdapter
from watchkeeper.repositories.feedback.adapters.review_postgres_adapter import PostgresReviewAdapter
from watchkeeper.repositories.feedback.adapters.watched_title_postgres_adapter import PostgresWatchedTitleAdapter
from watchkeeper.repositories.identity.adapters.account_state_cached_adapter import CachedAccountStateAdapter
from watchkeeper.repositories.identity.adapters.account_state_postgres_adapter import PostgresAccountStateAdapter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher
from watchkeeper.repositories.identity.adapters.session_postgres_adapter import PostgresSessionAdapter
from watchkeeper.repositories.identity.adapters.token_cached_adapter import CachedTokenCodec
from watchkeeper.repositories.identity.adapters.token_jose_adapter import JoseTokenCodec
from watchkeeper.repositories.identity.adapters.user_postgres_adapter import PostgresUserAdapter
from watchkeeper.repositories.operations.adapters.audit_trail_postgres_adapter import PostgresAuditTrail
from watchkeeper.repositories.operations.adapters.change_feed_postgres_adapter import PostgresChangeFeed
from watchkeeper.repositories.operations.adapters.database_probe import DatabaseProbe
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import PostgresWatchEntryAdapter


class Container(containers.DeclarativeContainer):
    settings: providers.Dependency[Settings] = providers.Dependency()
    secret: providers.Dependency[str] = providers.Dependency()
    dsn: providers.Dependency[str] = providers.Dependency()

    options = providers.Singleton(database_options, settings, dsn)
    database = providers.Singleton(Database, options)
    unit_of_work = providers.Singleton(PostgresUnitOfWork, database)
    changes = providers.Singleton(PostgresChangeFeed, database, options)
    audit = providers.Singleton(PostgresAuditTrail, database)

    # limits
    limit_counters = providers.Singleton(LimitCounters)
    limit_policies = providers.Singleton(LimitSettings.policies, settings.provided.limits)
    limiter = providers.Singleton(rate_limiter, settings, limit_counters)
    uses = providers.Singleton(UseCounting, limiter=limiter, counters=limit_counters)

    # identity
    signer = providers.Singleton(
        JoseTokenCodec, secret=secret, issuer=settings.provided.auth.issuer, audience=settings.provided.auth.audience
    )
    tokens = providers.Singleton(CachedTokenCodec, signer)
    stored_states = providers.Singleton(PostgresAccountStateAdapter, database)
    account_states = providers.Singleton(
        CachedAccountStateAdapter, stored_states, unit_of_work=unit_of_work, changes=changes
    )
    users = providers.Singleton(PostgresUserAdapter, database)
    sessions = providers.Singleton(PostgresSessionAdapter, database)
    hasher = providers.Singleton(BcryptPasswordHasher, rounds=settings.provided.auth.bcrypt_rounds)
    policy = providers.Singleton(password_policy, settings)
    guard = providers.Singleton(SignInGuard, uses=uses, policies=limit_policies)
    authentication_logic = providers.Singleton(AuthenticationLogic, tokens=tokens, accounts=account_states)
    account_logic = providers.Singleton(
        AccountLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=audit,
        guard=guard,
    )
    session_logic = providers.Singleton(
        SessionLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        tokens=tokens,
        lifetimes=providers.Singleton(token_lifetimes, settings),
        audit=audit,
        guard=guard,
    )
    token_logic = providers.Singleton(TokenLogic, sessions=session_logic)
    user_logic = providers.Singleton(
        UserLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=audit,
    )

    # catalogue
    genres = providers.Singleton(PostgresGenreAdapter, database)
    genre_logic = providers.Singleton(GenreLogic, unit_of_work=unit_of_work, genres=genres, audit=audit)
    platforms = providers.Singleton(PostgresPlatformAdapter, database)
    platform_logic = providers.Singleton(PlatformLogic, unit_of_work=unit_of_work, platforms=platforms, audit=audit)
    titles = providers.Singleton(PostgresTitleAdapter, database)
    viewers = providers.Singleton(PostgresViewerAdapter, database)
    title_logic = providers.Singleton(
        TitleLogic, unit_of_work=unit_of_work, titles=titles, viewers=viewers, audit=audit
    )
    catalogue_files = providers.Singleton(CatalogueFileReader)
    catalogue_loads = providers.Singleton(PostgresCatalogueLoadAdapter, database)
    catalogue_load_logic = providers.Singleton(CatalogueLoadLogic, unit_of_work=unit_of_work, loads=catalogue_loads)

    # watchlist
    watch_entries = providers.Singleton(PostgresWatchEntryAdapter, database)
    external_titles = providers.Singleton(PostgresExternalTitleAdapter, database)
    watchlist_logic = providers.Singleton(
        WatchlistLogic, unit_of_work=unit_of_work, entries=watch_entries, external_titles=external_titles
    )

    # feedback
    watched_titles = providers.Singleton(PostgresWatchedTitleAdapter, database)
    ratings = providers.Singleton(PostgresRatingAdapter, database)
    rating_logic = providers.Singleton(
        RatingLogic, unit_of_work=unit_of_work, ratings=ratings, watched_titles=watched_titles
    )
    reviews = providers.Singleton(PostgresReviewAdapter, database)
    review_logic = providers.Singleton(
        ReviewLogic,
        unit_of_work=unit_of_work,
        reviews=reviews,
        ratings=ratings,
        watched_titles=watched_titles,
        audit=audit,
    )
    figures = providers.Singleton(PostgresFiguresAdapter, database)
    figures_logic = providers.Singleton(FiguresLogic, unit_of_work=unit_of_work, figures=figures)
    prior_refresh = providers.Singleton(PriorRefresh, figures_logic)

    # operations
    rate_limit_logic = providers.Singleton(RateLimitLogic, uses=uses, tokens=tokens, policies=limit_policies)
    database_probe = providers.Singleton(DatabaseProbe, options)
    audit_log_logic = providers.Singleton(AuditLogLogic, audit=audit)
    health_logic = providers.Singleton(HealthLogic, probes=providers.List(database_probe))


def logics_of(container: Container) -> dict[type, Any]:
    """Return every logic of the container by its class, built."""
    built = (provider() for name, provider in container.providers.items() if name.endswith("_logic"))
    return {type(logic): logic for logic in built}
