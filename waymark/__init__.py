"""The core that every room builds on: settings, records, the archive, the cluster, the local node."""
