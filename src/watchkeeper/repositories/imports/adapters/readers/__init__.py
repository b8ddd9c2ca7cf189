"""Readers of the files of other services: one `<service>_reader` each, whose head tells the form and its traps.

`history_source` has what they share: a `Part` of an upload is read to an `ImportRecord` for each row.
`generic_reader` reads tables that no service is known of.
"""
