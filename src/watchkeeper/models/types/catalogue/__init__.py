"""Values of titles, genres, platforms and their search, with the read models of titles."""
