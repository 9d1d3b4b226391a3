"""Words by which people and their programs name columns, in the languages they keep lists in.

Patterns for names as :func:`bot.texting.tables.headings.folded` writes them: lower case, no accents, ``_``
around each word. So ``_tel_`` is that word alone, and ``telefo`` is a part of any word. English, German,
French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Danish, Norwegian, Turkish, Finnish and Czech
throughout; Russian, Ukrainian, Greek, Chinese, Japanese and Korean for the number itself.
"""

import re
from typing import Final


def _words(by_blanks: str) -> frozenset[str]:
    return frozenset(by_blanks.split())


def _any(by_blanks: str) -> re.Pattern[str]:
    return re.compile("|".join(by_blanks.split()))


MOBILE: Final = _any(
    "(?<!auto)(?<!im)mobil mobiel handy(?!man) _cell _cel_ celular cellul movil portable _gsm _mob_ "
    "_mob_?n(?:o|r|um) natel komor _cep_?(?:tel|no|num) msisdn _sms matkap kannyk telemov мобиль мобіль "
    "сотов κινητ 携帯 手机 手機 휴대"
)
PHONE: Final = _any(
    "phone(?!ti) telefo _tele?_ _tels_ _tel(?:no|nr|num) _tlf _tfn?o?_ _fone_ _fono_ _ph_ _phno puhelin "
    "_puh_ ruf_?n(?:ummer|r_) [ck]onta[ck]to?_?n(?:o_|r_|um) num[a-z]*_de_conta[ct]+ whats_?app recapit "
    "_text_num num[a-z]*_for_(?:texts?|sms)_ телефон τηλεφων 电话 電話 전화"
)
SIDE: Final = _any(
    "_home _work business office company land_?line _fixed default address _other emerg altern second "
    "billing shipping spouse parent _privat gesch(?:aft|_) dienst _buro _firm festnetz notfall domicil "
    "bureau travail _fixe?_ _fijo _casa_ trabajo oficina empresa _fixo trabalho residenc comercial _fisso "
    "ufficio lavoro _thuis _werk _vast kantoor domow sluzb _praca stacjon _hem_ arbet _hjem arbeid arbejd "
    "_fast _ev_ _is_ sabit _koti _tyo urgen pevn _[2-9]_"
)
"""Phones that are somebody's second choice, or stand on a desk."""
ADDRESSEE: Final = _words(
    "number numbers no nr num nummer numero numer numara cislo numeros to tonumber recipient recipients "
    "recipientnumber empfanger destinataire destinatario ontvanger odbiorca mottagare modtager mottaker "
    "alici contact contacts kontakt contacto contatto contato"
)
"""Whole names, all words of them together, that may stand above numbers of phones or of anything else."""
NEVER: Final = _any(
    "_fax telefax faks telecop pager _telex_ _ids?_ _uid_ guid uuid _key_ "
    "(?:customer|contact|record|member|client|account|user|person|lead|order|eu|le|external)id_ identif "
    "cedula ausweis passport pasaport reisepass licen[cs]e _ref_ referen _ean gtin isbn _iban _bic_ _vat_ "
    "p_?iva_ partita_iva _sire[nt]_ kimlik _vkn_ _ssn_ _dni_ _nif_ _cif_ _cpf_ cnpj ^_cep_$ "
    "personn(?:ummer|r_) henkilotunn _cpr_ rodne_c _nip_ pesel regon _zip post_?code postal postleit "
    "_plz_ _cp_ _cap_ post_?n(?:ummer|r_|umero) poczt _psc_ _ip_ latitud longitud _lat_ _lng_ _dates?_ "
    "datum _data_ fecha _dato_ tarih paivam created updated modified _joined_ _since_ timestamp _time_ "
    "birth geburt _geb_ naissan nacim nascim nascita geboort urodz fodsel fodels dogum syntym narozen "
    "_dob_ _bday_ _price amount _total spent balance revenue preis betrag umsatz _prix_ montant precio "
    "importe _preco_ _valor_ prezzo importo _prijs_ bedrag _cena_ kwota _pris_ belop fiyat tutar _year_ "
    "_jahr_ _age_ _labels?_ _types?_ _typ_ carrier provider extension _ext_ owner assistant _url website"
)
"""Columns without a number anybody can text, whatever else their name says: a fax, an id, a date, a price."""
COUNTED: Final = _any(
    "customer client _kund klant klient musteri asiakas zakazn account _konto compte cuenta _conto_ "
    "rekening hesap _order bestell auftrag commande pedido ordine zamow siparis invoice rechnung factur "
    "fattura fatura faktur booking buchung reserv ticket _case_ member mitglied adherent socio lidmaat "
    "czlonk medlem _uye patient serial _sku_ artikel _item count _qty_ quant anzahl visits points punkte "
    "_code_ codigo _kod_ number numm?er _no_ _nr_ numara"
)
"""Names of other things that are numbered, unless they say phone too: the customer, the order, the seat."""

FIRST_NAME: Final = _any(
    "first_?name given_?name fore_?name _fname_ _first_ vorname prenom primer_?nombre primeiro_?nome "
    "voornaam _imie_ fornamn fornavn etunimi _jmeno_ _adi_"
)
LAST_NAME: Final = _any(
    "last_?name family_?name sur_?name _lname_ _last_ nachname familienname _nom_ nom_de_famille apellido "
    "sobrenome apelido cognome achternaam familienaam nazwisko efternamn efternavn etternavn _soy_?ad "
    "sukunimi prijmeni"
)
PLAIN_NAME: Final = _words("name nombre nome naam namn navn isim ad nimi nazwa")
"""The whole name, or the half of it that has no column of its own."""
WHOLE_NAME: Final = PLAIN_NAME | _words(
    "fullname contact contactname customer customername client clientname patient patientname displayname "
    "kunde kundenname nombrecompleto nomcomplet nomecompleto nominativo volledigenaam imieinazwisko "
    "fullstandignamn fuldenavn adsoyad jmeno kontakt klient cliente klant vollername gast guest guestname"
)
PRONOUNCED: Final = _any("phonetic yomi prefix suffix middle nick company firma")
EMAIL: Final = _any("e_?mail _mail_ _mailadr correo courriel _e_?posta _e_post_ sahkoposti")
NOT_EMAIL: Final = _any(
    "_types?_ _labels?_ status black opt accept consent subscri bounce sent open click count domain "
    "permission marketing"
)
BIRTHDAY: Final = _any(
    "birth _b_?day_ _dob_ _born_ geburt _geb_ _gebdat naissance anniversaire nacimiento cumplean "
    "nascimento aniversario nascita complean geboort verjaardag urodz fodelse fodsel _dogum syntym "
    "narozen"
)
GROUP: Final = _words(
    "group groups groupname contactgroup gruppe gruppen grupo grupos groupe groupes gruppo gruppi groep "
    "groepen grupa grupy grupp grupper grup ryhma skupina"
)
