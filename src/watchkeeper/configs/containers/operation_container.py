"""Part of the composition root: operations, which the logics of all personal rows record."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.repositories.undo.adapters.operation_postgres_adapter import PostgresOperationAdapter


class OperationContainer(DiscoveryContainer):
    """Providers for operations."""

    operation_rows = providers.Singleton(PostgresOperationAdapter, Foundation.database)
    operation_logic = providers.Singleton(
        OperationLogic, operations=operation_rows, days=Foundation.settings.provided.undo.days
    )
    operation_removal = providers.Singleton(
        BackgroundTask, "operation-removal", operation_logic.provided.remove_expired, pause_seconds=3600.0
    )
