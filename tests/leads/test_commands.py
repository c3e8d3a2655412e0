"""`waymark ingest`, `search` and `index migrate` as processes, with the real pipeline and gazetteer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lead_samples import document

import cli
from waymark.archive import Archive

pytestmark = pytest.mark.node

_NEWS = Path(cli.__file__).parent.parent.parent / "shared" / "real" / "news.jsonl"

# Invented people and numbers; written as such ads are.
_ADS = [
    {
        "id": "1",
        "kind": "ad",
        "source": "tabla",
        "country": "RS",
        "text": "Превоз Приштина - Беч, комби, полазак сваки петак увече. Цена 2500 евра. Тел +381 60 123 45 67",
        "published_at": "2026-11-02",
    },
    {
        "id": "2",
        "kind": "ad",
        "source": "kanal",
        "country": "XK",
        "text": "Nisemi çdo të martë nga Prishtina përmes Hungarisë për në Vjenë, 2200 euro, nr 044 123 456",
        "published_at": "2026-11-10T18:00:00",
    },
    {
        "id": "3",
        "kind": "tip",
        "source": "tip line",
        "text": "Komšija svake subote prima ljude, dolaze kombijem iz Niša i idu za Suboticu.",
        "published_at": "2026-11-12",
    },
]


def _file(folder: Path, *rows: object) -> Path:
    file = folder / "delivery.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("\n".join(lines), "utf-8")
    return file


def _ids(ran) -> list[str]:  # type: ignore[no-untyped-def]
    assert ran.status == 0, ran.err
    return sorted(row["document_id"] for row in ran.lines())


def test_what_was_ingested_is_found_by_places_in_another_language(waymark, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = _file(tmp_path, *_ADS)
    ran = waymark("ingest", str(file), "--json")
    assert ran.status == 0, ran.err
    assert ran.lines() == [{"new": 3, "changed": 0, "known": 0, "rejected": 0, "reject_file": None}]

    assert _ids(waymark("search", "--from", "Prishtina", "--to", "Wien", "--json")) == ["1", "2"]
    assert _ids(waymark("search", "--from", "Kosovo", "--via", "Ungarn", "--to", "Österreich", "--json")) == ["2"]
    assert _ids(waymark("search", "kombi", "--json")) == ["1"], "the Latin word finds the Cyrillic one"
    assert _ids(waymark("search", "Subotica", "--kind", "tip", "--json")) == ["3"]
    assert _ids(waymark("search", "--phone", "044123", "--price-max", "3000", "--json")) == ["2"]
    assert _ids(waymark("search", "--near", "Szeged", "--radius", "60km", "--json")) == ["3"]

    people = waymark("search", "--from", "Prishtina", COLUMNS="40")
    assert people.status == 0
    assert "2 of 2 leads" in people.out
    row = next(line for line in people.out.splitlines() if "+38344123456" in line)
    assert "Nisemi çdo të martë nga Prishtina përmes Hungarisë" in row, "a pipe has no edge at which to cut"
    assert people.err == "--from Prishtina: Pristina (city, Kosovo)\n"
    assert waymark("status", COLUMNS="40").out.count("node.json (only its owner reads it)") == 1

    for words, said in (
        (("--source", "nosuch"), "no lead comes from the source 'nosuch'; there are kanal, tabla, tip line"),
        (("--language", "ja"), "no lead is in Japanese; there are leads in sq, sr"),
    ):
        none = waymark("search", *words, "--json")
        assert (none.status, none.out, none.err) == (0, "", f"{said}\n")
    none = waymark("search", "--phone", "999999")
    assert (none.status, none.out, none.err) == (0, "nothing found\n", "")

    moved = waymark("index", "migrate", "--json")
    assert moved.status == 0, moved.err
    assert moved.lines()[0]["leads"] == 3
    assert _ids(waymark("search", "--to", "Беч", "--json")) == ["1", "2"]
    assert waymark("index", "migrate", "--if-needed", "--json").lines() == [{"old": None, "new": None, "leads": None}]

    again = waymark("ingest", str(file), "--json")
    assert again.lines() == [{"new": 0, "changed": 0, "known": 3, "rejected": 0, "reject_file": None}]
    cheaper = [{**_ADS[1], "text": _ADS[1]["text"].replace("2200", "1900"), "published_at": "2026-11-20"}]
    changed = waymark("ingest", "-", "--json", stdin=json.dumps(cheaper[0]).encode())
    assert changed.lines() == [{"new": 0, "changed": 1, "known": 0, "rejected": 0, "reject_file": None}]
    (lead,) = waymark("search", "--phone", "044123", "--json").lines()
    assert (lead["versions"], lead["prices"][0]["max"]) == (2, 1900)
    assert lead["language"] == "sq"


def test_the_real_news_are_taken_in_whole(waymark) -> None:  # type: ignore[no-untyped-def]
    if not _NEWS.is_file():
        pytest.skip("the real documents (../shared/real/news.jsonl) are not beside this checkout")
    ran = waymark("ingest", "../shared/real/news.jsonl", "--json")
    assert ran.status == 0, ran.err
    assert ran.lines() == [{"new": 54, "changed": 0, "known": 0, "rejected": 0, "reject_file": None}]
    everything = waymark("search", "--limit", "100", "--json").lines()
    assert len(everything) == 54
    assert [row["document_id"] for row in everything if row["phones"]] == [], "no phone where there is none"
    assert "press-en-001" in _ids(
        waymark("search", "--from", "Kosovo", "--via", "Hungary", "--to", "Austria", "--json")
    )
    assert "press-en-001" in _ids(waymark("search", "--country", "XK", "--json", "--limit", "100"))
    assert _ids(waymark("search", "--place", "Београд", "--json", "--limit", "100"))


def test_bad_lines_go_to_a_reject_file_and_the_rest_is_taken_in(waymark, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ran = waymark("ingest", str(_file(tmp_path, _ADS[0], '{"id": "broken"', {**_ADS[1], "kind": "x"})), "--json")
    assert ran.status == 1
    (line,) = ran.lines()
    assert (line["new"], line["rejected"]) == (1, 2)
    rejects = [json.loads(row) for row in Path(line["reject_file"]).read_text("utf-8").splitlines()]
    assert [reject["item"] for reject in rejects] == ["line 2", "line 3"]
    assert rejects[0]["content"] == '{"id": "broken"'
    assert Path(line["reject_file"]).stat().st_mode & 0o077 == 0


def test_of_many_bad_lines_some_are_named_and_all_are_counted(waymark, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ran = waymark("ingest", str(_file(tmp_path, *({**_ADS[0], "url": "javascript:alert(1)"} for _ in range(12)))))
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[:2] == ["new\tchanged\tknown\trejected", "0\t0\t0\t12"], "tabs, and no blanks, into a pipe"
    assert lines[2].startswith("line 1: url: 'javascript:alert(1)' is no address of a page: it must begin with http")
    assert lines[11].startswith("line 10: ")
    assert lines[12].startswith("and 2 more, all in ")
    assert Path(lines[12].removeprefix("and 2 more, all in ")).is_file()
    assert len(lines) == 13


def test_without_a_node_documents_are_kept_and_the_same_command_finishes(  # type: ignore[no-untyped-def]
    waymark, tmp_path: Path, wired_settings, wire
) -> None:
    wire.cut()
    file = _file(tmp_path, *_ADS)
    state = {"WAYMARK_STATE": str(wired_settings.state)}
    ran = waymark("ingest", str(file), "--json", **state)
    assert ran.status == 3
    assert ran.out == ""
    (message,) = [line for line in ran.err.splitlines() if line.startswith("waymark:")]
    assert "3 documents are kept in the archive" in message
    assert "Traceback" not in ran.err
    archive = Archive(wired_settings.archive_url)
    assert len(archive.pending()) == 1
    assert waymark("search", "kombi", **state).status == 3

    wire.mend()
    ran = waymark("ingest", str(file), "--json", **state)
    assert ran.status == 0, ran.err
    assert ran.lines()[0]["new"] == 3
    assert archive.pending() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("search", "--from", "Nowherebad"), "--from 'Nowherebad'"),
        (("search", "--since", "soon"), "--since: 'soon'"),
        (("search", "--phone", ""), "--phone is empty: "),
        (("search", "--since", ""), "--since is empty: "),
        (("search", "--radius", "5km"), "--radius '5km': around which place?"),
        (("search", "--near", "Subotica", "--radius", "0km"), "--radius '0km': give a distance from 1m"),
        (("search", "--country", "Narnia"), "--country 'Narnia': no country has that name; did you mean --place"),
        (("search", "--kind", "rumour"), "--kind 'rumour'"),
        (("search", "--mode", "plane2"), "--mode 'plane2': must be 'car', 'van'"),
        (("search", "--since", "30"), "neither how long ago (12h, 30d"),
        (("search", "--from", "Prishtina", "--to", "Wein"), "--to 'Wein': did you mean Vienna (city, Austria)"),
        (("ingest", "no-such-file.jsonl"), "no-such-file.jsonl: cannot be read: No such file"),
        (("ingest", "."), ".: cannot be read: Is a directory"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(waymark, words: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    ran = waymark(*words)
    assert ran.status == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_before_anything_was_indexed_that_is_said_and_is_no_failure(waymark) -> None:  # type: ignore[no-untyped-def]
    for words in ((), ("--json",)):
        ran = waymark("search", "kombi", *words)
        assert (ran.status, ran.out) == (0, "")
        assert ran.err.startswith("nothing was indexed yet: `waymark ingest FILE`")


def test_what_is_in_the_archive_can_be_indexed_again(waymark, client, cluster_settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """After `waymark down --erase`, or on a new cluster: the receipts say that all is done, the index is empty."""
    assert waymark("ingest", str(_file(tmp_path, *_ADS))).status == 0
    for index in client.indices.get(index=f"{cluster_settings.index_prefix}leads-v*"):
        client.indices.delete(index=index)
    assert waymark("index", "archive").out == "0 files of documents: 0 new, 0 changed, 0 known, 0 rejected\n"
    ran = waymark("index", "archive", "--again", "--json")
    assert ran.lines() == [{"files": 1, "new": 3, "changed": 0, "known": 0, "rejected": 0}]
    assert _ids(waymark("search", "--to", "Wien", "--json")) == ["1", "2"]
    assert waymark("index", "archive", "--again", "--json").lines()[0]["known"] == 3


def test_what_waits_in_the_archive_is_indexed(waymark, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    """After `waymark sources crawl`, where no Airflow runs."""
    archive = Archive(cluster_settings.archive_url)
    archive.write_documents("board", "r", [document(_ADS[1]["text"], id="2")], 500)
    assert waymark("index", "archive").out == "1 files of documents: 1 new, 0 changed, 0 known, 0 rejected\n"
    assert archive.pending() == []
    assert _ids(waymark("search", "--phone", "044123", "--json")) == ["2"]
