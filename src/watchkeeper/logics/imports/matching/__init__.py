"""Finding the title of each record, and what its row would change: what a preview shows."""
