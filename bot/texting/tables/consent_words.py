"""Words by which columns ask who agreed to be texted, and by which their cells answer.

Patterns are for names as :func:`bot.texting.tables.headings.folded` writes them; answers are folded too, with
blanks between their words. In the languages of :mod:`bot.texting.tables.vocabulary`.
"""

import re
from typing import Final

OTHER_WAYS: Final = re.compile(
    r"e_?mail|mailing|_mail_|correo|courriel|_post_|_web|push|_fax|newsletter|_e_post_|e_?posta"
    r"|payment|_photo|_foto|cookie|_order_|allowance"
)
TEXTS: Final = re.compile(r"_sms|_texts?_|_texting_|mobil|whats|_mms")
REFUSES: Final = re.compile(
    r"un_?subscri|_unsubs?_|robinson|uitschrij|_ayril|wycofan|opt(?:ed|s)?_?out|black_?list|block_?list|_blocked_|do_?not_|_dont_|_dnc_|_dnt_|suppress"
    r"|_no_(?:sms|texts?|contact|marketing|calls|publicidad|molestar)|_stop(?:ped)?_|revoked|withdrawn|declined"
    r"|abgemeldet|abmeld|gesperrt|_sperr|widerruf|widerspr|_keine?_(?:sms|werbung|kontakt)|abbestell"
    r"|nicht_(?:kontakt|anschr|texten|stor)|desabonn|desinscri|_refus|liste_noire|_oppos|_ne_pas_|_bloque"
    r"|_baja_|desuscri|_no_contactar|rechaz|descadastr|nao_(?:contat|pertur|enviar)|recusou|_bloquead"
    r"|disiscri|cancellat|rifiut|bloccat|non_(?:contatt|disturb)|afgemeld|uitgeschreven|geblokkeerd"
    r"|niet_(?:contact|storen|benader)|wypis|zablokow|rezygn|sprzeciw|avregistr|avmeld|afmeldt|sparrad"
    r"|_sperret|blokeret|reservert|reservation_mot|ikke_kontakt|_engel|_iptal|reddet|istemiyor|_cikis"
    r"|peruutt|_kielt|odhlas|zakaz|отпис|черн"
)
AGREES: Final = re.compile(
    r"opt(?:ed|s)?_?in_|consent|subscrib|accepts?_|accepted|_agree|permission|_allow|granted|gdpr|einwillig|dsgvo|_doi_|_rgpd_|_lgpd_|_lopd|_rodo_|kvkk|_iys_|_privacy_"
    r"|zustimm|einverst|erlaub|angemeldet|abonn|consentement|_accord_|inscrit|_accepte|autoris|suscri|autoriza"
    r"|consentim|acepta|permiso|inscri|aceita|aceite|consens|iscri|accetta|autorizz|toestemm|akkoord|aangemeld"
    r"|ingeschreven|_zgod|zapisan|samtyck|samtykk|godkan|godkjen|godkend|_izi?n|_onay|_kabul|suostum|_lupa_"
    r"|souhlas|соглас|подпис"
)
ABOUT: Final = re.compile(
    r"_sms_|_texts?_|_texting_|whats|_mms_|marketing|_promo|werbung|publicid|publicit|reklam"
)
NOT_ABOUT: Final = re.compile(
    r"_sent_|delivered|received|gesendet|envoye|enviad|inviat|verzonden|wyslan|skickat"
)
"""What makes of SMS? a question that was asked, and of SMS sent? one that was not."""
STATUS: Final = re.compile(r"_(?:status|state|estado|statut|stato|subscription)_")
NOT_ANSWERS: Final = re.compile(
    r"_(?:date|time|ip|at|source|url|link|timestamp|datum|fecha|method|level|by|version|form|channel|campaigns?"
    r"|count|keyword|list|user|notes?|page|reason)_|_text_$(?<=consent_text_)"
)
DATES: Final = re.compile(r"_(?:date|time|at|timestamp|datum|fecha)_")
LINKS: Final = re.compile(r"_(?:url|link)_")
YES: Final = frozenset(
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
AGREEMENTS: Final = frozenset(
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
        *(
            "given",
            "gegeben",
            "donne",
            "dado",
            "dada",
            "concedido",
            "dato",
            "concesso",
            "verleend",
            "gegeven",
        ),
        *("wyrazona", "udzielona", "givet", "gitt", "verildi", "onay", "var", "explicit", "express"),
    }
)
NO: Final = frozenset(
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
REFUSALS: Final = frozenset(
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
        *(
            "reddetti",
            "reddedildi",
            "iptal",
            "engelli",
            "ret",
            "yok",
            "negato",
            "negado",
            "wycofana",
        ),
    }
)
NOTHING: Final = frozenset({"", "n a", "na", "none", "null", "nil", "never", "nan", "unknown"})
SUBSCRIBED: Final = frozenset(
    {"subscribed", "opted in", "opt in", "optin", "abonne", "suscrito", "inscrito", "iscritto", "aangemeld"}
)
"""What makes of a status one of consent."""
SURE_REFUSALS: Final = frozenset(
    {"unsubscribed", "unsubscribe", "blacklisted", "blocklisted", "optout", "abgemeldet", "desabonne", "dnc"}
)
"""Refusals that are meant so in any company."""
NO_BEGINS: Final = frozenset(
    {
        "no",
        "not",
        "never",
        "non",
        "nein",
        "nicht",
        "kein",
        "keine",
        "nao",
        "nie",
        "niet",
        "nee",
        "geen",
        "brak",
    }
    | {"nej", "nei", "ikke", "inte", "ingen", "hayir", "pas", "aucun", "sin", "ei", "ne", "нет", "не"}
)
YES_BEGINS: Final = frozenset({"yes", "ja", "oui", "si", "sim", "tak", "evet", "ano", "да"})
TEXT_WAYS: Final = frozenset({"sms", "text", "texts", "texting", "mms"})
WAYS: Final = TEXT_WAYS | frozenset(
    {
        "email",
        "e",
        "mail",
        "emails",
        "phone",
        "call",
        "calls",
        "post",
        "push",
        "web",
        "whatsapp",
        "newsletter",
    }
    | {"and", "und", "et", "y", "only", "marketing", "telefon", "telephone", "telefono", "correo", "courriel"}
)
"""Ways to reach somebody, of which an answer may name those that are agreed to."""
