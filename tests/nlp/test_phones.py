"""Phones as people write them. All numbers are invented, valid in form."""

from __future__ import annotations

import pytest
from spacy.language import Language as Pipeline

from waymark.records import Phone


def phones(reader: Pipeline, text: str, country: str | None = None) -> tuple[Phone, ...]:
    doc = reader.make_doc(text)
    doc._.country = country
    found: tuple[Phone, ...] = reader(doc)._.phones
    return found


@pytest.mark.parametrize(
    ("country", "text", "numbers"),
    [
        ("XK", "Tel 044 123 456", ["+38344123456"]),
        (None, "Imam kombi Tuzla - Bihać, krećemo u ponoć, zovi nula šest jedan 234 567", ["+38761234567"]),
        (None, "Prodajem golf 5, Zenica, 061 222 333", ["+38761222333"]),
        (None, "Се продава куќа во Битола, 047 223 344", ["+38947223344"]),
        (None, "Vozim Preševo - Beograd - Bihać, 061 222 3333", ["+381612223333"]),
        (None, "Mă suni la zero șapte doi doi 123 456", ["+40722123456"]),
        (None, "z Polski do Berlina, dzwoń pięć zero jeden 123 456", ["+48501123456"]),
        (None, "дзвони нуль дев'яносто сім 123 45 67 з Одеси", ["+380971234567"]),
        (None, "зателефонуй нуль дев'ять шість п'ять п'ять три один два два три", ["+380965531223"]),
        (None, "Csomagszállítás Budapestről, 06 1 318 40 00", ["+3613184000"]),
        (None, "salida desde Nador, llamar al 0661 07 40 00", ["+212661074000"]),
        (None, "Udhetime per Vjene cdo jave, viber o44 12 34 56 ose 049/654-321", ["+38344123456", "+38349654321"]),
        (None, "kombi za Beč, polazak svaki petak, zovi 060 000 03 45", ["+381600000345"]),
        (None, "комби за Беч сваки петак 063/123-45-67 вајбер", ["+381631234567"]),
        (None, "Berlin'e gidiyoruz kişi başı 3 bin euro, ara 0530 000 03 21", ["+905300000321"]),
        (None, "Berlin'e gidiyoruz, ara sıfır beş yüz otuz sıfır sıfır sıfır sıfır üç yirmi bir", ["+905300000321"]),
        (None, "Bécsbe indulunk holnap Szegedről, hívj +36 20 000 0456", ["+36200000456"]),
        (None, "Bécsbe indulunk holnap Szegedről 06-20/000-0456", ["+36200000456"]),
        (None, "Wir fahren morgen nach Wien. Tel.: 0660 0000789", ["+436600000789"]),
        (None, "از کابل تا آلمان، نفری پنج هزار دالر ۰۷۰۰۰۰۰۰۱۹", ["+93700000019"]),
        (None, "من اربيل الى المانيا واتساب ٠٠٩٦٤٧٥٠٠٠٠٠١٣٤", ["+9647500000134"]),
        (None, "zovi nula šezdeset nula nula nula nula tri četiri pet za kombi do Beča", ["+381600000345"]),
        (None, "Nisja neser per Gjermani, thirrni 0️⃣4️⃣4️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣6️⃣", ["+38344123456"]),
        (None, "udhetim neser per Gjermani 0.4.4.1.2.3.4.5.6", ["+38344123456"]),
        (None, "udhetim neser per Gjermani zero katër katër një dy tre katër pesë gjashtë", ["+38344123456"]),
        (
            None,
            "udhetim neser per Gjermani zero dyzet e katër njëqind e njëzet e tre katërqind e pesëdhjetë e gjashtë",
            ["+38344123456"],
        ),
        (None, "na wa.me/38344000117 ose viber://chat?number=%2B38344000117", ["+38344000117", "+38344000117"]),
        (None, "Тръгваме от София за Германия всяка неделя, тел. 0880 000 014", ["+359880000014"]),
        (None, "κάθε μέρα Θεσσαλονίκη Ειδομένη τηλ 694 000 0123", ["+306940000123"]),
        (None, "0038344123456whatsapp cdo dite per gjermani", ["+38344123456"]),
        (None, "tel044123456 cdo dite per gjermani", ["+38344123456"]),
        (None, "call +44 (0)20 7946 0958 now for the trip", ["+442079460958"]),
        (None, "044 123 456, 049 654 321 për Gjermani çdo javë", ["+38344123456", "+38349654321"]),
        (None, "044 123 456 dhe 049 654 321 për Gjermani çdo javë", ["+38344123456", "+38349654321"]),
        (None, "44 123 456 viber për Gjermani çdo javë", ["+38344123456"]),
        (None, "Kurdistan ber bi Almanya her roj 0750 000 0134 hejmar", ["+9647500000134"]),
        (None, "کابل سے جرمنی تک، رابطہ 0300 0000146", ["+923000000146"]),
        (None, "Тргнуваме секоја недела од Куманово 070 000 012", ["+38970000012"]),
        (None, "Plecăm spre Viena maine, sunați 0720 000 013", ["+40720000013"]),
        (None, "Ruf an o66o ooo o7 89 oder whatsapp morgen", ["+436600000789"]),
        (None, "zovi 060 000 03 45 / 060 000 03 46 za kombi", ["+381600000345", "+381600000346"]),
        (None, "tel\n044 123 456\n049 654 321 per gjermani cdo dite", ["+38344123456", "+38349654321"]),
        (None, "zovi O6O-OOO-O3-45 polazak svaki dan", ["+381600000345"]),
        (None, "zovi 06l 234 567 8 svaki dan za Beč", ["+381612345678"]),
        ("RO", "sunați O74O 33I 2O7 pentru detalii", ["+40740331207"]),
        ("RO", "minorii 1000. Tel o722 - 33 - 44 - 55", ["+40722334455"]),
        ("GB", "boat to UK tomorrow, very safe O7 4 O O 9 O 8 4 5 6", ["+447400908456"]),
        ("TR", "yarın İstanbul'dan çıkış, TEL O532 88I O4 I7", ["+905328810417"]),
        ("GR", "Πωλείται βαν Ford 2008, τιμή 4.500€, 6978 44 10 92", ["+306978441092"]),
        ("TN", "départ dimanche, appelle o 5 5 4 1 2 8 9 o", ["+21655412890"]),
        ("TR", "otobüs bileti 1.250 lira, kalkış 20.00. 0850 222 00 00", ["+908502220000"]),
        ("HU", "Hívj: harminc kétszáztíz negyvenöt hatvanhét, Győrből Passauba", ["+36302104567"]),
        ("IR", "تماس صفر نهصد و دوازده، صد و بیست و سه، چهل و پنج، شصت و هفت", ["+989121234567"]),
        ("SI", "Peljem v Ljubljano, nič štiri nič, dva dva dva, tri tri tri", ["+38640222333"]),
        ("IT", "Passaggio a Bardonecchia, tre tre tre uno due tre quattro cinque sei sette", ["+393331234567"]),
        (None, "telefonszámuk plusz 36 70 222 33 44, Röszkétől Sopronig visznek", ["+36702223344"]),
        ("RS", "zovi 063.1234567 za prevoz preko granice", ["+381631234567"]),
    ],
)
def test_numbers_are_found_however_they_are_written(
    reader: Pipeline, country: str | None, text: str, numbers: list[str]
) -> None:
    found = phones(reader, text, country)
    assert [phone.e164 for phone in found] == numbers
    assert all(text[phone.start : phone.end] == phone.text for phone in found)


@pytest.mark.parametrize(
    "text",
    [
        "Nisemi me 12.03.2026 ora 18:30, kthimi 2026-03-15",
        "IBAN XK051212012345678906 llogaria 160-0000001234567-89",
        "Bestellung Nr. 0664123456 kommt morgen an",
        "porudžbina br. 0601234567 je poslata juče",
        "Golf 5 2006 189 000 km cena 2500 €",
        "trajnost: 2500 evra po osobi, 3000 evra za porodicu, polazak 15.10. u 22:00",
        "Пауза 1389 и 1999 и 2006, 3000 3500 4000 денари, секоја недела",
        "my car is here 2500 3000 45000 2019",
        "koordinate su 42.6629, 21.1655 kod granice",
        "poziv na broj 97 0641234567, iznos 4.350,00 RSD za uplatu",
        "رقم الاعلان 0532123456 للمراجعة في المكتب",
        "Broj pasoša 012345678, JMBG 0101990710006, registracija BG 123-AB, let JU512 u 06:45",
        "Adószám 12345678-2-42, rendszám ABC-123, Cg. 01-09-123456, 2026. 03. 15. 10:30",
        "Numri i biznesit 811234567, targat 01-123-AB, nr. serik 123456789012, ora 10:30",
        "polasci 15.03.–22.03.2026 iz Beograda i 05.03.-12.03. iz Niša",
        "zovite radnim danom 08.00-17.00 u Beogradu",
        "polasci 15/03-22/03/2026 iz Beograda",
        "1 0 1 1 0 0 1 0 1 1 1 0 " * 40,
    ],
)
def test_dates_prices_accounts_and_order_numbers_are_no_phones(reader: Pipeline, text: str) -> None:
    assert phones(reader, text) == ()


def test_the_words_of_a_number_are_the_slice_as_written(reader: Pipeline) -> None:
    text = "Nisja nesër për Gjermani, thirrni 0️⃣4️⃣4️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣6️⃣ ose tel044654321"
    assert [phone.text for phone in phones(reader, text)] == ["0️⃣4️⃣4️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣6️⃣", "044654321"]


def test_a_long_run_of_one_letter_is_read_in_few_steps(reader: Pipeline) -> None:
    assert phones(reader, "و" * 5_000 + " 044 123 456", "XK")[0].e164 == "+38344123456"


def test_half_a_word_is_no_label(reader: Pipeline) -> None:
    assert "labelled" in phones(reader, "tel 044 123 456, Prishtinë", "XK")[0].rule
    beginning_within_a_word = f"{'hotel afër kufirit të vjetër':<30}044 123 456"  # 28 characters back stands "tel"
    assert "labelled" not in phones(reader, beginning_within_a_word, "XK")[0].rule


def test_a_number_that_fits_several_countries_names_the_others(reader: Pipeline) -> None:
    (phone,) = phones(reader, "prodajem stan u centru, zvati poslije 17 na 061 000 018", "BA")
    assert (phone.e164, phone.country) == ("+38761000018", "BA")
    assert "+38161000018" in phone.candidates
    assert phone.confidence < 1


def test_where_it_was_published_decides_between_countries(reader: Pipeline) -> None:
    text = "zovi 061 000 0180 za prevoz preko granice svaki dan"
    assert phones(reader, text, "RS")[0].country == "RS"


def test_the_tail_of_an_invalid_international_number_is_no_number_of_another_country(reader: Pipeline) -> None:
    assert phones(reader, "Départ chaque soir, WhatsApp +33 6 39 98 00 12") == ()


def test_an_italian_tax_number_is_no_phone(reader: Pipeline) -> None:
    """It was +39 01234567890 where a dot stood between its two words."""
    assert [one.e164 for one in phones(reader, "P.IVA 01234567890, tel 333 123 4567", "IT")] == ["+393331234567"]
