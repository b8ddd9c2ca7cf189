"""Part of the composition root: imports, and the background that works on them."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.operation_container import OperationContainer
from watchkeeper.configs.containers.page_container import PageContainer
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.configs.import_settings import ImportSettings
from watchkeeper.controllers.v1.imports.import_controller import ImportController
from watchkeeper.controllers.v1.imports.import_review_controller import ImportReviewController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.imports.commit.import_commit_step import ImportCommitStep
from watchkeeper.logics.imports.commit.import_list_writing import ImportListWriting
from watchkeeper.logics.imports.commit.import_tag_writing import ImportTagWriting
from watchkeeper.logics.imports.commit.import_titles import ImportTitles
from watchkeeper.logics.imports.import_logic import ImportLogic
from watchkeeper.logics.imports.import_work_logic import ImportWorkLogic
from watchkeeper.logics.imports.matching.import_match_step import ImportMatchStep
from watchkeeper.logics.imports.matching.import_matching import ImportMatching
from watchkeeper.logics.imports.review.import_review_logic import ImportReviewLogic
from watchkeeper.logics.imports.review.row_choices import RowChoices
from watchkeeper.logics.imports.rollback.import_rollback_step import ImportRollbackStep
from watchkeeper.logics.imports.rollback.operation_rollback import OperationRollback
from watchkeeper.logics.imports.upload.import_parse_step import ImportParseStep
from watchkeeper.logics.imports.upload.import_upload_logic import ImportUploadLogic
from watchkeeper.logics.undo.undo_logic import UndoLogic
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.repositories.imports.adapters.import_decision_postgres_adapter import PostgresImportDecisionAdapter
from watchkeeper.repositories.imports.adapters.import_file_postgres_adapter import PostgresImportFileAdapter
from watchkeeper.repositories.imports.adapters.import_library_postgres_adapter import PostgresImportLibraryAdapter
from watchkeeper.repositories.imports.adapters.import_list_postgres_adapter import PostgresImportListAdapter
from watchkeeper.repositories.imports.adapters.import_postgres_adapter import PostgresImportAdapter
from watchkeeper.repositories.imports.adapters.import_queue_postgres_adapter import PostgresImportQueue
from watchkeeper.repositories.imports.adapters.import_row_postgres_adapter import PostgresImportRowAdapter
from watchkeeper.repositories.imports.adapters.import_work_postgres_adapter import PostgresImportWorkAdapter
from watchkeeper.repositories.imports.adapters.parsing.stored_history_parser import StoredHistoryParser
from watchkeeper.repositories.imports.adapters.parsing.upload_folders import remove_abandoned_folders
from watchkeeper.repositories.imports.adapters.parsing.upload_program_inspector import UploadProgramInspector
from watchkeeper.repositories.imports.adapters.work_title_postgres_adapter import PostgresWorkTitleAdapter
from watchkeeper.repositories.undo.adapters.undo_postgres_adapter import PostgresUndoAdapter


class ImportContainer(PageContainer):
    """Providers for imports, and for undoing what they and other operations did."""

    undo_logic = providers.Singleton(
        UndoLogic,
        unit_of_work=Foundation.unit_of_work,
        accounts=IdentityContainer.account_locks,
        operations=OperationContainer.operation_rows,
        operation_logic=OperationContainer.operation_logic,
        writing=PlayContainer.play_writing,
        rows=providers.Singleton(
            PostgresUndoAdapter,
            Foundation.database,
            max_entries=Foundation.settings.provided.quotas.watch_entries,
            max_lists=Foundation.settings.provided.quotas.lists,
            max_items=Foundation.settings.provided.quotas.list_items,
        ),
    )

    imports = providers.Singleton(PostgresImportAdapter, Foundation.database)
    import_rows = providers.Singleton(PostgresImportRowAdapter, Foundation.database)
    import_files = providers.Singleton(PostgresImportFileAdapter, Foundation.database)
    import_decisions = providers.Singleton(PostgresImportDecisionAdapter, Foundation.database)
    import_queue = providers.Singleton(PostgresImportQueue, Foundation.database, Foundation.metrics)
    import_works = providers.Singleton(PostgresImportWorkAdapter, Foundation.database)
    import_library = providers.Singleton(PostgresImportLibraryAdapter, Foundation.database)
    work_titles = providers.Singleton(PostgresWorkTitleAdapter, Foundation.database)
    parsing_bounds = providers.Singleton(ImportSettings.bounds, Foundation.settings.provided.imports)

    import_logic = providers.Singleton(
        ImportLogic, unit_of_work=Foundation.unit_of_work, imports=imports, rows=import_rows
    )
    import_review_logic = providers.Singleton(
        ImportReviewLogic,
        unit_of_work=Foundation.unit_of_work,
        imports=imports,
        rows=import_rows,
        works=import_works,
        choices=providers.Singleton(RowChoices, works=import_works, library=import_library),
        operations=OperationContainer.operation_logic,
        max_titles=Foundation.settings.provided.quotas.personal_titles,
        max_entries=Foundation.settings.provided.quotas.watch_entries,
    )
    import_review_controller = providers.Singleton(ImportReviewController, import_review_logic)
    operation_rollback = providers.Singleton(OperationRollback, undo_logic=undo_logic, review=import_review_logic)
    import_parse_step = providers.Singleton(
        ImportParseStep,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        imports=imports,
        rows=import_rows,
        parser=providers.Singleton(StoredHistoryParser, import_files, parsing_bounds),
    )
    import_matching = providers.Singleton(
        ImportMatching,
        rows=import_rows,
        works=import_works,
        titles=work_titles,
        library=import_library,
        decisions=import_decisions,
        tags=PlayContainer.tag_logic,
    )
    import_list_writing = providers.Singleton(
        ImportListWriting,
        lists=providers.Singleton(PostgresImportListAdapter, Foundation.database),
        max_lists=Foundation.settings.provided.quotas.lists,
        max_items=Foundation.settings.provided.quotas.list_items,
    )
    import_match_step = providers.Singleton(
        ImportMatchStep,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        imports=imports,
        rows=import_rows,
        matching=import_matching,
        review=import_review_logic,
        lists=import_list_writing,
    )
    import_titles = providers.Singleton(
        ImportTitles,
        titles=work_titles,
        library=import_library,
        personal_titles=DiscoveryContainer.personal_titles,
    )
    import_commit_step = providers.Singleton(
        ImportCommitStep,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        rows=import_rows,
        works=import_works,
        titles=import_titles,
        library=import_library,
        lists=import_list_writing,
        operations=OperationContainer.operation_logic,
        accounts=IdentityContainer.account_locks,
        tags=PlayContainer.tag_logic,
        unused_tags=providers.Singleton(ImportTagWriting, rows=import_rows, tags=PlayContainer.tag_logic),
    )
    import_rollback_step = providers.Singleton(
        ImportRollbackStep,
        unit_of_work=Foundation.unit_of_work,
        queue=import_queue,
        imports=imports,
        undo_logic=undo_logic,
        library=import_library,
        accounts=IdentityContainer.account_locks,
    )
    import_work_logic = providers.Singleton(
        ImportWorkLogic,
        queue=import_queue,
        steps=providers.Dict(
            {
                ImportState.QUEUED: import_parse_step,
                ImportState.PARSING: import_parse_step,
                ImportState.MATCHING: import_match_step,
                ImportState.COMMITTING: import_commit_step,
                ImportState.ROLLING_BACK: import_rollback_step,
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
    import_folders = providers.Singleton(
        BackgroundTask, "import-folders", providers.Object(remove_abandoned_folders), pause_seconds=3600.0
    )
    import_removal = providers.Singleton(
        BackgroundTask, "import-removal", import_logic.provided.remove_old, pause_seconds=60.0
    )
