"""The composition root: settings → database → adapters → logics, read top to bottom. Every object exists once."""

from typing import Any

from dependency_injector import containers, providers

from watchkeeper.configs.options import database_options
from watchkeeper.logics.catalogue.genre_logic import GenreLogic
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.operations.health_logic import HealthLogic
from watchkeeper.repositories.catalogue.adapters.genre_postgres_adapter import PostgresGenreAdapter
from watchkeeper.repositories.database.database import Database
from watchkeeper.repositories.database.unit_of_work import PostgresUnitOfWork
from watchkeeper.repositories.identity.adapters.account_state_postgres_adapter import PostgresAccountStateAdapter
from watchkeeper.repositories.identity.adapters.token_jose_adapter import JoseTokenCodec
from watchkeeper.repositories.operations.adapters.database_probe import DatabaseProbe


class Container(containers.DeclarativeContainer):
    settings = providers.Dependency()
    secret = providers.Dependency()
    dsn = providers.Dependency()

    options = providers.Singleton(database_options, settings, dsn)
    database = providers.Singleton(Database, options)
    unit_of_work = providers.Singleton(PostgresUnitOfWork, database)

    # identity
    tokens = providers.Singleton(
        JoseTokenCodec, secret=secret, issuer=settings.provided.auth.issuer, audience=settings.provided.auth.audience
    )
    account_states = providers.Singleton(PostgresAccountStateAdapter, database)
    authentication_logic = providers.Singleton(AuthenticationLogic, tokens=tokens, accounts=account_states)

    # catalogue
    genres = providers.Singleton(PostgresGenreAdapter, database)
    genre_logic = providers.Singleton(GenreLogic, unit_of_work=unit_of_work, genres=genres)

    # operations
    database_probe = providers.Singleton(DatabaseProbe, options)
    health_logic = providers.Singleton(HealthLogic, probes=providers.List(database_probe))


def logics_of(container: Container) -> dict[type, Any]:
    """Return every logic of the container by its class, built."""
    built = (provider() for name, provider in container.providers.items() if name.endswith("_logic"))
    return {type(logic): logic for logic in built}
