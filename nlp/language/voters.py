"""The voters on the language of a text: words, letters, and three libraries, each with logarithms of evidence.

measured.md has what each is worth. langdetect, twenty times as slow as the others and without Serbian, Bosnian,
Pashto and Kurdish, is asked only where the others disagree and know it knows the languages in question.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

import langdetect
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory, init_factory
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp.language.tables import SOUTH_SLAVIC, scripts, words

Scores = dict[str, float]

DetectorFactory.seed = 0  # its answer hangs on random numbers otherwise
_LINGUA = (
    "ar", "bg", "bs", "cs", "de", "el", "en", "es", "fa", "fr", "hr", "hu", "it", "mk", "nl", "pl", "ro",
    "ru", "sl", "so", "sq", "sr", "tr", "uk", "ur",
)  # fmt: skip
_PY3LANGID = (
    "ar", "bg", "bs", "cs", "de", "en", "es", "fa", "fr", "hr", "hu", "it", "ku", "mk", "nl", "pl", "ps",
    "ro", "ru", "sl", "so", "sq", "sr", "tr", "uk", "ur",
)  # fmt: skip
LANGDETECT = frozenset({
    "ar", "bg", "cs", "de", "en", "es", "fa", "fr", "hr", "hu", "it", "mk", "nl", "pl", "ro", "ru", "sl",
    "so", "sq", "tr", "uk", "ur",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_WORD_POINTS = 2.2  # a word that one language alone has; shared words count by the logarithm of how many share it
_MOST_WORDS = 400
_LEAST = -7.0  # no voter says "impossible"
_UNKNOWN = -2.5  # what a voter says of a language it has no model of


def by_words(plain: str, candidates: tuple[str, ...]) -> Scores:
    """Points for each language whose common words occur in `plain` (as read), less where several share a word."""
    table, scores = words(), dict.fromkeys(candidates, 0.0)
    found = _WORD.findall(plain)[:_MOST_WORDS]
    for word in found:
        codes = [code for code in table.get(word, ()) if code in scores]
        if not codes:
            continue
        weight = (0.4 if len(word) == 1 else 0.8 if len(word) == 2 else 1.0) * _WORD_POINTS / len(codes) ** 0.7
        for code in codes:
            scores[code] += weight
    scale = 1.0 if len(found) <= 12 else math.sqrt(12 / len(found))  # words of one text are not independent
    return {code: points * scale for code, points in scores.items()}


def by_letters(text: str, script: str) -> Scores:
    """Points for the languages whose own letters occur in `text`."""
    rules = scripts()[script]
    scores = dict.fromkeys(rules.candidates, 0.0)
    lower = text.lower()
    for rule in rules.letters:
        occurrences = sum(lower.count(letter) for letter in rule.of)
        for code in rule.for_ if occurrences else ():
            scores[code] += rule.points * min(1.0 + 0.25 * (occurrences - 1), 2.0)
    return scores


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PY3LANGID)
    return identifier


def by_py3langid(text: str, candidates: tuple[str, ...]) -> Scores:
    """Log-probabilities of py3langid; it lacks Sorani."""
    return _logarithms(dict(_identifier().rank(text)), candidates, frozenset(_PY3LANGID))


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    codes = [getattr(IsoCode639_1, code.upper()) for code in _LINGUA]
    # Low accuracy: trigrams alone, 27 MB in 0.2 s; all n-grams take 600 MB and 3 s, and longer texts need no arbiter.
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def by_lingua(text: str, candidates: tuple[str, ...]) -> Scores:
    """Log-probabilities of lingua; it lacks Pashto and Kurdish."""
    values = _detector().compute_language_confidence_values(text)
    probabilities = {value.language.iso_code_639_1.name.lower(): value.value for value in values}
    return _logarithms(probabilities, candidates, frozenset(_LINGUA))


@lru_cache(maxsize=1)
def _load_langdetect() -> None:
    init_factory()
    if not langdetect.detector_factory._factory.get_lang_list():
        raise RuntimeError(f"langdetect has no profiles in {PROFILES_DIRECTORY}")


def by_langdetect(text: str, candidates: tuple[str, ...]) -> Scores:
    """Log-probabilities of langdetect (fixed seed)."""
    _load_langdetect()
    try:
        values = langdetect.detect_langs(text)
    except langdetect.LangDetectException:  # no features: it has no opinion
        return dict.fromkeys(candidates, 0.0)
    return _logarithms({value.lang: value.prob for value in values}, candidates, LANGDETECT)


def load() -> None:
    """Loads the models of all voters but langdetect, which few texts need."""
    words(), scripts(), _identifier(), _detector()


def _logarithms(probabilities: dict[str, float], candidates: tuple[str, ...], known: frozenset[str]) -> Scores:
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
