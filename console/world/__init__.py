"""The shapes of countries (Natural Earth 1:50m, public domain), drawn once as a picture that pages lay their map on."""

from console.world.projection import HEIGHT, WIDTH, centre, project
from console.world.shapes import middles, picture

__all__ = ["HEIGHT", "WIDTH", "centre", "middles", "picture", "project"]
