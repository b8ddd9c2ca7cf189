"""What a file changes of a library, in memory: for the preview and for the commit alike."""
