"""Writing an import to the library: titles, rows, lists and tags."""
