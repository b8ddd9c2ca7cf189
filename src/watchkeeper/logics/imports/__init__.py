"""Histories of other services: from an uploaded file to rows of a person's library, and back.

An import goes through states, each with a step that any process may claim (`import_work_logic`, `import_step`):

1. **upload**: `upload.import_upload_logic` recognizes the file and stores it; the state is `queued`.
2. **parse**: `upload.import_parse_step` has each row read by the reader of its service, in a process of its own, and
   stores it as an `ImportRecord`.
3. **match**: `matching.import_match_step` groups the records by work (`works`), finds the title of each
   (`work_matching`), applies decisions of earlier imports (`matched_rows`), and tells for each row whether it says
   something new (`row_results`). It writes nothing to the library: the state is `preview`.
4. **decide**: `review.import_review_logic` takes the person's choices (`row_choices`), and starts commit and
   rollback.
5. **commit**: `commit.import_commit_step` finds or creates titles (`import_titles`), writes the library in portions,
   each in one transaction, then lists and tags.
6. **rollback**: `rollback.import_rollback_step` undoes the operation of the commit; `operation_rollback` serves the
   general undo.

`merging` is shared by match and commit, so that the preview shows what a commit does: `title_history` combines the
rows of a title, `title_merging` calls the merges of entry, plays, viewings and feedback, and all changes collect in
`library_edits`. `import_logic` reads imports and deletes them.
"""
