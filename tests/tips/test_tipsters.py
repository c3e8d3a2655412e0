"""Who left a tip is never kept: what is taken out, and what must stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tips.conftest import TakeIn
from tips.tipsters import anonymous, subject

GOLDEN = Path(__file__).parent / "golden"
#: Names, numbers and addresses of the people who wrote the golden tips.
WRITERS = [
    "Huber", "Jürgen", "huber.jpg", "0660 0000 111", "private.example", "Anna", "Petar", "Jasmina", "061 000 222",
    "Žarko", "Đurić", "064 000 0555", "Arta", "posta.example", "045 000 987", "Rahimi", "447700900123", "Gülşah",
    "Öztürk", "198.51.100.7", "Message-ID", "Pomoći", "К. Петров", "И. Петров",
]  # fmt: skip


def test_nothing_in_the_archive_says_who_left_a_tip(taken: TakeIn, tmp_path: Path) -> None:
    taken(*(path for path in GOLDEN.iterdir() if not path.name.endswith((".out.jsonl", ".md"))))
    kept = "".join(path.read_text("utf-8") for path in (tmp_path / "archive").rglob("*") if path.is_file())
    assert "060 0000 345" in kept
    assert [writer for writer in WRITERS if writer in kept] == []


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nAna Anić\n060 111 2222",
        "Mit freundlichen Grüßen\n\nMaria Huber\nHauptstraße 1",
        "S POSTOVANJEM, Ana Anić",
        "Me respekt,\nArben\n044 111 222",
        "Saygılarımla\nAyşe Yılmaz",
        "مع التحية\nأحمد\n0790000000",
        "Sent from my phone",
        "Με εκτίμηση\nΝίκος Π.",
        "> С уважение,\n> Иван",
    ],
)
def test_a_signature_is_left_out(ending: str) -> None:
    assert anonymous(f"A white van at the border.\n\n{ending}") == "A white van at the border."


def test_a_decomposed_signature_is_found_too() -> None:
    assert anonymous("Kombi.\nSa pos\u030ctovanjem\nAna") == "Kombi."


def test_what_stands_below_a_signature_and_says_something_stays() -> None:
    text = "Kombi kod Horgoša.\nPozdrav, Ana\n\nPS tablice su bile SU 000-AA\n"
    assert anonymous(text) == "Kombi kod Horgoša.\nPS tablice su bile SU 000-AA"
    long = "Zaboravila sam: vozio ih je preko Subotice, mislim da je bio utorak, i zvao je neki broj 0600000345."
    assert long in anonymous(f"Kombi.\nPozdrav, Ana\n{long}")


@pytest.mark.parametrize(
    "text",
    [
        "Pozdrav, vozim za Beč 060 0000 345",
        "Od: Beograd\nDo: Beč\nCena: 1500",
        "Nga: Prishtina\nPër: Vjenë",
        "Telefon: 044 000 117",
        "He said: call me on 044 000 117, I bring you to Vienna.",
        "Regardsstraße 5, ein Lieferwagen",
    ],
)
def test_what_was_seen_stays(text: str) -> None:
    assert anonymous(text) == text


@pytest.mark.parametrize(
    "head",
    [
        "From: Ana <ana@a.example>\nSent: Monday\nTo: Hotline\nSubject: van",
        "Von: Maria Huber\nGesendet: Montag, 2. November 2026\nAn: Hinweise\nBetreff: Lieferwagen",
        "> *Od:* Ana Anić <ana@a.example>",
        "Am Mo., 2. Nov. 2026 um 10:12 Uhr schrieb Maria <maria@a.example>:",
        "On Monday Ana Anić\n<ana@a.example> wrote:",
        "Ime: Ana\nE-mail: ana@a.example\nTelefon: 060 111 222",
    ],
)
def test_the_head_of_a_letter_or_form_is_left_out(head: str) -> None:
    assert anonymous(f"{head}\nA white van.") == "A white van."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Moj broj je 060 111 2222. Njegov je 060 0000 345.", "Moj broj je […]. Njegov je 060 0000 345."),
        ("Sie erreichen mich unter +43 660 1111111 oder a@b.example", "Sie erreichen mich unter […] oder […]"),
        ("numaram 0532 111 22 33\nKaptan 0530 000 03 21", "numaram […]\nKaptan 0530 000 03 21"),
        ("write to ana@a.example, he is @beni_rruga on t.me", "write to […], he is @beni_rruga on t.me"),
        ("رقم هاتفي ٠٧٩٠٠٠٠٠٠٠ ورقمه ٠٧٥٠", "رقم هاتفي […] ورقمه ٠٧٥٠"),
        ("Мојот број е 070 111 222, неговиот 070 000 012", "Мојот број е […], неговиот […]"),
    ],
)
def test_the_writers_own_number_is_replaced_to_the_end_of_its_sentence(text: str, kept: str) -> None:
    assert anonymous(text) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Re: AW: Lieferwagen in Kittsee", "Lieferwagen in Kittsee"),
        ("Message from Ana Anić", ""),
        ("Hinweis von Maria", ""),
        ("ana@a.example", ""),
        ("Fwd: кола край Калотина", "кола край Калотина"),
    ],
)
def test_a_subject_stays_unless_it_names_the_sender(written: str, kept: str) -> None:
    assert subject(written) == kept
