"""Saved queries: kept, asked of every lead that arrives, and their hits told to their owner, each once."""
