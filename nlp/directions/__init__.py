"""Words that tell which part a place plays in a journey, in every language of the route; read by places and routes."""

from nlp.directions.markers import Meaning, after, before

__all__ = ["Meaning", "after", "before"]
