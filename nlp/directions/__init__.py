"""Words that tell which part a place plays in a journey, in every language of the route; read by places and routes."""

from nlp.directions.markers import Marking, Meaning, after, before, is_word_of_one

__all__ = ["Marking", "Meaning", "after", "before", "is_word_of_one"]
