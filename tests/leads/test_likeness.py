from __future__ import annotations

import pytest
from lead_samples import document, extraction

from leads.likeness import alike, likeness
from leads.merge import Sighting, merge

_AD = (
    "Shitet udhëtimi për në Austri, nisja çdo të premte nga Prishtina me kombi të rehatshëm, 2500 euro për person, "
    "familjet me zbritje, tel 044 123 456, Agimi"
)


def _likeness(text: str, *places: str):  # type: ignore[no-untyped-def]
    lead, _ = merge(None, Sighting(document(text), extraction(*places)))
    return likeness(lead)


@pytest.mark.parametrize(
    "edited",
    [
        _AD.replace("2500", "1.900"),
        _AD.replace("044 123 456", "+383 49 987 654"),
        _AD.upper(),
        "🚐🚐 " + _AD.replace(",", " ‼️ ") + " 📞",
        _AD.replace("ë", "e").replace("ç", "c"),
        _AD.replace(", familjet me zbritje", ""),
    ],
    ids=["price", "phone", "case", "emoji", "accents", "a few words less"],
)
def test_a_repost_with_small_edits_is_a_near_duplicate(edited: str) -> None:
    one, other = _likeness(_AD, "Prishtina"), _likeness(edited, "Prishtina")
    assert alike(one, other)
    assert set(one.bands) & set(other.bands), "it must also be found as a candidate"


def test_the_same_words_for_another_destination_are_not() -> None:
    one = _likeness(_AD, "Prishtina", "Wien")
    other = _likeness(_AD, "Prishtina", "Szeged")
    assert not alike(one, other)


def test_another_ad_about_the_same_places_is_not() -> None:
    other = "Kush ka nevojë për transport të mallrave deri në Prishtinë, kamion 3 ton, bisedojmë për çmimin"
    assert not alike(_likeness(_AD, "Prishtina"), _likeness(other, "Prishtina"))


def test_serbian_in_the_other_script_is_a_near_duplicate() -> None:
    latin = "Polazak svakog petka iz Prištine za Beč, kombi, dogovor na licu mesta, zovite posle podne"
    cyrillic = "Полазак сваког петка из Приштине за Беч, комби, договор на лицу места, зовите после подне"
    assert alike(_likeness(latin, "Prishtina", "Wien"), _likeness(cyrillic, "Prishtina", "Wien"))


def test_texts_too_short_to_tell_are_alike_only_when_they_are_the_same() -> None:
    assert alike(_likeness("zovite 044123456"), _likeness("Zovite  044123456"))
    assert not alike(_likeness("zovite 044123456"), _likeness("zovite 044999888"))


def test_a_text_of_a_million_characters_has_a_likeness() -> None:
    long = _likeness("".join(f"kombi {number:x} " for number in range(100_000))[:1_000_000])
    assert alike(long, long)
