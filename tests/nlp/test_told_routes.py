"""Told texts: where people passed, in which order; all texts are invented."""

from __future__ import annotations

from nlp.extraction import extract_one


def way(text: str) -> list[str]:
    routes = extract_one(text).routes
    return [stop.name for stop in routes[0].stops] if routes else []


NEIGHBOUR = (
    "Ich schreibe Ihnen, weil mich etwas nicht schlafen lässt. Ich wohne in Kehl, und in der Wohnung über"
    " mir wechseln die Leute jede Nacht. Eine Frau hat mir erzählt, dass sie aus Sofia kommen, dann in "
    "einem Transporter nach Belgrad gefahren wurden und von dort nach Wien. Ihr Bruder in Hamburg hat "
    "dafür 4.000 Euro bezahlt. Das Geld nimmt ein Mann, der in Dortmund ein Restaurant hat. Die Polizei "
    "in Stuttgart hat mir gesagt, ich soll Ihnen schreiben. Bitte nennen Sie meinen Namen nicht."
)
LATE_START = (
    "I work on a farm and I saw something that I have to tell. Last week a driver showed me where he "
    "takes them: he picks up people in Subotica, he drives them to Szeged and leaves them in Budapest. "
    "They are always hungry and cold. My neighbour talked to one of the boys. He told her that before "
    "that they had walked from Skopje to Niš for days. I do not want my name to be known, please do "
    "something before the winter comes."
)


def test_where_somebody_lives_pays_or_complains_is_no_stop() -> None:
    found = way(NEIGHBOUR)
    assert not {"Hamburg", "Dortmund", "Stuttgart"} & set(found)
    assert [stop for stop in found if stop in ("Sofia", "Belgrade", "Vienna")] == ["Sofia", "Belgrade", "Vienna"]


def test_what_is_told_late_may_come_first() -> None:
    assert way(LATE_START) == ["Skopje", "Niš", "Subotica", "Szeged", "Budapest"]
