"""The costly voters on the language of a text: two libraries, each with logarithms of evidence.

They are asked only where words and letters leave doubt: py3langid takes 0.2 ms a text, langdetect 5. py3langid lacks
Sorani; langdetect Serbian, Bosnian, Pashto and Kurdish; neither has a language in the Latin letters of a chat.
docs/decisions/language.md has what each is worth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import langdetect
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory, init_factory
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp.language.evidence import Scores
from nlp.language.tables import SOUTH_SLAVIC

DetectorFactory.seed = 0  # its answer hangs on random numbers otherwise
_PY3LANGID = frozenset({
    "ar", "bg", "bs", "cs", "de", "en", "es", "fa", "fr", "hr", "hu", "it", "ku", "mk", "nl", "pl", "ps",
    "ro", "ru", "sl", "so", "sq", "sr", "tr", "uk", "ur",
})  # fmt: skip
LANGDETECT = frozenset({
    "ar", "bg", "cs", "de", "en", "es", "fa", "fr", "hr", "hu", "it", "mk", "nl", "pl", "ro", "ru", "sl",
    "so", "sq", "tr", "uk", "ur",
})  # fmt: skip
_LEAST = -7.0  # no voter says "impossible"
_UNKNOWN = -2.5  # what a voter says of a language it has no model of


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_PY3LANGID))
    return identifier


def by_py3langid(text: str, candidates: Iterable[str]) -> Scores:
    """Log-probabilities of py3langid; it lacks Sorani."""
    return _logarithms(dict(_identifier().rank(text)), candidates, _PY3LANGID)


@lru_cache(maxsize=1)
def _load_langdetect() -> None:
    init_factory()
    if not langdetect.detector_factory._factory.get_lang_list():
        raise RuntimeError(f"langdetect has no profiles in {PROFILES_DIRECTORY}")


def by_langdetect(text: str, candidates: Iterable[str]) -> Scores:
    """Log-probabilities of langdetect (fixed seed)."""
    _load_langdetect()
    try:
        values = langdetect.detect_langs(text)
    except langdetect.LangDetectException:  # no features: it has no opinion
        return dict.fromkeys(candidates, 0.0)
    return _logarithms({value.lang: value.prob for value in values}, candidates, LANGDETECT)


def load() -> None:
    """Loads the model of py3langid; langdetect, which few texts need, loads its own when it is asked."""
    _identifier()


def _logarithms(probabilities: dict[str, float], candidates: Iterable[str], known: frozenset[str]) -> Scores:
    merged = dict.fromkeys(candidates, 0.0)
    for code, probability in probabilities.items():
        group = "sh" if code in SOUTH_SLAVIC else code
        if group in merged:
            merged[group] += probability
    total = sum(merged.values())
    if total <= 0:
        return dict.fromkeys(candidates, 0.0)
    scores = {code: max(math.log(value / total), _LEAST) if value else _LEAST for code, value in merged.items()}
    for code in candidates:
        if code not in known and (code != "sh" or known.isdisjoint(SOUTH_SLAVIC)):
            scores[code] = _UNKNOWN
    return scores
