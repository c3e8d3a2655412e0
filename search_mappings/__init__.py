"""Component and index templates as JSON, and their migration.

`templates` reads and checks them, `apply` puts them into a cluster, `migrate` moves the leads to a new index.
"""
