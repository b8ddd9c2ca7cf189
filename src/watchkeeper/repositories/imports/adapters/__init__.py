"""Imports: files are read in `parsing` (a process of its own) by the `readers` of each service, with the means in
`reading`.

In PostgreSQL: `import_postgres_adapter` (imports), `import_file_postgres_adapter` (their files),
`import_queue_postgres_adapter` (which process works on which), `import_row_postgres_adapter` (records),
`import_work_postgres_adapter` and `import_decision_postgres_adapter` (what people decide),
`work_title_postgres_adapter` (titles that works may be), `import_library_postgres_adapter` (the library that is
merged into) and `import_list_postgres_adapter`. `<noun>_statements` has the SQL of `<noun>_postgres_adapter`.
"""
