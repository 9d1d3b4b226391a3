"""What a file says about who agreed to be texted: columns like Accepts SMS Marketing or SMS_BLACKLISTED.

A column counts when its name speaks of agreeing or refusing, and its cells answer that. One that speaks of
email alone says nothing about texts. Who is not said to have agreed, in a column of agreements, has not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Final

from bot.texting.tables import cells
from bot.texting.tables.headings import folded
from bot.texting.tables.portions import in_portions
from bot.texting.tables.records import Record


class Answer(Enum):
    """What one row says about texts."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Sense(Enum):
    """What a column's yes means."""

    AGREES = "agrees"
    REFUSES = "refuses"
    BARE = "bare"
    """It agrees, by a name that says no more than what it is about: SMS, or Marketing."""
    STATUS = "status"
    """Its cells are words that say it themselves, like unsubscribed."""


_MARKS: Final = str.maketrans(dict.fromkeys("✓✔☑", "x") | dict.fromkeys("✗✘☐", "no"))
LONGEST: Final = 60
"""Characters an answer may have."""
_SAMPLE: Final = 500
_OTHER_WAYS: Final = re.compile(
    r"e_?mail|mailing|_mail_|correo|courriel|_post_|_web|push|_fax|newsletter|_e_post_|eposta"
)
_TEXTS: Final = re.compile(r"_sms|_texts?_|_texting_|mobil|whats|_mms")
_REFUSES: Final = re.compile(
    r"un_?subscri|opt(?:ed|s)?_?out|black_?list|block_?list|_blocked_|do_?not_|_dont_|_dnc_|_dnt_|suppress"
    r"|_no_(?:sms|texts?|contact|marketing|calls|publicidad|molestar)|_stop(?:ped)?_|revoked|withdrawn|declined"
    r"|abgemeldet|abmeld|gesperrt|_sperr|widerruf|widerspr|_keine?_(?:sms|werbung|kontakt)|abbestell"
    r"|nicht_(?:kontakt|anschr|texten|stor)|desabonn|desinscri|_refus|liste_noire|_oppos|_ne_pas_|_bloque"
    r"|_baja_|desuscri|_no_contactar|rechaz|descadastr|nao_(?:contat|pertur|enviar)|recusou|_bloquead"
    r"|disiscri|cancellat|rifiut|bloccat|non_(?:contatt|disturb)|afgemeld|uitgeschreven|geblokkeerd"
    r"|niet_(?:contact|storen|benader)|wypis|zablokow|rezygn|sprzeciw|avregistr|avmeld|afmeldt|sparrad"
    r"|_sperret|blokeret|reservert|reservation_mot|ikke_kontakt|_engel|_iptal|reddet|istemiyor|_cikis"
    r"|peruutt|_kielt|odhlas|zakaz|отпис|черн"
)
_AGREES: Final = re.compile(
    r"opt(?:ed|s)?_?in_|consent|subscrib|accepts?_|accepted|_agree|permission|_allow|granted|gdpr|einwillig|dsgvo"
    r"|zustimm|einverst|erlaub|angemeldet|abonn|consentement|_accord_|inscrit|_accepte|autoris|suscri|autoriza"
    r"|consentim|acepta|permiso|inscri|aceita|aceite|consens|iscri|accetta|autorizz|toestemm|akkoord|aangemeld"
    r"|ingeschreven|_zgod|zapisan|samtyck|samtykk|godkan|godkjen|godkend|_izin|_onay|_kabul|suostum|_lupa_"
    r"|souhlas|соглас|подпис"
)
_ABOUT: Final = re.compile(
    r"_sms_|_texts?_|_texting_|whats|_mms_|marketing|_promo|werbung|publicid|publicit|reklam"
)
_NOT_ABOUT: Final = re.compile(
    r"_sent_|delivered|received|gesendet|envoye|enviad|inviat|verzonden|wyslan|skickat"
)
"""What makes of SMS? a question that was asked, and of SMS sent? one that was not."""
_STATUS: Final = re.compile(r"_(?:status|state|estado|statut|stato|subscription)_")
_NOT_ANSWERS: Final = re.compile(r"_(?:date|time|ip|at|source|url|link|timestamp|datum|fecha|method|level)_")
_YES: Final = frozenset(
    {
        *(
            "yes",
            "y",
            "true",
            "t",
            "1",
            "on",
            "x",
            "ok",
            "ja",
            "j",
            "wahr",
            "oui",
            "o",
            "vrai",
            "si",
            "s",
            "sim",
        ),
        *("verdadero", "verdadeiro", "vero", "tak", "prawda", "waar", "sant", "sand", "evet", "e", "dogru"),
        *("kylla", "k", "ano", "да", "checked", "active", "confirmed", "enabled"),
    }
)
_AGREEMENTS: Final = frozenset(
    {
        *(
            "opted in",
            "opt in",
            "optin",
            "opted",
            "in",
            "subscribed",
            "subscriber",
            "granted",
            "agreed",
            "agree",
        ),
        *("accepted", "accept", "consented", "consent", "allowed", "eingewilligt", "erteilt", "angemeldet"),
        *(
            "zugestimmt",
            "inscrit",
            "inscrite",
            "abonne",
            "abonnee",
            "accepte",
            "suscrito",
            "acepta",
            "aceptado",
        ),
        *("inscrito", "aceito", "aceita", "iscritto", "iscritta", "accettato", "aangemeld", "akkoord"),
        *("zapisany", "zgoda", "samtycker", "samtykker", "samtykke", "onayli", "izinli"),
    }
)
_NO: Final = frozenset(
    {
        *(
            "no",
            "n",
            "false",
            "f",
            "0",
            "off",
            "nein",
            "falsch",
            "non",
            "faux",
            "falso",
            "nao",
            "nie",
            "falsz",
        ),
        *("nee", "onwaar", "nej", "nei", "falskt", "usand", "hayir", "h", "yanlis", "ei", "ne", "нет"),
    }
)
_REFUSALS: Final = frozenset(
    {
        *("unsubscribed", "unsubscribe", "not subscribed", "never subscribed", "non subscribed", "opted out"),
        *(
            "opt out",
            "optout",
            "out",
            "denied",
            "declined",
            "refused",
            "revoked",
            "withdrawn",
            "blocked",
            "stop",
        ),
        *("blacklisted", "blocklisted", "suppressed", "stopped", "not opted in", "not allowed", "disabled"),
        *("do not contact", "do not text", "dnc", "abgemeldet", "gesperrt", "widerrufen", "verweigert"),
        *("abgelehnt", "widersprochen", "keine", "desabonne", "desinscrit", "refuse", "refusee", "bloque"),
        *("dado de baja", "baja", "no suscrito", "rechazado", "bloqueado", "descadastrado", "recusado"),
        *("disiscritto", "rifiutato", "bloccato", "cancellato", "afgemeld", "uitgeschreven", "geweigerd"),
        *("wypisany", "zablokowany", "odmowa", "brak zgody", "avregistrerad", "avmeldt", "afmeldt", "nekad"),
        *("reddetti", "reddedildi", "iptal", "engelli"),
    }
)
_NOTHING: Final = frozenset({"", "n a", "na", "none", "null", "nil", "never", "nan", "unknown"})


@dataclass(frozen=True, slots=True)
class Consent:
    """A column about consent: its place, from 0, and what its yes means."""

    column: int
    sense: Sense

    def answer(self, cell: str) -> Answer:
        """Return what a cell of the column says about texts to this person."""
        said = _plain(cell)
        if self.sense is Sense.REFUSES:  # whatever stands there, like the day they asked for it
            return Answer.YES if said in _NOTHING | _NO | _AGREEMENTS else Answer.NO
        if said in _REFUSALS or (self.sense is not Sense.STATUS and said in _NO):
            return Answer.NO
        if self.sense is Sense.STATUS or said in _YES | _AGREEMENTS:
            return Answer.YES
        return Answer.UNCLEAR


def find(names: Sequence[str], rows: Sequence[Record]) -> tuple[Consent, ...]:
    """Return the columns that say who agreed to texts.

    Where one is about texts, what others say about agreeing in general does not count; refusing always does.
    """
    found = [(each, _speaks_of_texts(names[each.column])) for each in _asked(names) if _answers(each, rows)]
    about_texts = any(texts for _each, texts in found)
    return tuple(each for each, texts in found if texts or not about_texts or each.sense is Sense.REFUSES)


def answer(columns: Sequence[Consent], row: Record) -> Answer:
    """Return what a row says in all these columns; no is heard first."""
    said = {each.answer(row.cell(each.column)) for each in columns}
    return next((each for each in (Answer.NO, Answer.UNCLEAR) if each in said), Answer.YES)


def _asked(names: Sequence[str]) -> list[Consent]:
    senses = ((place, _sense(folded(name))) for place, name in enumerate(names))
    return [Consent(place, sense) for place, sense in senses if sense is not None]


def _sense(words: str) -> Sense | None:
    if _OTHER_WAYS.search(words) and not _TEXTS.search(words):
        return None
    if _REFUSES.search(words) and not re.search("_(?:url|link)_", words):
        return Sense.REFUSES
    if _AGREES.search(words) and not _NOT_ANSWERS.search(words):
        return Sense.AGREES
    if _STATUS.search(words):
        return Sense.STATUS
    return Sense.BARE if _ABOUT.search(words) and not _NOT_ABOUT.search(words) else None


def _speaks_of_texts(name: str) -> bool:
    return _TEXTS.search(folded(name)) is not None


def _answers(column: Consent, rows: Sequence[Record]) -> bool:
    """Tell whether the cells of a column answer the question its name asks."""
    said = (plain for row in in_portions(rows) if (plain := _plain(row.cell(column.column))) not in _NOTHING)
    if column.sense is Sense.REFUSES:
        return any(True for _each in said)
    if column.sense is Sense.STATUS:
        return any(each in _REFUSALS for each in said)
    first = list(islice(said, _SAMPLE))
    known = sum(each in _YES | _AGREEMENTS | _NO | _REFUSALS for each in first)
    return 0 < len(first) <= (known if column.sense is Sense.BARE else 2 * known)


def _plain(cell: str) -> str:
    """Return an answer as words."""
    if not cell:
        return ""
    written = cells.clean(cell[:LONGEST]).translate(_MARKS)
    return folded(written).strip("_").replace("_", " ")
