"""Whatever breaks off, comes twice, late, or at once: each match is told once, none twice, none never.

Random arrivals, edits, pauses, transfers, runs, processes that end before or after any call to the real Elasticsearch,
two runs at once, receivers that are busy, and clocks that jump, against a model of what must have been told. One of the
queries is told at once, one at most every other hour, one never by night. A state of a lead that another took the place
of before any run was whole may have been told or not: it is nowhere to be seen any more. Nothing is told while a query
is paused, and nobody is told who owned it before.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from alert_desk import PASSWORD, Desk, document
from breaking import Breaking, BrokenOff
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from alerts import store
from alerts.notice import Channel, Outcome
from alerts.query import SavedQuery
from leads.identity import lead_id
from waymark.cluster import connect
from waymark.settings import Settings

pytestmark = pytest.mark.node

_WORDS = ("kombi", "varka", "furgon")
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2, unique=True).map(" ".join)
_LEADS = st.dictionaries(st.sampled_from("abcdef"), _TEXTS, min_size=1, max_size=4)
_CALLS = st.integers(min_value=0, max_value=60)
_EXAMPLES = int(os.environ.get("WAYMARK_TEST_EXAMPLES", "4"))

Told = tuple[str, str, int]  # query, lead, version


def _given_to(query: SavedQuery, owner: str) -> SavedQuery:
    """As the console and the command line hand a query on."""
    channels = [one.model_copy(update={"address": owner}) if one.kind == "inbox" else one for one in query.channels]
    return store.changed(query, owner=owner, channels=channels)


class Telling(RuleBasedStateMachine):
    """The desk, and what must have been told."""

    new_settings: Callable[[], Settings]

    def __init__(self) -> None:
        super().__init__()
        settings_ = self.new_settings()
        self._client = connect(settings_)
        self._breaking = Breaking(self._client)
        self.desk = Desk(self._client, settings_)
        self.day = 0
        self.texts: dict[str, list[str]] = {}  # by lead: its wordings in the order of their arrival
        self.current: dict[str, str] = {}
        self.queries: dict[str, str] = {}
        self.unseen: set[Told] = set()  # to be told by the next whole run
        self.must: set[Told] = set()
        self.may: set[Told] = set()
        self.owned: dict[str, tuple[str, int]] = {}  # since which notice a query belongs to whom
        self.owners = ("elastic", f"{settings_.index_prefix}berta")
        self._client.security.put_user(username=self.owners[1], password=PASSWORD, roles=["superuser"])

    @initialize(at_most_s=st.sampled_from([0, 7200]), quiet=st.sampled_from([None, (22 * 60, 6 * 60)]))
    def begin(self, at_most_s: int, quiet: tuple[int, int] | None) -> None:
        self.desk.take_in(document("z", "kombi varka"))
        self._save("kombi")
        inbox = Channel(kind="inbox", address="elastic", level="ids")
        self._save("varka", at_most_s=at_most_s, quiet=quiet, channels=(inbox,))

    def _save(self, word: str, **fields: object) -> None:
        self.queries[word] = self.desk.save(word, word, **fields).id

    @precondition(lambda self: "furgon" not in self.queries)
    @rule()
    def save_another(self) -> None:
        # What carries a mark when a query is saved may be told to it or not.
        self.may |= {("furgon", lead, self._version(lead)) for lead, text in self.current.items() if "furgon" in text}
        self._save("furgon")

    def _version(self, lead: str) -> int:
        return self.texts[lead].index(self.current[lead]) + 1

    @rule(leads=_LEADS, calls=st.none() | _CALLS, after=st.booleans(), run_between=st.booleans())
    def arrive(self, leads: dict[str, str], calls: int | None, after: bool, run_between: bool) -> None:
        self.day += 1
        documents = [document(name, text, day=self.day) for name, text in leads.items()]
        ids = {lead_id(each): each.text for each in documents}
        before = dict(self.current)
        for lead, text in ids.items():  # as they will stand; a run in between may see them before or after
            wordings = self.texts.setdefault(lead, [])
            if text not in wordings:
                wordings.append(text)
            self.current[lead] = text
        news = {lead for lead in ids if before.get(lead) != self.current[lead]}
        replaced = {told for told in self.unseen if told[1] in news}
        matching = {(word, lead, self._version(lead)) for lead in news for word in self.queries if word in ids[lead]}
        self.may |= replaced | matching
        if calls is not None:
            with suppress(BrokenOff), self._breaking.at(calls, after=after):
                self.desk.take_in(*documents)
            if run_between:
                self.desk.run()
        self.desk.take_in(*documents)
        self.unseen = (self.unseen - replaced) | matching

    @rule()
    def whole_run(self) -> None:
        self.desk.run()
        self._seen()

    def _seen(self) -> None:
        self.must |= self.unseen
        self.unseen = set()
        # What was broken off while it was sent is taken up again, and what had to wait is told.
        self.desk.now = (self.desk.now + timedelta(days=3)).replace(hour=12)
        self.desk.run()
        self._check()

    @rule(calls=_CALLS, after=st.booleans())
    def broken_run(self, calls: int, after: bool) -> None:
        with suppress(BrokenOff), self._breaking.at(calls, after=after):
            self.desk.run()

    @rule(answers=st.lists(st.sampled_from(["retry", "delivered"]), max_size=3))
    def a_receiver_that_is_busy(self, answers: list[str]) -> None:
        self.desk.receiver.answers = [Outcome.model_validate({"status": one, "detail": "busy"}) for one in answers]

    @rule()
    def two_runs_at_once(self) -> None:
        with ThreadPoolExecutor(2) as pool:
            for one in [pool.submit(self.desk.run), pool.submit(self.desk.run)]:
                one.result()
        self._seen()

    @rule(hours=st.integers(min_value=-40, max_value=40))
    def the_clock_jumps(self, hours: int) -> None:
        self.desk.now += timedelta(hours=hours)

    @rule(word=st.sampled_from(["kombi", "varka"]))
    def edit(self, word: str) -> None:
        kept = store.named(self._client, self.desk.settings, word)
        changed = store.changed(kept.query, unit=f"unit {kept.revision}")
        store.save(self._client, self.desk.settings, changed, kept.revision)

    def _nobody_takes_it(self) -> None:
        """A lead arrives that both find, and a run whose deliveries are all to be tried again."""
        self.day += 1
        new = document(f"busy-{self.day}", "kombi varka", day=self.day)
        self.desk.take_in(new)
        self.texts[lead_id(new)], self.current[lead_id(new)] = [new.text], new.text
        self.unseen |= {(word, lead_id(new), 1) for word in ("kombi", "varka")}
        self.desk.receiver.answers = [Outcome(status="retry", detail="busy")] * 10
        self.desk.run()
        self.desk.receiver.answers = []
        self.must |= self.unseen
        self.unseen = set()

    @rule(
        word=st.sampled_from(["kombi", "varka"]),
        idle=st.booleans(),
        unseen=st.booleans(),
        hours=st.sampled_from([1, 60, 0]),
    )
    def pause_and_resume(self, word: str, idle: bool, unseen: bool, hours: int) -> None:
        """What arrived before is told when it goes on, unless a run came by meanwhile; what was being sent waits.

        What there is most to learn from is what hypothesis takes for the simplest, and tries most."""
        if not idle:
            self._nobody_takes_it()
        self._pause(word, True)
        if not unseen:
            self.desk.now += timedelta(hours=hours)  # deliveries become due that wait to be tried again
            before = len(self.desk.receiver.notices)
            self.desk.run()
            assert word not in {notice.alert for notice in self.desk.receiver.notices[before:]}, "told while paused"
            passed = {told for told in self.unseen if told[0] == word}
            self.may |= passed
            self.must |= self.unseen - passed
            self.unseen = set()
        self._pause(word, False)

    @rule(word=st.sampled_from(["kombi", "varka"]), idle=st.booleans(), calls=st.none() | _CALLS, after=st.booleans())
    def transfer(self, word: str, idle: bool, calls: int | None, after: bool) -> None:
        """To another who may read the same: what is not delivered is told as theirs, in their inbox. Where it could not
        be written down that the one before has it, both are told."""
        if not idle:
            self._nobody_takes_it()
        if calls is not None:
            with suppress(BrokenOff), self._breaking.at(calls, after=after):
                self.desk.run()
        kept = store.named(self._client, self.desk.settings, word)
        owner = next(one for one in self.owners if one != kept.query.owner)
        store.save(self._client, self.desk.settings, _given_to(kept.query, owner), kept.revision)
        self.owned[word] = (owner, len(self.desk.receiver.notices))

    def _pause(self, word: str, paused: bool) -> None:
        kept = store.named(self._client, self.desk.settings, word)
        store.save(self._client, self.desk.settings, store.changed(kept.query, paused=paused), kept.revision)

    def _check(self) -> None:
        for word, (owner, since) in self.owned.items():
            told_to = {notice.owner for notice in self.desk.receiver.notices[since:] if notice.alert == word}
            assert told_to <= {owner}, f"told to who owned it before: {told_to}"
        once = {notice.delivery_id: notice for notice in self.desk.receiver.notices}
        each = [(one.owner, one.alert, lead.id, lead.version) for one in once.values() for lead in one.leads]
        assert len(each) == len(set(each)), "told twice"
        told = {one[1:] for one in each}
        assert told >= self.must, f"not told: {self.must - told}"
        assert told <= self.must | self.may, f"told for no reason: {told - self.must - self.may}"

    def teardown(self) -> None:
        self.desk.receiver.answers = []
        self.whole_run()
        self._client.security.delete_user(username=self.owners[1])
        for index in self._client.indices.get(index=f"{self.desk.settings.index_prefix}*"):
            self._client.indices.delete(index=index)
        self._client.close()


def test_each_match_is_told_once(new_cluster_settings: Callable[[], Settings]) -> None:
    class Machine(Telling):
        new_settings = staticmethod(new_cluster_settings)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
