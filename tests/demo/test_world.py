"""The ads of the demo's fictitious sites are sound data."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest
import yaml

from demo.sites.world import FOLDER, SITES, SiteKind, load, site_world
from waymark.errors import ConfigurationError


def test_the_world_has_enough_ads_in_enough_languages_of_which_some_are_innocent() -> None:
    board = site_world("board").ads
    ads = [ad for site in SITES for ad in site_world(site).ads]
    assert len(board) >= 90
    assert len(ads) >= 150
    assert len({ad.language for ad in board}) >= 14
    assert 0.5 <= sum(ad.kind == "journey" for ad in board) / len(board) <= 0.7
    assert sum(bool(ad.editions) for ad in board) >= 6
    assert sum(ad.repost_of is not None for ad in board) >= 4
    assert {ad.text.isascii() for ad in board if ad.language == "sq"} == {True, False}
    assert {bool(re.search(r"[а-яђјљњћџ]", ad.text)) for ad in board if ad.language == "sr"} == {True, False}


@pytest.mark.parametrize("site", SITES)
def test_languages_of_the_ads_are_those_the_site_names_and_no_text_stands_twice(site: SiteKind) -> None:
    world = site_world(site)
    assert {ad.language for ad in world.ads} <= set(world.site.languages)
    again = [text for text, times in Counter(ad.text for ad in world.ads if not ad.repost_of).items() if times > 1]
    assert not again


@pytest.mark.parametrize("site", SITES)
def test_every_file_says_first_that_all_is_invented(site: SiteKind) -> None:
    assert "invented" in (FOLDER / f"{site}.yml").read_text("utf-8").splitlines()[0].lower()


def test_shared_numbers_are_valid_and_recur_over_sites() -> None:
    table = re.findall(r"^\| (\+[\d ]+) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(table) >= 10
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in table)
    beni = re.compile(r"(?:44|4\W*4)\W*[0oO]\W*[0oO]\W*[0oO]\W*1\W*1\W*7")
    assert {ad.key[0] for site in SITES for ad in site_world(site).ads if beni.search(ad.text)} >= {"b", "c"}


def test_a_wrong_file_is_refused_with_its_name_and_the_ad(tmp_path: Path) -> None:
    content = yaml.safe_load((FOLDER / "board.yml").read_text("utf-8"))
    file = tmp_path / "board.yml"

    def refusal(ads: list[dict[str, object]]) -> str:
        file.write_text(yaml.safe_dump({"site": content["site"], "ads": ads}), "utf-8")
        with pytest.raises(ConfigurationError) as caught:
            load(file)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    first, second = content["ads"][:2]
    assert "board.yml: ads.0.prize" in refusal([{**first, "prize": 1}])
    assert "b-001: the key stands twice" in refusal([first, first])
    assert "oldest first" in refusal([second, first])
    assert "c-001" in refusal([{**first, "key": "c-001"}])
    assert "b-077 is no earlier ad" in refusal([{**first, "repost_of": "b-077"}])
    file.write_text("site: [", "utf-8")
    with pytest.raises(ConfigurationError, match=r"board\.yml: cannot be read"):
        load(file)
