"""What people make of leads: stars, notes, how far the work is, and grades; each said by somebody at some time.

Everything said is a document of its own that nobody changes (`events`, `saying`). What holds at present follows from
all that was said about a lead (`state`); `board` keeps that at hand, `settling` writes it onto the leads, where facets
and searches find it (docs/decisions/console.md says why).
"""
