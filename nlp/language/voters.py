"""The costly voters on the language of a text: three libraries, each with logarithms of evidence.

measured.md has what each is worth. They are asked only where words and letters leave doubt: py3langid takes 0.2 ms,
lingua 0.5, langdetect 5. langdetect lacks Serbian, Bosnian, Pashto and Kurdish; lingua Pashto and Kurdish; py3langid
Sorani; none has a language in the Latin letters of a chat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

import langdetect
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory, init_factory
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp.language.evidence import Scores
from nlp.language.tables import SOUTH_SLAVIC, scripts

DetectorFactory.seed = 0  # its answer hangs on random numbers otherwise
_LINGUA = frozenset({
    "ar", "bg", "bs", "cs", "de", "el", "en", "es", "fa", "fr", "hr", "hu", "it", "mk", "nl", "pl", "ro",
    "ru", "sl", "so", "sq", "sr", "tr", "uk", "ur",
})  # fmt: skip
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


def by_py3langid(text: str, candidates: Sequence[str]) -> Scores:
    """Log-probabilities of py3langid; it lacks Sorani."""
    return _logarithms(dict(_identifier().rank(text)), candidates, _PY3LANGID)


@cache
def _detector(candidates: tuple[str, ...]) -> LanguageDetector:
    wanted = {code for group in candidates for code in (SOUTH_SLAVIC if group == "sh" else (group,))}
    codes = [getattr(IsoCode639_1, code.upper()) for code in sorted(wanted & _LINGUA)]
    # Low accuracy: trigrams alone, 27 MB in 0.2 s; all n-grams take 600 MB and 3 s, and longer texts need no arbiter.
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def by_lingua(text: str, candidates: Sequence[str]) -> Scores:
    """Log-probabilities of lingua; it lacks Pashto and Kurdish."""
    values = _detector(tuple(candidates)).compute_language_confidence_values(text)
    probabilities = {value.language.iso_code_639_1.name.lower(): value.value for value in values}
    return _logarithms(probabilities, candidates, _LINGUA)


@lru_cache(maxsize=1)
def _load_langdetect() -> None:
    init_factory()
    if not langdetect.detector_factory._factory.get_lang_list():
        raise RuntimeError(f"langdetect has no profiles in {PROFILES_DIRECTORY}")


def by_langdetect(text: str, candidates: Sequence[str]) -> Scores:
    """Log-probabilities of langdetect (fixed seed)."""
    _load_langdetect()
    try:
        values = langdetect.detect_langs(text)
    except langdetect.LangDetectException:  # no features: it has no opinion
        return dict.fromkeys(candidates, 0.0)
    return _logarithms({value.lang: value.prob for value in values}, candidates, LANGDETECT)


def load() -> None:
    """Loads the models of all voters but langdetect, which few texts need."""
    _identifier()
    for rules in scripts().values():
        if rules.candidates:
            _detector(rules.candidates)


def _logarithms(probabilities: dict[str, float], candidates: Sequence[str], known: frozenset[str]) -> Scores:
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
