"""Values of entries, plays, viewings, tags and marks, with their read models."""
