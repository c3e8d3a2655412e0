"""Other ways to group the words of a dictated number: "five hundred sixty" is 560, or 500 and 60.

Said without "and" and without a pause, words do not tell where one group of figures ends. What is found first adds up
all it can; where that gives no number, or an unlikely one, the groups are parted otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from nlp.phones.atoms import Atom
from nlp.phones.cutting import MOST_ATOMS, Number
from nlp.phones.labels import ending_behind
from nlp.phones.spoken import Said

LEAST_GAIN = 0.05  #: of another grouping, to be preferred to what is said at first sight
_SURE, _LIKELY = 0.8, 0.65
_MOST = 24  # groupings tried of one chain
_HUNDRED, _OF_HUNDREDS = 100, 3  #: and how many digits it has
_LONGEST = 2 * MOST_ATOMS  # words of a chain; who dictates a number is done by then


def doubtful(chain: Sequence[Atom], found: Sequence[tuple[int, int, Number]]) -> bool:
    """Whether words of the chain are no part of a number, or one of an unlikely number."""
    if len(chain) > _LONGEST or not any(atom.words for atom in chain):
        return False
    read: set[int] = set()
    for first, last, number in found:
        if number.confidence < _SURE:
            return True
        read.update(range(first, last + 1))
    return any(atom.words and at not in read for at, atom in enumerate(chain))


def without_ending(plain: str, chain: list[Atom]) -> list[Atom] | None:
    """The chain with a letter that was read as a number's last digit taken for its case ending: "05410000431i".

    None where there is no such letter, or it is not the only one: who writes "O74 35 9I" writes letters for digits.
    """
    ended = [at for at, atom in enumerate(chain) if not (atom.words or plain[atom.start : atom.end].isdigit())]
    if len(ended) != 1:
        return None
    at, atom = ended[0], chain[ended[0]]
    last = atom.end - 1
    goes_on = at + 1 < len(chain) and not chain[at + 1].gap
    if goes_on or not plain[atom.start : last].isdigit() or not ending_behind(plain, last):
        return None
    return [*chain[:at], atom._replace(end=last, digits=atom.digits[:-1]), *chain[at + 1 :]]


def likely(found: Sequence[tuple[int, int, Number]]) -> bool:
    """Whether there are numbers, none of them of a country that little speaks for."""
    return bool(found) and all(number.confidence >= _LIKELY for _, _, number in found)


def regroupings(chain: Sequence[Atom], apart: Sequence[Said]) -> Iterator[list[Atom]]:
    """The chain with the groups of its words parted: all of them, then one by one."""
    return islice(_regroupings(chain, apart), _MOST)


def _regroupings(chain: Sequence[Atom], apart: Sequence[Said]) -> Iterator[list[Atom]]:
    ways = {at: found for at, atom in enumerate(chain) if atom.words and (found := _ways(atom, apart))}
    hundreds = {at: found[0] for at, found in ways.items() if int(found[0][0].digits) % _HUNDRED == 0}
    everywhere = {at: found[-1] for at, found in ways.items()}
    single = [{at: parts} for at, parts in hundreds.items()] if len(hundreds) > 1 else []
    single += [{at: parts} for at, found in ways.items() for parts in found]
    single += [{at: parts} for at, atom in enumerate(chain) if (parts := _with_hundred_anew(atom))]
    for parted in (hundreds, *single, everywhere):
        if parted:
            yield [part for at, atom in enumerate(chain) for part in parted.get(at, [atom])]


def _ways(atom: Atom, apart: Sequence[Said]) -> list[list[Atom]]:
    """How the words of one group can be parted: behind the hundreds, before the last, and everywhere."""
    begin = bisect_left(apart, atom.start, key=lambda item: item.start)
    end = bisect_left(apart, atom.end, lo=begin, key=lambda item: item.start)
    pieces = apart[begin:end]
    if len(pieces) < 2 or sum(int(piece.digits) for piece in pieces) != int(atom.digits):
        return []
    cuts = [(1,), tuple(range(1, len(pieces)))] if int(pieces[0].digits) % _HUNDRED == 0 else []
    cuts += [(len(pieces) - 1,), tuple(range(1, len(pieces)))]
    return [_parted(atom, pieces, cut) for cut in dict.fromkeys(cuts)]


def _with_hundred_anew(atom: Atom) -> list[Atom]:
    """The group parted before its hundred, where no "one" is said before that: "beş yüz yirmi" is 520, or 5 and 120."""
    if not atom.words or len(atom.digits) != _OF_HUNDREDS or atom.digits[0] == "1":
        return []
    return [atom._replace(digits=f"{atom.digits[0]}1{atom.digits[1:]}")]


def _parted(atom: Atom, pieces: Sequence[Said], cuts: Sequence[int]) -> list[Atom]:
    parts = []
    for first, last in zip((0, *cuts), (*cuts, len(pieces)), strict=True):
        digits = str(sum(int(piece.digits) for piece in pieces[first:last]))
        parts.append(Atom(pieces[first].start, pieces[last - 1].end, digits, words=True))
    parts[0] = parts[0]._replace(start=atom.start, plus=atom.plus, gap=atom.gap)
    parts[-1] = parts[-1]._replace(end=atom.end)
    return parts
