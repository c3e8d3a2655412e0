"""What stands in subjects and bodies at the usual level names nobody, though a search is called after a number."""

from __future__ import annotations

import json

import pytest

from alerts.channels.carried import carried
from alerts.channels.names import neutral
from alerts.channels.pages import page
from alerts.channels.webhook import body
from alerts.following import followed
from alerts.notice import Channel, Notice
from nlp.gazetteer import load

MAIL = Channel(kind="email", address="arta@police.example")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("+383 44 123-456", "…456"),
        ("0038344123456", "…456"),
        ("Agim (044) 123-456!", "Agim …456!"),
        ("38344123456", "…456"),
        ("tel.044123456", "tel.…456"),
        ("+381641234567,+381641234568", "…567,…568"),
        ('phone:"+38344123456"', 'phone:"…456"'),
        ("@agimi_trans and handle:agim.x", "@… and handle:…"),
        ("vans 2026-11-30", "vans 2026-11-30"),
        ("01.02.2026", "01.02.2026"),
        ("price:2000-3000", "price:2000-3000"),
        ("1.500.000 dinara", "1.500.000 dinara"),
        ("Route Pristina → Vienna", "Route Pristina → Vienna"),
    ],
)
def test_numbers_and_handles_are_shortened_and_nothing_else(words: str, told: str) -> None:
    assert neutral(words) == told


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [("phone", "+38344123456", "Phone …456"), ("handle", "@agimi_trans", "Handle @…")],
)
def test_what_is_followed_is_named_in_the_inbox_alone(notice: Notice, kind: str, value: str, told: str) -> None:
    name = followed(kind, value, load()).name
    given = notice.model_copy(update={"alert": name, "message": f"The saved query “{name}” cannot be asked"})
    for level in ("count", "ids"):
        mail, hook = (
            Channel.model_validate({"kind": kind_, "address": "x", "level": level}) for kind_ in ("email", "webhook")
        )
        sent = page(mail, carried(mail, given))
        for part in (sent.subject, sent.plain, sent.html, json.dumps(body(carried(hook, given)), ensure_ascii=False)):
            assert value not in part and told in part
    for kind_, level_ in (("inbox", "count"), ("webhook", "summary")):
        channel = Channel.model_validate({"kind": kind_, "address": "x", "level": level_})
        assert carried(channel, given).alert == name


def test_a_number_that_is_cut_does_not_stand_there_in_part(notice: Notice) -> None:
    given = notice.model_copy(update={"alert": "x" * 190 + " +383\u00a044\u200b123456"})
    assert "383" not in carried(MAIL, given).alert
