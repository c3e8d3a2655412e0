"""Component and index templates as JSON, and their migration."""
