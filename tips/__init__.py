"""Tips: files from agencies and hotlines in, documents in the archive out."""
