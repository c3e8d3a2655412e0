"""Fictitious sites and tips in many languages, and the demo run. All people, firms and numbers are invented."""
