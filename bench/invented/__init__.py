"""Invented leads in any number, so that a search can be timed over a full index: texts put together from many parts."""
