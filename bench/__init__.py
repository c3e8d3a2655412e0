"""Figures: how right and how fast Waymark is, beside what a user would otherwise take."""
