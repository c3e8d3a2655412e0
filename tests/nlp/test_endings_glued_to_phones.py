"""Case endings written onto the last digit of a phone. All numbers are invented, valid in form."""

from __future__ import annotations

import pytest
from spacy.language import Language as Pipeline

from waymark.records import Phone


def phones(reader: Pipeline, text: str, country: str) -> tuple[Phone, ...]:
    doc = reader.make_doc(text)
    doc._.country = country
    found: tuple[Phone, ...] = reader(doc)._.phones
    return found


@pytest.mark.parametrize(
    ("country", "text", "written", "number"),
    [
        ("TR", "Ji Wanê heta Stenbolê telefon bike 05410000431e", "05410000431", "+905410000431"),
        ("HU", "Bécsbe indulunk Szegedről, hívj a 06300000218on", "06300000218", "+36300000218"),
        ("HU", "Bécsbe indulunk Szegedről, hívjátok a 06300000218ot", "06300000218", "+36300000218"),
        ("HU", "Szegedről Bécsbe, írj a 06 30 000 0218ra", "06 30 000 0218", "+36300000218"),
        ("HU", "Szegedről Bécsbe, küldj sms-t a 06300000218nak", "06300000218", "+36300000218"),
        ("TR", "Edirne'den Viyana'ya gidiyoruz, 0541 000 04 35ten arayın", "0541 000 04 35", "+905410000435"),
        ("TR", "Edirne'den Viyana'ya gidiyoruz, 0541 000 04 36dan arayın", "0541 000 04 36", "+905410000436"),
        ("TR", "Edirne'den Viyana'ya gidiyoruz, 05410000437ye yazın", "05410000437", "+905410000437"),
        ("TR", "Edirne'den Viyana'ya gidiyoruz, 05410000431i arayın", "05410000431", "+905410000431"),
        ("TR", "Edirne'den Viyana'ya numaram 05410000431im", "05410000431", "+905410000431"),
        ("IQ", "لە قەڵادزێوە چوو بۆ ئیستانبوڵ، ژمارەکەی ٠٧٧٠٠٠٠٠٤٣٩ە", "٠٧٧٠٠٠٠٠٤٣٩", "+9647700000439"),
        ("PK", "استنبول سے اٹلی 5000 یورو 03000000219پر رابطہ کریں", "03000000219", "+923000000219"),
    ],
)
def test_an_ending_is_no_part_of_the_number(
    reader: Pipeline, country: str, text: str, written: str, number: str
) -> None:
    assert [(phone.text, phone.e164) for phone in phones(reader, text, country)] == [(written, number)]


@pytest.mark.parametrize(
    ("country", "text", "numbers"),
    [
        ("HU", "Bécsbe indulunk Szegedről, 06300000218xy", []),
        ("HU", "Bécsbe indulunk Szegedről, 06300000218on5", []),
        ("HU", "Bécsbe indulunk Szegedről, 06300000218oxy", []),
        ("XK", "tel 044 12 34 5o", ["+38344123450"]),
        ("XK", "tel 044 12 34 5i", ["+38344123451"]),
        (
            "FR",
            "INGILTERE !! JI CALAISE AN JI BOULOGNEYE, BELEMA NU, 45 KES. 1400 POUND HER KES. O74 35 9I 82 O6",
            ["+447435918206"],
        ),
        ("AT", "Nach Wien 0660 0000789 2500e", ["+436600000789"]),
        ("BA", "Tuzla - Beč 061 222 333 35e", ["+38761222333"]),
        ("AT", "Viber 0664 1234567 50e", ["+436641234567"]),
        ("BA", "Tuzla - Beč, pasoš imam, 61222333e", []),
        ("XK", "tel 044 123 456 2500e gjermani", ["+38344123456"]),
        ("ES", "Llamar, Málaga a Madrid, DNI 12345678A, tel mañana", []),
        ("DE", "Von Wien, Kennzeichen AB1234567C, Paket 1234567890k, 10kg, 15h", []),
    ],
)
def test_letters_that_are_no_ending_make_no_number(
    reader: Pipeline, country: str, text: str, numbers: list[str]
) -> None:
    assert [phone.e164 for phone in phones(reader, text, country)] == numbers
