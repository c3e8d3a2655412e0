"""Accounts on platforms. All names are invented."""

from __future__ import annotations

import pytest

from nlp.handles.finder import find_handles


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("tg: @beni_rruga ose wa.me/38344000117", ["telegram beni_rruga", "whatsapp 38344000117"]),
        ("Telegram beni_rruga", ["telegram beni_rruga"]),
        ("piši na instagram @beni.travel, fb.me/beni.x", ["instagram beni.travel", "facebook beni.x"]),
        ("https://t.me/joinchat/AAAbbb111", ["telegram AAAbbb111"]),
        ("viber://chat?number=%2B38344000117", ["viber +38344000117"]),
        ("signal.me/#p/+38344000117 tiktok.com/@zog.1", ["signal +38344000117", "tiktok zog.1"]),
        ("m.me/beni.rruga. Pika", ["messenger beni.rruga"]),
        ("تلگرام @safar_haji", ["telegram safar_haji"]),
        ("тг: beni_x1", ["telegram beni_x1"]),
        ("write @kaptan_yol", ["telegram kaptan_yol"]),
        ("Signal user: driver.77", ["signal driver.77"]),
        ("telegram nick: beni_lux, insta profil beni_lux9", ["telegram beni_lux", "instagram beni_lux9"]),
        ("Telegram kanal „benilux_7“ svaki dan", ["telegram benilux_7"]),
        ("آیدی تلگرام: safar_haji و اینستا: safar.haji", ["telegram safar_haji", "instagram safar.haji"]),
        ("telegram://resolve?domain=beni_lux viber://pa?chatURI=benilux", ["telegram beni_lux", "viber benilux"]),
        ("na tg @vozac_bg i insta @vozac.bg", ["telegram vozac_bg", "instagram vozac.bg"]),
    ],
)
def test_links_and_names_are_found_with_their_platform(text: str, accounts: list[str]) -> None:
    found = list(find_handles(text))
    assert [f"{handle.platform} {handle.name}" for handle in found] == accounts
    assert all(text[handle.start : handle.end] == handle.text for handle in found)


@pytest.mark.parametrize(
    "text",
    [
        "me@mail.com",
        "telegram: 044 123 456",
        "telegram dhe instagram",
        "https://www.instagram.com/p/XXXX",
        "a @ b",
        "telegram kanal za Beč",
        "fb: Beni Rruga",
    ],
)
def test_mail_addresses_numbers_and_posts_are_no_accounts(text: str) -> None:
    assert list(find_handles(text)) == []
