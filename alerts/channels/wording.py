"""What a message says, in the reader's language: tables in `words/`, checked when they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_decimal
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from waymark.errors import ConfigurationError

_FOLDER = Path(__file__).with_name("words")
_OTHERWISE = "en"
_COUNTS = range(1, 1001)  # a language's forms for whole numbers all occur among these

Forms = Mapping[str, str]  #: by CLDR's names: one, few, other


def _with(*names: str) -> AfterValidator:
    def check(forms: Forms) -> Forms:
        for form, text in forms.items():
            if set(re.findall(r"{(\w*)}", text)) != set(names):
                raise ValueError(f"{form}: must hold exactly {', '.join(f'{{{name}}}' for name in names)}")
        return forms

    return AfterValidator(check)


class Words(BaseModel):
    """One language's words. `also`: languages that are told in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    locale: str
    also: tuple[str, ...] = ()
    quoted: Annotated[str, Field(pattern=r"^[^{}]*\{alert\}[^{}]*$")]
    subject: Annotated[Forms, _with("alert", "count")]
    about: Annotated[str, Field(pattern=r"^[^{}]*\{alert\}[^{}]*$")]
    headline: Annotated[Forms, _with("alert", "count")]
    more: Annotated[Forms, _with("count")]
    lead: str = Field(min_length=1)
    open: str = Field(min_length=1)
    found_at: Annotated[str, Field(pattern=r"^[^{}]*\{moment\}[^{}]*$")]
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _every_form(self) -> Words:
        plural = Locale.parse(self.locale, sep="-").plural_form
        needed = {plural(number) for number in _COUNTS} | {"other"}
        for name in ("subject", "headline", "more"):
            if missing := needed - set(getattr(self, name)):
                raise ValueError(f"{name}: {', '.join(sorted(missing))} is missing, which {self.locale} has")
        return self


class Wording:
    """The words of one language, with what is put into them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.locale = Locale.parse(words.locale, sep="-")

    @property
    def language(self) -> str:
        """As in BCP 47, for `lang` and Content-Language."""
        return self.words.locale

    @property
    def direction(self) -> str:
        return self.locale.text_direction

    def quoted(self, alert: str) -> str:
        """The query's name in the language's quotation marks."""
        return self.words.quoted.format(alert=alert)

    def subject(self, alert: str, count: int) -> str:
        return self._form(self.words.subject, count).format(alert=alert, count=self._number(count))

    def about(self, alert: str) -> str:
        """The subject of a message about the query itself."""
        return self.words.about.format(alert=alert)

    def headline(self, alert: str, count: int) -> str:
        return self._form(self.words.headline, count).format(alert=alert, count=self._number(count))

    def more(self, count: int) -> str:
        return self._form(self.words.more, count).format(count=self._number(count))

    def found_at(self, moment: datetime) -> str:
        return self.words.found_at.format(moment=format_datetime(moment, "long", tzinfo=UTC, locale=self.locale))

    def _form(self, forms: Forms, count: int) -> str:
        return forms.get(self.locale.plural_form(count), forms["other"])

    def _number(self, count: int) -> str:
        return str(format_decimal(count, locale=self.locale))


def wording(language: str) -> Wording:
    """The wording for a reader's language (BCP 47): as given, without its region, or English."""
    known = wordings()
    parts = language.replace("_", "-").lower().split("-")
    for length in range(len(parts), 0, -1):
        if found := known.get("-".join(parts[:length])):
            return found
    return known[_OTHERWISE]


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, Wording]:
    """By language, small letters. Raises ConfigurationError naming the table that does not fit its schema."""
    found: dict[str, Wording] = {}
    for file in sorted(_FOLDER.glob("*.yml")):
        try:
            words = Words.model_validate(yaml.load(file.read_text("utf-8"), yaml.BaseLoader))
            found |= {name.lower(): Wording(words) for name in (file.stem, *words.also)}
        except (yaml.YAMLError, UnknownLocaleError, ValueError) as error:
            raise ConfigurationError(f"words/{file.name}: {' '.join(str(error).split())[:300]}") from error
    return found
