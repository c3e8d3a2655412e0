"""Prices as people write them. All texts are invented."""

from __future__ import annotations

import pytest
from spacy.language import Language as Pipeline

from waymark.records import Price


def said(price: Price) -> str:
    low, high = ("?" if bound is None else f"{bound:.10g}" for bound in (price.min, price.max))
    return f"{low}-{high} {price.currency} {price.per or '-'}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Udhetime per Vjene cdo jave, 2.500 euro për person", ["2500-2500 EUR person"]),
        ("Cmimi 2500 euro, fëmijët 1200 euro, tel 044 123 456", ["2500-2500 EUR -", "1200-1200 EUR child"]),
        ("dy mijë e pesëqind euro për person, 3 mijë euro familja", ["2500-2500 EUR person", "3000-3000 EUR family"]),
        ("kombi za Beč, cena od 2 do 3 hiljade evra po osobi", ["2000-3000 EUR person"]),
        ("prevoz do Austrije 1500-2000€ po glavi, deca pola cene", ["1500-2000 EUR person"]),
        ("prevoz, cijena 500 KM do granice, 250 km puta", ["500-500 BAM -"]),
        ("цена 3 хил. лева на човек", ["3000-3000 BGN person"]),
        ("превоз до Германија 1500 евра по лице", ["1500-1500 EUR person"]),
        ("Berlin'e gidiyoruz kişi başı 4 bin euro", ["4000-4000 EUR person"]),
        ("Berlin'e gidiyoruz kişi başı 2000 ile 2500 euro arası", ["2000-2500 EUR person"]),
        ("Yunanistan'a geçiş 45.000 TL, çocuklar 20.000 TL", ["45000-45000 TRY -", "20000-20000 TRY child"]),
        ("Bécsbe indulunk, 150 ezer forint fejenként", ["150000-150000 HUF person"]),
        ("Bécsbe 400 euró/fő, gyerekeknek 200 euró", ["400-400 EUR person", "200-200 EUR child"]),
        ("کابل سے جرمنی تک، ڈھائی لاکھ روپے فی بندہ", ["250000-250000 PKR person"]),
        ("د کابل نه تر المانه هر کس درې زره ډالر", ["3000-3000 USD person"]),
        ("از کابل تا آلمان نفری پنج هزار دالر", ["5000-5000 USD person"]),
        ("از کابل تا آلمان ۵۰۰۰ یورو برای هر نفر، اطفال ۲۰۰۰ یورو", ["5000-5000 EUR person", "2000-2000 EUR child"]),
        ("من اسطنبول الى المانيا ٣٠٠٠ يورو للشخص", ["3000-3000 EUR person"]),
        ("لە هەولێرەوە بۆ ئەڵمانیا هەر کەسێک ٦٠٠٠ دۆلار", ["6000-6000 USD person"]),
        ("Ji Stenbolê heta Almanya 4000 euro ji bo her kesî", ["4000-4000 EUR person"]),
        ("Plecăm spre Viena, 150 lei de persoană, copiii 80 lei", ["150-150 RON person", "80-80 RON child"]),
        ("κάθε μέρα Θεσσαλονίκη 1.500 ευρώ το άτομο", ["1500-1500 EUR person"]),
        ("Wir fahren nach Wien, 2.500,- € pro Person", ["2500-2500 EUR person"]),
        ("Fahrt nach Wien ab 300€ pro Person, Kinder 150€", ["300-? EUR person", "150-150 EUR child"]),
        ("We go to Vienna for up to 3k euro per person", ["?-3000 EUR person"]),
        ("We take 2k5 euro per head from Belgrade", ["2500-2500 EUR person"]),
        ("EUR 2500 per family, $500 deposit", ["2500-2500 EUR family", "500-500 USD -"]),
        ("Heizöl 1,459 €/l heute", ["1.459-1.459 EUR -"]),
        ("2500e po osobi svaki dan polazak", ["2500-2500 EUR person"]),
        ("Nisemi me 12.03.2026, 2500 e premte", []),
        ("Flat for rent in Novi Sad, 350 euros a month", ["350-350 EUR -"]),
        ("Između 2000 i 2500 evra po osobi", ["2000-2500 EUR person"]),
        ("2000 or 2500 euro depending on the way", ["2000-2000 EUR -", "2500-2500 EUR -"]),
        ("të rritur 2500 euro, fëmijë 1200 euro për udhëtim", ["2500-2500 EUR person", "1200-1200 EUR child"]),
        ("3 persona 6000 euro krejt", ["6000-6000 EUR group"]),
        ("Cmimi deri 3000 euro per person", ["?-3000 EUR person"]),
        ("kişi başı 3000 euroya kadar gidiş", ["?-3000 EUR person"]),
        ("2000 eurodan başlayan fiyatlarla gidiyoruz", ["2000-? EUR -"]),
        ("2-3 mijë euro për person varësisht", ["2000-3000 EUR person"]),
        ("1500 KM po osobi do Hrvatske preko granice", ["1500-1500 BAM person"]),
        ("۱۰ میلیون تومان هر نفر تا ترکیه میریم", ["100000000-100000000 IRR person"]),
        ("Wien €1,500 - €2,000", ["1500-2000 EUR -"]),
        ("Wien EUR 1500 - EUR 2000", ["1500-2000 EUR -"]),
        ("deposit $500 €600 later", ["500-500 USD -", "600-600 EUR -"]),
        ("Wien 500 US$ each", ["500-500 USD person"]),
        ("min 500 € max 900 €", ["500-? EUR -", "?-900 EUR -"]),
        ("500 € max 3 people", ["500-500 EUR -"]),
        ("Mo-Fr 08.00-17.00 Uhr, Termine nach Vereinbarung", []),
        ("500 € max", ["?-500 EUR -"]),
        ("uuid 550e8400-e29b-41d4, sha 0a1b2c3d4e5f60718293", []),
        ("999999999999999999999 €", []),
        ("Szukam kierowcy Hajnówka - Poznań, 3 tys. zł za kurs", ["3000-3000 PLN leg"]),
        ("Z Mińska do Polski, potem Niemcy, 4 tysiące dolarów", ["4000-4000 USD -"]),
        ("Одеса - Молдова - Румунія, 5 тис. дол. з людини", ["5000-5000 USD person"]),
        ("Провідник до Румунії, 3 дні пішки, пʼять тисяч баксів", ["5000-5000 USD -"]),
        ("Z Białorusi do Polski, dwa i pół tysiąca euro od głowy", ["2500-2500 EUR person"]),
        ("od 1000 do 1500 zł za kurs z granicy do Warszawy", ["1000-1500 PLN leg"]),
        (
            "Чернівці-Яси, п'ять тисяч доларів з носа, з сім'ї 12 тисяч",
            ["5000-5000 USD person", "12000-12000 USD family"],
        ),
        ("Iau 100 persoane din Arad", []),
        ("Iz Niša do Beča dve hiljade i po evra", ["2500-2500 EUR -"]),
        ("500.000 IQD or 350 dollars per person", ["500000-500000 IQD person", "350-350 USD person"]),
        ("سيارة من بغداد ٢٥٠ الف دينار للشخص", ["250000-250000 IQD person"]),
        ("auto na prodaju 3.200 evra, prešao 180.000 km, 2006. godište", ["3200-3200 EUR -"]),
        ("2 hiljade i 500 evra po čoveku", ["2500-2500 EUR person"]),
        ("Prodajem golfa 4, cena 1.850,00 evra fiksno, zovite popodne", ["1850-1850 EUR -"]),
        ("ticket 280 euro, Vienna to Skopje by coach", ["280-280 EUR -"]),
        ("PER AUSTRI PREJ SUBOTICES 1800 EURO. PER GJERMANI 2600.", ["1800-1800 EUR -", "2600-2600 EUR -"]),
        ("kombi do Kumanova 12 iljadi denari za grupa od 6", ["12000-12000 MKD group"]),
        ("Vozim od Tuzle do Bihaća za 100km po osobi, bez kontrola", ["100-100 BAM person"]),
        ("jarane idemo do Zagreba, nas trojica, dajemo po 700 eur", ["700-700 EUR person"]),
        ("Ka thënë se merr 800 për njeri, euro, deri n'Suboticë", ["800-800 EUR person"]),
        ("familja 7000 euro, personi 2900, nisemi nesër", ["7000-7000 EUR family", "2900-2900 EUR person"]),
        ("Suche Fahrer: Budapest nach Dortmund, 1.000 € pro Tour", ["1000-1000 EUR leg"]),
        ("Nach Wien ab Szeged, 1500 oder nach Salzburg 1900 Euro", ["1500-1500 EUR -", "1900-1900 EUR -"]),
        ("търся шофьор за курс до София, плащам 3 бона на курс", ["3000-3000 BGN leg"]),
        ("για Ιταλία από Πάτρα με νταλίκα, 2 χιλιάρικα, μόνο σοβαροί", ["2000-2000 EUR -"]),
        ("Motorina 7,45 lei, benzina 7,29.", ["7.45-7.45 RON -", "7.29-7.29 RON -"]),
        ("gidiş iki üç bin euro arası, Bosna'dan İtalya'ya", ["2000-3000 EUR -"]),
        ("تهران تا وان دو سه هزار دلار می‌گیرند", ["2000-3000 USD -"]),
        ("سات لاکھ ترکی تک، ۵۰۰۰ یورو یونان تک", ["700000-700000 PKR -", "5000-5000 EUR -"]),
        ("گجرات سے یونان، پونے دس لاکھ روپے فی بندہ", ["975000-975000 PKR person"]),
        ("معنا ٢٠٠٠ يورو للواحد مو اكتر من سالونيك لصربيا", ["?-2000 EUR person"]),
        ("خمستلاف دولار للشخص والعيلة عشرتلاف من حمص لتركيا", ["5000-5000 USD person", "10000-10000 USD family"]),
        (
            "Iz Bosne do Ljubljane, tisoč petsto evrov na osebo, otroci 500.",
            ["1500-1500 EUR person", "500-500 EUR child"],
        ),
        ("plec in Anglia cu microbuzul 150 lire, retur 250 lire", ["150-150 GBP -", "250-250 GBP -"]),
        ("25oo evra po osobi, polazak svaki dan iz Niša", ["2500-2500 EUR person"]),
        ("FlixBus Sarajevo–Zagreb polazi 22:45, 28 eura u jednom pravcu", ["28-28 EUR -"]),
        ("دو نفر دیگر هم بودند، برای تمام راه ۱۶۰۰ دالر گرفت", ["1600-1600 USD -"]),
        ("svaki dan brate, 2,5k eur, javi se na telegram", ["2500-2500 EUR -"]),
    ],
)
def test_prices_are_found_with_currency_bounds_and_whom_they_are_for(
    reader: Pipeline, text: str, expected: list[str]
) -> None:
    found: tuple[Price, ...] = reader(text)._.prices
    assert [said(price) for price in found] == expected
    assert all(text[price.start : price.end] == price.text for price in found)


@pytest.mark.parametrize(("country", "currency"), [(None, "IQD"), ("KW", "KWD"), ("JO", "JOD")])
def test_a_name_that_currencies_share_means_that_of_the_country(
    reader: Pipeline, country: str | None, currency: str
) -> None:
    doc = reader.make_doc("سيارة من بغداد ٢٥٠ دينار للشخص")
    doc._.country = country
    assert [price.currency for price in reader(doc)._.prices] == [currency]


def test_a_figure_without_a_currency_is_a_price_only_beside_one(reader: Pipeline) -> None:
    assert [price.text for price in reader("Wir fahren von Belgrad nach Wien 2500, nach Berlin 3000 €")._.prices] == [
        "2500", "3000 €"
    ]  # fmt: skip
    assert reader("Wir fahren von Graz nach Linz 2500, nach Wien 3000")._.prices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir fahren von Belgrad nach Wien 2500, nach Berlin 3000", ["2500-2500 EUR -", "3000-3000 EUR -"]),
        ("Taxi Sarajevo–Zagreb–Graz, keine Fragen, 2,5k p.P., Kinder die Hälfte", ["2500-2500 EUR person"]),
        ("Erst Bihac, dann Triest, dann München. 3500 bis 4000 alles inklusive", ["3500-4000 EUR -"]),
        ("viaggio in barca, partenza Bodrum arrivo Calabria, 8mila a persona", ["8000-8000 EUR person"]),
        ("sigurno do Nemačke preko Mađarske, 3.5 hiljade po glavi", ["3500-3500 EUR person"]),
        ("софия - сърбия 700, софия - виена 3500, деца наполовина", ["700-700 EUR -", "3500-3500 EUR -"]),
        ("Saw 300 people walk from Horgos to Szeged at 1800", []),
        ("More than 20,000 crossings from Serbia to Hungary were counted in 2025.", []),
        ("Zug Wien - Budapest, 250 km, 2 Stunden 30", []),
        ("Чернівці - Сучава 7к, гарантія", []),  # dollars there, or hryvnias
        ("Szeged to Vienna, 1k a run, signal only +44 7700 900456", ["1000-1000 EUR leg"]),  # no such number
        ("Edirne Sofya arası 2 bin kişi başı, çocuk 1000", ["2000-2000 EUR person", "1000-1000 EUR child"]),
        ("In Wien leben 2000 Syrer, in Budapest 3000.", []),
        ("Srbija - Hrvatska 2:1, gledalo 20 hiljada", []),
        ("Beograd - Niš 1000 po osobi", []),  # dinars, or euros
    ],
)
def test_between_countries_euros_go_without_saying(reader: Pipeline, text: str, expected: list[str]) -> None:
    found = reader(text)._.prices
    assert [said(price) for price in found] == expected
    assert all(price.rule == "no currency said: the usual one of such journeys" for price in found)


def test_a_phone_is_no_price(reader: Pipeline) -> None:
    doc = reader("Udhëtim për Vjenë 2500 euro, tel 044 123 456 euro trans")
    assert [price.min for price in doc._.prices] == [2500]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Preise ab Izmir, alles Euro:\nAthen 900\nBari 2.400\nLyon 3100", ["900 EUR", "2400 EUR", "3100 EUR"]),
        ("цене у еврима: Ниш 250, Загреб 1800", ["250 EUR", "1800 EUR"]),
        ("Marseille 1200, Lyon 1350. Tout en euros, pas de crédit", ["1200 EUR", "1350 EUR"]),
        ("da Valona a Bari paga 1.800 euro, poi altri 450 per Bologna", ["1800 EUR", "450 EUR"]),
        ("Er hat 5000 Dollar bezahlt, vor einem Jahr zahlte mein Bruder 3500 davon", ["5000 USD", "3500 USD"]),
        ("Van'a kadar 8 bin lira, sonra adam 15 bin istiyor", ["8000 TRY", "15000 TRY"]),
        ("من طبرق 90 ألف جنيه ومن السلوم بمية وعشرين ألف", ["90000 EGP", "120000 EGP"]),
        ("ticket 40 euro, the bus takes 90 people and needs 300 minutes", ["40 EUR"]),
        ("stan 300 m od mora, 70 evra noć, 2014 godine građen", ["70 EUR"]),
        ("two thousand people walked, each gave 700 euro", ["700 EUR"]),
        ("80 evra je karta, a deca pola", ["80 EUR"]),
    ],
)
def test_figures_without_a_currency_share_that_of_the_text(reader: Pipeline, text: str, expected: list[str]) -> None:
    found: tuple[Price, ...] = reader(text)._.prices
    assert [f"{price.max:.10g} {price.currency}" for price in found] == expected


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("من طرفاية ثلاثين ألف درهم للراس", "MAD"),
        ("من الشارقة ثلاثين ألف درهم للراس", "AED"),
        ("la barca da Sfax costa 4500 dinari", "TND"),
        ("botti d'Oran, 900 000 dinars la place", "DZD"),
        ("160 χιλιάδες αιγυπτιακές λίρες από Τομπρούκ", "EGP"),
        ("from Leeds to Dublin six hundred pounds", "GBP"),
        ("EGYPT POUND 150,000 by ship", "EGP"),
        ("سيارة من حمص الى طرطوس ٢٥٠ ألف ليرة", "SYP"),
        ("نقل من الرياض الى جدة 1900 ريال", "SAR"),
        ("250 mille francs CFA de Bamako à Gao", "XOF"),
        ("von Chiasso nach Basel fünfhundert Schweizer Franken", "CHF"),
        ("Кучурган, потом Тирасполь, 6500 у.е.", "USD"),
    ],
)
def test_whose_pound_or_dinar_it_is_say_nations_and_places(reader: Pipeline, text: str, currency: str) -> None:
    assert [price.currency for price in reader(text)._.prices] == [currency]


def test_a_million_without_a_currency_is_of_centimes_only_where_one_counts_so(reader: Pipeline) -> None:
    (price,) = reader("mostaganem alicante 75 millions en hors-bord")._.prices
    assert (price.max, price.currency) == (750_000, "DZD")
    assert reader("75 millions de personnes en Turquie, de Izmir à Van")._.prices == ()


def test_per_person_said_once_beside_the_currency_holds_for_all(reader: Pipeline) -> None:
    found = reader("Preisliste (alles Euro, pro Kopf):\nZagreb 1200\nVillach 2400")._.prices
    assert [price.per for price in found] == ["person", "person"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beograd - Beč 2500 evra. Deca besplatno", ["2500-2500 EUR -"]),
        ("Wien 2500 €. Kinder fahren gratis mit", ["2500-2500 EUR -"]),
        ("اٹلی 5000 یورو سے شروع۔ بچہ آدھا۔", ["5000-? EUR -"]),
        ("تهران تا وان ۵۰۰۰ یورو. بچه مجانی", ["5000-5000 EUR -"]),
        ("Belgrad - Wien 2500 EUR. Pro Person", ["2500-2500 EUR person"]),
        ("превоз 40 лв. на човек", ["40-40 BGN person"]),
        ("Obitelj je platila 6000 eura", ["6000-6000 EUR family"]),
        (
            "تەکسی هەولێر - دهۆک، نەفەری ١٥ هەزار دینار، سەیارە تایبەت ٦٠ هەزار",
            ["15000-15000 IQD person", "60000-60000 IQD -"],
        ),
        ("Stenbol - Sofya 5500 euro serê kesekî", ["5500-5500 EUR person"]),
    ],
)
def test_whom_a_price_is_for_is_not_read_in_the_next_sentence(reader: Pipeline, text: str, expected: list[str]) -> None:
    assert [said(price) for price in reader(text)._.prices] == expected


def test_a_family_of_the_next_sentence_has_its_own_price(reader: Pipeline) -> None:
    found = reader("الأسعار من زوارة: مالطا ٢٠٠٠ دولار، صقلية من ٢٥٠٠ دولار. العائلة حتى ٦٠٠٠")._.prices
    assert [(price.max or price.min, price.per) for price in found] == [(2000, None), (2500, None), (6000, "family")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cenovnik iz Beograda: Beč 2800 evra, Minhen 3,5 some evra", ["2800 EUR", "3500 EUR"]),
        ("طلب منه أبو عمر ألفي يورو ليوصله إلى ألمانيا", ["2000 EUR"]),
        ("من حلب الى اثينا خمسة آلاف يورو", ["5000 EUR"]),
        ("قاچاخچی لە هەولێر بۆ بەریتانیا دەڵێن ١٨ وەرەقە، ئایا زۆرە؟", ["1800 USD"]),
        ("لە هەولێر بۆ ئەڵمانیا دەفتەرێک دەدەم بە قاچاخچی", ["10000 USD"]),
        ("We go from Belgrade to Milan, 12 grand for two, all in euros", ["12000 EUR"]),
        ("from Dover to Leeds, 12 grand for two", ["12000 GBP"]),
        ("Van London to Dublin, boxes, £180 half load, ferry included", ["180 GBP"]),
        ("London to Paris four and a half grand", ["4500 GBP"]),
        ("we saw some people, 20 some euros", []),
    ],
)
def test_slang_for_thousands_and_whose_money_it_is(reader: Pipeline, text: str, expected: list[str]) -> None:
    assert [f"{price.max:.10g} {price.currency}" for price in reader(text)._.prices] == expected


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("Traghetto Ancona - Spalato, lunedì e giovedì ore 20, posto ponte 55 €", [55]),
        ("Автобус Минск - Варшава в 20, билет 50 €", [50]),
        ("Bus Madrid - París sábado a las 18, billete 20 €", [20]),
        ("Bus Wien - Belgrad täglich um 18, Ticket 35 €", [35]),
        ("Autobus Niš - Beč petkom u 18, karta 25 €", [25]),
        ("Bus Lyon - Turin vendredi à 20, billet 25 €", [25]),
        ("Autocar Cluj - Viena la ora 20, bilet 25 euro", [25]),
        ("Λεωφορείο Αθήνα - Τίρανα στις 20, εισιτήριο 40 €", [40]),
        ("Bus London - Paris Friday at 20, seat £25", [25]),
        ("Billets à 20 et 25 €", [20, 25]),
        ("Traghetto Ancona - Spalato, lunedì ore 20 da 25 €", [None]),
        ("Bus Wien - Graz, Tickets um 20 oder 25 €", [20, 25]),
    ],
)
def test_an_hour_is_no_price(reader: Pipeline, text: str, prices: list[int | None]) -> None:
    assert [price.max for price in reader(text)._.prices] == prices


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Room for 2 £500 each to Dover", [500]),
        ("hum ja rahe hain, cabin ke saath £890 bata rahe, Dover se", [890]),
        ("Taxi 200 €3 Personen nach Wien", [200]),
    ],
)
def test_a_sign_between_two_numbers_goes_with_the_one_it_is_glued_to(
    reader: Pipeline, text: str, amounts: list[float]
) -> None:
    assert [price.min for price in reader(reader.make_doc(text))._.prices] == amounts
