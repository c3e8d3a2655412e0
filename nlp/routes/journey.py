"""One journey while a text is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.routes.mention import Mention


@dataclass
class Journey:
    """One journey as it is being read; `ends` are alternative destinations from the same origin."""

    origin: Mention | None = None
    others: list[Mention] = field(default_factory=list)  #: other places to start from
    via: list[Mention] = field(default_factory=list)
    ends: list[Mention] = field(default_factory=list)
    headed: list[Mention] = field(default_factory=list)  #: destinations of a heading; hold where no other is named
    unsaid: list[Mention] = field(default_factory=list)  #: named behind the origin, in its sentence, without a word
    chained: bool = False  #: by arrows or dashes
    either_way: bool = False  #: by an arrow that points both ways
    inherited: bool = False  #: the origin is that of the journey before
    before: int = 0  #: how many of `ends` were named before the origin
    tariff: bool = False  #: destinations with prices, and no place to start from
    last: str = ""  #: the part the last mention played

    def all(self) -> list[Mention]:
        return [*self.origins(), *self.via, *self.ends]

    def origins(self) -> list[Mention]:
        """Where it may begin."""
        return [*([self.origin] if self.origin else []), *self.others]

    def passes(self, mention: Mention) -> bool:
        """Whether the place is a stop between the ends, or the country of one."""
        return any(
            mention.place.id == stop.place.id
            or (mention.place.kind == "country" and mention.place.country == stop.place.country)
            for stop in self.via
        )

    def whole(self) -> bool:
        return bool(self.ends) and len({mention.place.id for mention in self.all()}) > 1


def is_or_holds(one: Mention, other: Mention) -> bool:
    """Whether both are one place, or the first is the country of the other."""
    if one.place.id == other.place.id:
        return True
    return one.place.kind == "country" and one.place.country == other.place.country
