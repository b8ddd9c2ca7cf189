"""Part of the composition root: health, metrics, stored responses, documentation and the page."""

from dependency_injector import providers

from watchkeeper.configs.api_docs import service_json
from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.integration_container import IntegrationContainer
from watchkeeper.configs.health_probes import health_probes
from watchkeeper.configs.observability import RuntimeMetricsSampler
from watchkeeper.configs.options import about, cache_kind
from watchkeeper.controllers.v1.operations.about_controller import AboutController
from watchkeeper.controllers.v1.operations.audit_controller import AuditController
from watchkeeper.controllers.v1.operations.documentation_controller import DocumentationController
from watchkeeper.controllers.v1.operations.health_controller import HealthController
from watchkeeper.controllers.v1.operations.page_controller import PageController
from watchkeeper.controllers.v1.page.overview_controller import OverviewController
from watchkeeper.foundation.caching.cache_store import MemoryCacheStore
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.health import Health
from watchkeeper.foundation.core.lifecycle import Lifecycle
from watchkeeper.foundation.idempotency.idempotency import Idempotency
from watchkeeper.foundation.idempotency.postgres_repository import PostgresIdempotencyKeyAdapter
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.postgres.replica.replication_tokens import ReplicationTokens
from watchkeeper.foundation.postgres.replica.service import ReplicationTokenService
from watchkeeper.foundation.response_cache.response_cache import ResponseCache
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.page.overview_logic import OverviewLogic
from watchkeeper.repositories.page.adapters.overview_postgres_adapter import PostgresOverviewAdapter


class RuntimeContainer(IntegrationContainer):
    """Providers of what the service needs whatever it is about."""

    lifecycle = providers.Singleton(Lifecycle)
    probes = providers.Singleton(
        health_probes,
        Foundation.settings,
        Foundation.options,
        DiscoveryContainer.upstreams,
    )
    runtime_metrics_sampler = providers.Singleton(
        RuntimeMetricsSampler,
        metrics=Foundation.metrics,
        pool=Foundation.database.provided.pool,
        concurrency=Foundation.write_limiter,
        hasher=IdentityContainer.hasher,
    )
    runtime_metrics = providers.Singleton(
        BackgroundTask, "runtime-metrics", runtime_metrics_sampler.provided.sample, pause_seconds=0.0
    )
    response_store = providers.Singleton(MemoryCacheStore, max_bytes=Foundation.settings.provided.cache.bytes)
    response_cache = providers.Singleton(
        ResponseCache,
        versions=Foundation.tag_versions,
        store=response_store,
        metrics=Foundation.metrics,
        seconds=Foundation.settings.provided.cache.stored_seconds,
    )
    version_compaction = providers.Singleton(
        BackgroundTask, "version-compaction", response_cache.provided.compact_versions, pause_seconds=60.0
    )
    audit_log_logic = providers.Singleton(AuditLogLogic, audit=Foundation.audit)
    idempotency_keys = providers.Singleton(
        PostgresIdempotencyKeyAdapter, Foundation.database, missing_account=InvalidTokenError
    )
    idempotency = providers.Singleton(
        Idempotency,
        unit_of_work=Foundation.unit_of_work,
        keys=idempotency_keys,
        secret=Foundation.secret,
        max_bytes=Foundation.settings.provided.quotas.stored_responses_bytes,
    )
    key_removal = providers.Singleton(
        BackgroundTask, "key-removal", idempotency.provided.remove_old, pause_seconds=300.0
    )
    replication_token_service = providers.Singleton(
        ReplicationTokenService, positions=providers.Singleton(ReplicationTokens, Foundation.database)
    )
    replication_token_compaction = providers.Singleton(
        BackgroundTask,
        "replication-token-compaction",
        replication_token_service.provided.forget_old,
        pause_seconds=300.0,
    )
    health = providers.Singleton(Health, probes=probes, lifecycle=lifecycle)
    audit_controller = providers.Singleton(AuditController, audit_log_logic)
    about_facts = providers.Singleton(about, Foundation.settings)
    about_controller = providers.Singleton(AboutController, about_facts)
    overview_logic = providers.Singleton(
        OverviewLogic,
        overview=providers.Singleton(PostgresOverviewAdapter, Foundation.database),
        audit_log=audit_log_logic,
        providers=about_facts.provided.providers,
        probes=probes,
        cache=providers.Callable(cache_kind, Foundation.settings),
    )
    overview_controller = providers.Singleton(OverviewController, overview_logic)
    health_controller = providers.Singleton(HealthController, health)
    documentation_controller = providers.Singleton(
        DocumentationController,
        providers.Object(service_json),
        is_public=Foundation.settings.provided.are_docs_public,
    )
    page_controller = providers.Singleton(PageController, are_docs_public=Foundation.settings.provided.are_docs_public)
