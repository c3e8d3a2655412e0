"""One spider for each kind of site; none for a single site."""
