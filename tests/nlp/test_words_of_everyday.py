"""Everyday words that are called like places somewhere stay words; the places stay places where they are meant."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    ("text", "country", "meant"),
    [
        ("Mi ha detto che lì non ci sono controlli e che li portano a Milano.", "IT", ["Milan"]),
        ("Non so com'è andata, ma cos'è successo a Milano?", "IT", ["Milan"]),
        ("La barca è partita da Sfax, e la barca affondava", "IT", ["Sfax"]),
        ("Ils connaissent le passage par la montagne, la chapelle et la gare de Lyon.", "FR", ["Lyon"]),
        ("Стояли на трассе, рядом того человека с визой, семей много", "RU", []),
        ("Karakolda bekledik, limandan bahçeye, ışıklara; Çarşamba günü İzmir'de", "TR", ["İzmir"]),
        ("Karakol'dan Bişkek'e, sonra Çarşamba'dan Samsun'a", "TR", ["Karakol", "Bishkek", "Çarşamba", "Samsun"]),
        ("Na carini v Kopru so nas ustavili, cisterne so stale", "SI", ["Koper"]),
        ("I was a receptionist on Kos and later on Rhodes", "GB", ["Kos", "Rhodes"]),
        ("ένα φυλάκιο, μοναστήρι, μιλάω με την Κατερίνα, κυπαρίσσια", "GR", []),
        ("Από το Φυλάκιο Ορεστιάδας", "GR", ["Fylakio", "Orestiáda"]),
        ("Из Того в Гану", "RU", ["Togo", "Ghana"]),
    ],
)
def test_a_word_stays_a_word_and_a_place_a_place(text: str, country: str, meant: list[str]) -> None:
    assert [place.name for place in extract_one(text, country).places] == meant


@pytest.mark.parametrize(
    ("text", "country", "meant"),
    [
        ("Ne smeš stati na granici, nisi sam, širi se glas, vožnja za Nemačku", "RS", ["Germany"]),
        ("نوصلكم بأمان وبسرعة الى المانيا", "IQ", ["Germany"]),
        ("من أراد العبور من تركيا الى اليونان، لا معسكر ولا سلطات", "SY", ["Turkey", "Greece"]),
        ("Με τέτοιο καιρό δεν φεύγει βάρκα για Ιταλία, σπάνια", "GR", ["Italy"]),
        ("Από το Κάιρο στην Αθήνα", "GR", ["Cairo", "Athens"]),
        ("My brother went to Germany and I am so sad, like a lion", "GB", ["Germany"]),
        ("Flights to Lyon and Genoa", "GB", ["Lyon", "Genoa"]),
        ("Le pire c'est que le lien pour partir en Allemagne ne marche pas, j'ai servi", "FR", ["Germany"]),
        ("Vine ayer de Madrid con dos litros, el que gana", "ES", ["Madrid"]),
        ("Deli gibi sevdim, kilise yanında bir kasaba, burs aldım, Almanya'ya gittim", "TR", ["Germany"]),
        ("Саме так, вони можуть стати на кордон, цілі дні, їдемо в Польщу", "UA", ["Poland"]),
        ("нашите сили са в съда, тази есен до Германия", "BG", ["Germany"]),
        ("مشکلی نیس، ببینین از ترکیه به یونان می‌رویم، کیف پول", "IR", ["Turkey", "Greece"]),
        ("جرمنی کا ویزہ میسر ہے، پیسے موصول ہونے پر", "PK", ["Germany"]),
        ("Cât stați la noi? Cina e gata, plecăm la Timișoara", "RO", ["Timişoara"]),
        ("به کی‌یف و بعد به لهستان، چمن", "IR", ["Kyiv", "Poland", "Chaman"]),
        ("hawler bo almanya sad hazar dolar", "IQ", ["Erbil", "Germany"]),
        ("A mund të vinë sot në Prishtinë, vinë edhe fëmijët", "XK", ["Pristina"]),
        ("penza zara euro, kabul ta", "AF", ["Kabul"]),
        ("میخواهم بروم آلمان، از ترکیه", "IR", ["Germany", "Turkey"]),
        ("Ich fahre ungern nach Wien", "AT", ["Vienna"]),
        ("Μου παρείχε μια βάρκα, την άφηνα για την Ιταλία", "GR", ["Italy"]),
        ("Régi malom mellett álltunk Szegeden", "HU", ["Szeged"]),
        ("Каша и сыры, он сердится, бросая полы, едем в Польшу", "RU", ["Poland"]),
        ("صاحب المركب عروس، إدانة، مساكن في صفاقس", "TN", ["Sfax"]),
        ("şile sahilinden bota bindik", "TR", ["Şile"]),
        ("من خوی تا وان، از چشمه به خیوس", "IR", ["Khūy", "Van", "Çeşme", "Chios"]),
    ],
)
def test_frequent_words_are_no_far_countries_and_towns(text: str, country: str, meant: list[str]) -> None:
    """Found by asking of the words that wordfreq counts most which are places where nothing speaks for one."""
    assert [place.name for place in extract_one(text, country).places] == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ночью переплыли Дунай до Румынии, потом Будапешт", ["Romania", "Budapest"]),
        ("He came in a grey Vauxhall Vivaro from Calais, the other had a Hyundai Tucson", ["Calais"]),
        ("njegov zet Milan iz Sremske Mitrovice vozi u Milano", ["Sremska Mitrovica", "Milan"]),
        ("De acolo pleacă cu TIR-uri prin Vama Borș spre Austria", ["Borş", "Austria"]),
        ("14 Kasım'da Edirne'den yola çıktık, bodrumda tuttular, sonra Bodrum'dan geçtik", ["Edirne", "Bodrum"]),
        ("I merr te Miratoca, ku vijn ne kamb prej Lojanit, mes serbis", ["Miratovac", "Lojane", "Serbia"]),
    ],
)
def test_what_stands_beside_tells_it_from_a_place(text: str, found: list[str]) -> None:
    assert [place.name for place in extract_one(text).places] == found
