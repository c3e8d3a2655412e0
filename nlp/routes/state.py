"""What is known of the journeys of a text while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.routes.journey import Journey
from nlp.routes.mention import Mention
from nlp.routes.starts import Stays


@dataclass
class State:
    """Up to the place that is read."""

    amounts: int  #: how many prices the text names
    aboard: bool  #: whether it tells of a boat or a plane, which one gets into at one place
    done: list[Journey] = field(default_factory=list)
    now: Journey = field(default_factory=Journey)
    departed_here: bool = False  #: the origin stands in the sentence being read
    loose: list[Mention] = field(default_factory=list)  #: places since the last break that play no part yet
    stays: Stays = field(default_factory=Stays)  #: where people are or are met: the start, where no other is named
    before: Mention | None = None  #: the place read before
    parts: list[tuple[Journey, bool]] = field(default_factory=list)  #: of a whole way; whether said to be only that
    fed: Mention | None = None  #: where people are brought from to the start
    aside: list[Mention] = field(default_factory=list)  #: places of which nothing is said
    here: list[Mention] = field(default_factory=list)  #: where the writer is
    wished: list[Mention] = field(default_factory=list)  #: where he wants to come to

    def begin(self, journey: Journey) -> None:
        """Another journey than the one read until now."""
        self.done.append(self.now)
        self.now = journey
        self.loose = []

    def arrive(self, mention: Mention) -> None:
        """One more destination of the journey."""
        self.now.ends.append(mention)
        self.now.last = "to"
        self.loose = []

    def finish(self) -> list[Journey]:
        """All journeys: the last one too, and those parts of a way that are offered where the whole has a price."""
        enough = len(self.parts) < self.amounts
        self.done.append(self.now)
        if self.amounts > 1:
            self.done.extend(part for part, alone in self.parts if enough or alone)
        return self.done
