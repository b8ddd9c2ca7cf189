"""The composition root, and all that is configured.

- Settings: `settings` with `auth_settings`, `signing_settings`, `database_settings`, `limit_settings`,
  `import_settings`, `provider_settings`, `setting_types`; `options` converts them for the lower layers;
  `setting_names` and `old_settings` find wrong names; `setting_descriptions` and `configuration_page` document them.
- Composition: `container` and `containers/`; `dispatcher` lists the controllers, `application` makes the application.
- Operation: `health_probes`, `observability`, `upstreams`, `migrations`, `scopes`.
- Documents: `api_docs`, `openapi_texts`, `error_codes`.
"""
