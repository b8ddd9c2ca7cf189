"""Part of the composition root: imports, and the background that works on them."""

from dependency_injector import providers

from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.page_container import PageContainer
from watchkeeper.configs.import_settings import ImportSettings
from watchkeeper.controllers.v1.imports.import_controller import ImportController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.imports.import_logic import ImportLogic
from watchkeeper.logics.imports.import_match_logic import ImportMatchLogic
from watchkeeper.logics.imports.import_parse_logic import ImportParseLogic
from watchkeeper.logics.imports.import_upload_logic import ImportUploadLogic
from watchkeeper.logics.imports.import_work_logic import ImportWorkLogic
from watchkeeper.models.types.import_state import ImportState
from watchkeeper.repositories.imports.adapters.import_decision_postgres_adapter import PostgresImportDecisionAdapter
from watchkeeper.repositories.imports.adapters.import_file_postgres_adapter import PostgresImportFileAdapter
from watchkeeper.repositories.imports.adapters.import_postgres_adapter import PostgresImportAdapter
from watchkeeper.repositories.imports.adapters.import_queue_postgres_adapter import PostgresImportQueue
from watchkeeper.repositories.imports.adapters.import_row_postgres_adapter import PostgresImportRowAdapter
from watchkeeper.repositories.imports.adapters.stored_history_parser import StoredHistoryParser
from watchkeeper.repositories.imports.adapters.upload_program_inspector import UploadProgramInspector


class ImportContainer(PageContainer):
    """Providers for imports."""

    imports = providers.Singleton(PostgresImportAdapter, Foundation.database)
    import_rows = providers.Singleton(PostgresImportRowAdapter, Foundation.database)
    import_files = providers.Singleton(PostgresImportFileAdapter, Foundation.database)
    import_decisions = providers.Singleton(PostgresImportDecisionAdapter, Foundation.database)
    import_queue = providers.Singleton(PostgresImportQueue, Foundation.database)
    parsing_bounds = providers.Singleton(ImportSettings.bounds, Foundation.settings.provided.imports)

    import_logic = providers.Singleton(
        ImportLogic, unit_of_work=Foundation.unit_of_work, imports=imports, rows=import_rows
    )
    import_parse_logic = providers.Singleton(
        ImportParseLogic,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        imports=imports,
        rows=import_rows,
        parser=providers.Singleton(StoredHistoryParser, import_files, parsing_bounds),
    )
    import_match_logic = providers.Singleton(
        ImportMatchLogic,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        imports=imports,
        rows=import_rows,
        decisions=import_decisions,
    )
    import_work_logic = providers.Singleton(
        ImportWorkLogic,
        queue=import_queue,
        steps=providers.Dict(
            {
                ImportState.QUEUED: import_parse_logic,
                ImportState.PARSING: import_parse_logic,
                ImportState.MATCHING: import_match_logic,
            }
        ),
    )
    import_upload_logic = providers.Singleton(
        ImportUploadLogic,
        unit_of_work=Foundation.unit_of_work,
        imports=imports,
        files=import_files,
        inspector=providers.Singleton(UploadProgramInspector, parsing_bounds),
    )
    import_controller = providers.Singleton(
        ImportController,
        import_logic,
        import_upload_logic,
        providers.Singleton(ImportSettings.upload, Foundation.settings.provided.imports),
    )
    import_work = providers.Singleton(BackgroundTask, "import-work", import_work_logic.provided.work, pause_seconds=1.0)
    import_removal = providers.Singleton(
        BackgroundTask, "import-removal", import_logic.provided.remove_old, pause_seconds=60.0
    )
