"""Romanian of Romania and Moldova, with and without diacritics."""

from __future__ import annotations

import re

from entendu.core.promises.words.table import DOTTED, Words, alternatives, rows

_NUMBERS = {
    **{w: float(k) for k, w in enumerate(
        """unu doi trei patru cinci sase sapte opt noua zece unsprezece doisprezece treisprezece paisprezece
        cincisprezece saisprezece saptesprezece optsprezece nouasprezece douazeci""".split(), 1)},
    "o": 1, "un": 1, "una": 1, "doua": 2, "douasprezece": 12, "vreo doua": 2, "vreo doi": 2, "treizeci de": 30,
    "douazeci de": 20, "patruzeci de": 40, "douazeci si patru de": 24, "patruzeci si opt de": 48, "saizeci de": 60,
    "treizeci": 30, "cinspe": 15, "zece-cinsprezece": 15, "saptezeci si doua de": 72, "patruzeci si cinci de": 45,
    "jumatate": 0.5, "sfert": 0.25, "douazeci si unu": 21, "douazeci si doua": 22,
}  # fmt: skip
_ORDINALS = {
    "intai": 1.0, "1-ul": 1.0, "prima": 1.0, "a doua": 2.0, "a treia": 3.0, "a patra": 4.0, "ultima": 5.0, "doi": 2.0,
    **{w: float(k) for k, w in enumerate(
        """trei patru cinci sase sapte opt noua zece unsprezece doisprezece treisprezece paisprezece cincisprezece
        saisprezece saptesprezece optsprezece nouasprezece douazeci""".split(), 3)},
    "douazeci si unu": 21.0, "douazeci si doi": 22.0, "douazeci si trei": 23.0, "douazeci si patru": 24.0,
    "douazeci si cinci": 25.0, "douazeci si sase": 26.0, "douazeci si sapte": 27.0, "douazeci si opt": 28.0,
    "douazeci si noua": 29.0, "treizeci": 30.0, "treizeci si unu": 31.0,
}  # fmt: skip
_WEEKDAYS = {
    **{w: k for k, w in enumerate("luni marti miercuri joi vineri sambata duminica".split())},
    "lunea": 0, "martea": 1, "miercurea": 2, "joia": 3, "vinerea": 4, "duminica": 6, "simbata": 5,
}  # fmt: skip
_MONTHS = {
    **{w: k for k, w in enumerate(
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie"
        " decembrie".split(), 1)},
    "ian": 1, "feb": 2, "mart": 3, "apr": 4, "iun": 6, "iul": 7, "aug": 8, "sept": 9, "oct": 10, "nov": 11, "noi": 11,
    "noie": 11, "dec": 12,
}  # fmt: skip
_OFFSETS = {
    "azi": 0, "astazi": 0, "chiar azi": 0, "in ziua aceasta": 0, "in aceeasi zi": 0, "maine": 1, "miine": 1,
    "poimaine": 2, "ieri": -1, "alaltaieri": -2, "a doua zi": 1,
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("minut", "minute", "min", "minutele"), "minute"),
    **dict.fromkeys(("ora", "ore", "h", "orele", "ceas", "ceasuri"), "hour"),
    **dict.fromkeys(("zi", "zile", "zilele"), "day"),
    **dict.fromkeys(("saptamana", "saptamani", "sapt"), "week"),
    **dict.fromkeys(("luna", "luni"), "month"),
}
_PARTS = {
    "la prima ora": "first", "prima ora": "first", "cum deschidem": "first", "la deschidere": "first",
    "dis-de-dimineata": "first", "dis de dimineata": "first", "in zori": "first", "cu noaptea in cap": "first",
    "azi-dimineata": "morning:0", "in dimineata asta": "morning:0", "azi dimineata": "morning:0",
    "in cursul diminetii": "morning", "cursul diminetii": "morning", "sfarsitul diminetii": "noon",
    "finalul diminetii": "noon", "sfarsit de dimineata": "noon",
    "dimineata": "morning", "dimineata aceasta": "morning:0",
    "mijlocul diminetii": "midmorning", "inceputul dupa-amiezii": "afternoon", "inceputul dupa-amiezei": "afternoon",
    "mijlocul dupa-amiezii": "midafternoon", "inceputul serii": "evening", "inceputul zilei": "first",
    "inceputul programului": "first", "primele ore": "first", "inchidem": "close:0", "se inchide": "close:0",
    "finele zilei": "close", "incheierea programului": "close", "incheierea zilei": "close", "amiaza mare": "noon",
    "pana-n pranz": "noon", "pranz": "noon", "pranzul": "noon", "la pranz": "noon", "amiaza": "noon", "amiazi": "noon",
    "ora pranzului": "noon", "miezul zilei": "noon",
    "in cursul zilei": "close", "pe parcursul zilei": "close", "in decursul zilei": "close", "in timpul zilei": "close",
    "dupa pranz": "close", "dupa-pranz": "close", "dupa masa de pranz": "close", "cursul dupa-amiezii": "close",
    "cursul dupa-amiezei": "close", "sfarsitul dupa-amiezii": "close", "pe parcursul dupa-amiezii": "close",
    "in aceasta dupa-amiaza": "close:0", "ora inchiderii": "close",
    "dupa-amiaza asta": "close:0", "in dupa-amiaza asta": "close:0", "azi dupa-amiaza": "close:0",
    "dupa-amiaza": "close", "dupa amiaza": "close", "dupa-masa": "close", "dupa masa": "close", "dupamiaza": "close",
    "sfarsitul programului": "close", "sfarsit de program": "close", "finalul programului": "close",
    "sfarsitul zilei": "close", "finalul zilei": "close", "final de zi": "close", "sfarsit de zi": "close",
    "inainte de deschidere": "opening", "pana la deschidere": "opening", "inainte sa deschidem": "opening",
    "inchidere": "close", "inchiderea biroului": "close", "inchiderea magazinului": "close",
    "inchiderea ghiseului": "close", "sa inchidem": "close", "inchiderea programului": "close",
    "capatul zilei": "close",
    "terminarea programului": "close", "sa plec": "close:0", "sa ies din tura": "close:0",
    "diseara": "night:0", "deseara": "night:0", "in seara asta": "night:0", "in seara aceasta": "night:0",
    "asta-seara": "night:0", "asta seara": "night:0", "astă-seară": "night:0", "la noapte": "night:0",
    "noaptea asta": "night:0", "in aceasta seara": "night:0", "in noaptea asta": "night:0",
    "pe seara": "night", "spre seara": "night", "cursul serii": "night",
    "seara": "night", "miezul noptii": "night", "noaptea": "night", "noapte": "night",
}  # fmt: skip
_FEASTS = {
    "paste": (-1, 0), "pasti": (-1, 0), "sfintele pasti": (-1, 0), "rusalii": (-1, 49), "sfanta maria": (8, 15),
    "craciun": (12, 25), "sarbatori": (12, 24), "anul nou": (1, 1), "revelion": (12, 31), "mos nicolae": (12, 6),
    "1 decembrie": (12, 1), "ajun": (12, 24), "boboteaza": (1, 6), "sfantul andrei": (11, 30),
    "sarbatorile de iarna": (12, 24),
}  # fmt: skip
_WD, _MO = alternatives(_WEEKDAYS), alternatives(_MONTHS)
_FULL_MO = alternatives({name: k for name, k in _MONTHS.items() if len(name) > 5 or name in ("mai", "iulie")})
_N = rf"\d+(?:[.,]\d)?(?: de)?|{alternatives(_NUMBERS)}"
_UP_TO = rf"(?:\d+ ?- ?|(?:una|doua|trei|patru)-|(?:{_N}) (?:sau|pana la|ori) )?"  # „două sau trei”: the greater counts
_WORKING = r"(?P<working> lucratoare| de lucru| de program)?"
_H = r"(?:[01]?\d|2[0-4])"
_HW = (
    "una|unu|doua|trei|patru|cinci|sase|sapte|opt|noua|zece|unsprezece|douasprezece|treisprezece|paisprezece|cincisprezece"
    "|saisprezece|saptesprezece|optsprezece|nouasprezece|douazeci"
)
_IN = (
    r"(?:in termen de|in maxim(?:um)?|in maximum|in decurs de|in cel mult|in mai putin de|in urmatoarele|in interval de"
    r"|pana in|peste|intr-o|intr-un|in|cel tarziu in|cel tarziu peste|nu mai tarziu de|timp de|maxim(?:um)?|cel mult)"
)
_LATER = r"viitoare|viitor|urmatoare|urmatorul|cealalta|ailalta"

WORDS = Words(
    rows=rows(
        ("iso", r"(?P<y>20\d\d)-(?P<b>\d\d)-(?P<a>\d\d)"),
        ("date", rf"(?:{_WD})?,? ?(?P<d>\d\d?"
                 rf"|{alternatives(_ORDINALS)})(?: ale lunii)? ?(?P<mo>{_MO})\.?(?! (?:mult|putin|tarziu|devreme"
                 rf"|mare|mic))(?: (?P<y>20\d\d))?"),
        ("dotted", rf"(?:(?:{_WD}),? )?(?:pe )?{DOTTED}"),
        ("feast", rf"(?:inainte de|pana de|pana la|pana in|pana-n|inaintea) (?P<feast>{alternatives(_FEASTS)})"),
        ("feastday", rf"(?:de|chiar de|in ziua de) (?P<feast>{alternatives(_FEASTS)})"),
        ("month", rf"(?P<part>inceputul|jumatatea|mijlocul|sfarsitul|finalul|sfarsit|inceput|final|mijloc|capatul"
                  rf"|finele|incheierea)"
                  rf"(?: lui| de)? (?:(?P<mo>{_MO})|lunii (?P<later>{_LATER})|(?:luni|luna|lunii)(?: asteia|"
                  rf" acesteia)?)"),
        ("month", rf"luna (?P<later>{_LATER})|luna asta|luna aceasta"),
        ("inmonth", rf"(?:in|pe|prin|in luna|(?:in cursul|pe parcursul|in decursul) (?:lui|lunii))"
                    rf" (?P<mo>{_FULL_MO})(?! \d)(?! trecut"
                    rf"| putin| mult)"),
        ("quarter", r"(?:sfarsitul|finalul|finele|incheierea) (?:trimestrului|acestui trimestru)|sfarsit de trimestru"),
        ("weekof", rf"saptamana (?:din|de pe|care incepe (?:pe|in)"
                   rf"|care incepe luni,? pe) (?P<d>\d\d?)(?: (?P<mo>{_MO}))?"),
        ("weekof", rf"(?P<nth>prima|a doua|a treia|a patra|ultima) saptamana (?:din|a lunii|a lui) (?P<mo>{_MO})"),
        ("year", r"(?:sfarsitul|finalul|finele|sfarsit|final)(?: de)? an(?:ului)?"),
        ("week", rf"(?P<part>inceputul|jumatatea|mijlocul|sfarsitul|finalul|sfarsit|inceput|final|mijloc|capatul"
                 rf"|finele|incheierea)"
                 rf"(?: de)? saptamana?(?:nii|ni|na|ii)?(?P<later> (?:{_LATER}))?"),
        ("week", rf"saptamana (?P<later>{_LATER})|(?:saptamana|saptamanii) (?:asta|asteia|aceasta|acesteia)"
                 rf"|(?:cursul|decursul) saptamanii(?P<later3> (?:{_LATER}))?"),
        ("week", r"week-end|weekend|sfarsit de saptamana|saptamana nu se termina"),
        ("weekday", rf"de (?P<wd>{_WD}) intr-o (?P<weeks>saptamana)"),
        ("weekday", rf"(?P<wd>{_WD}) (?P<weeks>cealalta|ailalta|de peste o saptamana)"),
        ("weekday", rf"(?P<wd>{_WD}) (?P<later>{_LATER}|de saptamana viitoare|saptamana viitoare)"),
        ("weekday", rf"(?P<wd>{_WD}),? saptamana (?P<later>{_LATER})"),
        ("weekday", rf"(?P<wd>{_WD})(?P<this> asta| aceasta| asta,)?(?: care vine| ce vine)?(?! trecut)"),
        ("workday", r"(?:in )?(?:urmatoarea zi lucratoare|ziua lucratoare urmatoare|prima zi lucratoare)"),
        ("afterweek", r"dupa (?:weekend|weekendul asta|week-end|sfarsitul de saptamana)"),
        ("weekend", r"(?:in |la )?(?:weekendul|week-endul|sfarsitul de saptamana)(?: asta| acesta)"
                    r"|in (?:weekend|week-end)"
                    rf"|in (?:weekendul|week-endul) (?P<later>{_LATER})"),
        ("offset", alternatives(_OFFSETS)),
        ("span", rf"{_IN} ?(?:un|o)? ?(?P<unit>minut|ora|zi|saptamana|luna)(?:-| sau )(?P<or_two>doua|doi)"),
        ("span", rf"{_IN} {_UP_TO}(?P<n>{_N}) ?(?P<unit>{alternatives(_UNITS)}){_WORKING}(?P<half> si jumatate)?"
                 r"(?! ?\d)"),
        ("span", r"(?:dati-mi|dati-ne|da-mi|lasati-mi|lasati-ne|acordati-mi) (?:un |o )?(?P<n>sfert|jumatate) de"
                 r" (?P<unit>ora|ceas|zi)"),
        ("span", rf"(?:{_IN}|dati-mi|dati-ne|lasati-mi|lasati-ne) (?P<n>trei sferturi) de (?P<unit>ora|ceas)"),
        ("span", r"(?:intr-o|peste o|in o) (?P<unit>ora|zi|saptamana)(?P<half> si jumatate)"),
        ("span", rf"(?:dati-mi|dati-ne|da-mi|lasati-mi|lasati-ne|acordati-mi|acordati-ne)(?: vreo| inca)?"
                 rf" {_UP_TO}(?P<n>{_N}) ?(?P<unit>{alternatives(_UNITS)}){_WORKING}"),
        ("span", rf"(?:^|(?<=[:;,] ))(?:inca |doar )?{_UP_TO}(?P<n>{_N}) (?P<unit>{alternatives(_UNITS)}){_WORKING}"
                 r"(?P<half> si jumatate)?(?=, (?:si|apoi)|,? si (?!jumatate))"),
        ("span", r"(?:^|(?<=[:;,] ))(?:inca )?(?:un |o )?(?P<n>sfert|jumatate|trei sferturi) de"
                 r" (?P<unit>ora|ceas|zi)(?=,? si )"),
        ("span", rf"{_IN} (?:o |un )?(?P<n>jumatate|sfert) (?:de )?(?P<unit>ora|ceas)|intr-un (?P<n2>sfert|jumatate) de"
                 rf" (?P<unit2>ora|ceas)"),
        ("span", r"(?:intr-o|intr-un|peste o|peste un|in) (?P<n>jumatate|sfert) de (?P<unit>ora|ceas|zi)"),
        ("span", r"(?:intr-o|intr-un|peste o|peste un|peste) (?P<unit>ora|ceas|zi|saptamana|luna)"),
        ("span", rf"(?P<n>{_N}) ?(?P<unit>{alternatives(_UNITS)})(?P<working> lucratoare)? (?:maxim|cel mult|fix"
                 rf"|de acum|"
                 r"de azi|numarate)"),
        ("span", rf"(?:ne|imi|mi|va|le) (?:da|dau|lasa|ia|iau|trebuie|mai trebuie) (?P<n>{_N})"
                 rf" ?(?P<unit>{alternatives(_UNITS)})(?P<working> lucratoare| de lucru)?"),
        ("span", rf"(?:avem|am) (?:la dispozitie )?(?P<n>{_N}) ?(?P<unit>{alternatives(_UNITS)})"
                 r"(?P<working> lucratoare| de lucru)?(?= (?:sa|pentru|la dispozitie|pana))"),
        ("clock", rf"(?:intre|in intervalul|intre orele|intre ora) (?P<h>{_H}|{_HW})(?:[:.](?P<m>\d\d))? ?(?:si|-)"
                  rf" ?(?P<h2>{_H}|{_HW}|pranz)(?:[:.](?P<m2>\d\d))?(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)))"),
        ("clock", rf"de la (?:ora )?(?P<h>{_H}|{_HW}) (?:la|pana la) (?:ora )?(?P<h2>{_H}|{_HW})"
                  rf"(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)))"),
        ("clock", rf"(?:la|ora|orele|pana la|pe la) (?P<h>{_H}|{_HW}) (?:"
                  r"fara (?P<to>cinci|zece|douazeci si cinci|douazeci)"
                  r"|si (?P<past>cinci|zece|cincisprezece|douazeci si cinci|douazeci|treizeci|patruzeci si cinci"
                  r"|patruzeci|cincizeci))(?! (?:zile|ore|lei|minute de))"),
        ("clock", rf"(?P<h>{_H})[:.](?P<m>[0-5]\d) ?- ?(?P<h2>{_H})[:.](?P<m2>[0-5]\d)"),
        ("clock", rf"(?:(?:pe )?(?:la )?(?:ora|orele) )?(?P<h>{_H})[:.](?P<m>[0-5]\d)(?! ?(?:kg|lei|ron))"
                  rf"(?: (?P<ap>dimineata|seara|noaptea"
                  rf"|dupa-amiaza))?"),
        ("clock", rf"(?:la ora|la orele|ora|orele|pana la ora|pana la|inainte de ora|inainte de|la"
                  rf"|pe la|de la|dupa|pina la|cel tarziu la)"
                  rf" (?P<h>{_H}|{_HW})"
                  rf"(?![:.]\d)(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)|%|lei|ron|euro|la suta|zile|mii))"
                  r"(?: (?P<half>(?:si )?(?:jumatate|jumate|juma'?))"
                  r"| (?P<quarter>si un sfert|fara un sfert|si sfert|fara sfert))?(?: fix)?"
                  r"(?: (?P<ap>dimineata|seara|noaptea|dupa-amiaza|dupa-masa))?"),
        ("clock", rf"(?:pana in|pana-n|pe la|spre|in jur de) (?P<h>{_H}|{_HW})"
                  r" (?P<ap>dimineata|seara|noaptea|dupa-amiaza|dupa-masa)"),
        ("samehour", r"(?:la )?aceeasi ora|pe vremea (?:asta|aceasta)"),
        # „Tura de noapte” și „cursul de seară” sunt oameni și lucruri.
        ("part", r"(?<!tura de )(?<!ture de )(?<!turele de )(?<!schimbul de )(?<!schimb de )(?<!echipa de )"
                 r"(?<!trenul de )(?<!cursul de )(?<!paza de )" rf"(?P<part>{alternatives(_PARTS)})"),
        ("monthday", rf"(?P<wd>{_WD}),? (?P<d>[12]?\d|3[01])(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)|[./:-]\d"
                     rf"|%|lei))"),
        ("monthday", rf"(?:(?:{_WD}),? )?(?:pe|pana pe|pana in|in|la data de|din data de|data de) (?P<d>[12]?\d|3[01])"
                     rf"(?P<later> (?:ale )?lun(?:a|ii) viitoare)?"
                     rf"(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)|de |[./:]\d|%|lei|ron|euro|la suta|zile))"),
    ),
    numbers={**_NUMBERS, "trei sferturi": 0.75, "pranz": 12, "douazeci si cinci": 25, "cincizeci": 50, "patruzeci": 40},
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    offsets=_OFFSETS,
    units=_UNITS,
    parts=_PARTS,
    feasts=_FEASTS,
    ordinals=_ORDINALS,
    deadline=re.compile(
        r"(?<!\w)(?:pana|pina|inainte de|inaintea|cel tarziu|cel mai tarziu|pana la|pana pe|pana in|termen|termenul"
        r"|este"
        r"|nu mai tarziu de|(?:inainte de|pana la) \w+(?: dumneavoastra| dvs| ta)? (?:de|din|de la)"
        r"|pentru|cel tarziu pe|cel tarziu la)$"
    ),
    other=re.compile(
        r"(?<!\w)(?:oara|ori|\S+ de|e deja|din|dupa|din data de|trecut|trecuta|dintre|expira|nu|in loc de|decat"
        r"|datata|cu data de"
        r"|(?:factura|comanda|programarea|vizita|copia|mailul|livrarea|sedinta|apelul|rezervarea) (?:de|"
        r"din))(?: pe| la)?$"
    ),
    periods="week weekend weekendul trimestrului trimestru anului an saptamanii saptamanai lunii aceeasi vremea zi",
    unbound=re.compile(
        r"\b(?:lipsesc|lipseste|lipsim|concediu|liber|inchis[aei]?|inchide|inchidem|deschis[aei]?|deschide|deschidem"
        r"|sarbatoare|tribunal|pauza|in sedinta|in deplasare|nu pot|nu putem|nu se poate|nu mai|expira|scadenta?|incepe"
        r"|se termina|nu lucram|nu lucreaza|nu (?:e|este) nimeni|in loc de|trebuia|trebuiau|am promis"
        r"|am stabilit|am convenit|am vorbit|am anuntat"
        r"|ati (?:mai )?(?:scris"
        r"|cerut|comandat|sunat|spus|zis|vrut|dorit|cumparat)|voiati|doreati|se intoarce"
        r"|era|erau|imposibil|(?:nunta|examenul|programarea|zborul|petrecerea|sedinta|mutarea|concertul"
        r"|cursul) (?:e|este))\b"
    ),
    acting=re.compile(r"\b(?:voi|vom|o sa|am sa|vi-[lo]|va (?:trimit|sun|aduc|dau|las|scriu|fac)\w*)\b"),
    ours=re.compile(
        r"\b(?:va|vi|v-o|vi-[lo]|vi-i|vor|voi|vom|o sa|am sa|iti|ti|ti-\w+|te|veti|aveti|primiti|gasiti|noi|eu"
        r"|\w{2,}(?:am|em|im|ez|esc"
        r"|mi)|(?:ma|ne) \w+|sun|trec|vin|fac|dau|aduc|trimit|scriu|pun|spun|merg|iau|scot|las|urc|plec|sunt|suntem)\b"
    ),
    aside=re.compile(
        r"(?<!\w)(?:^de|de la|incepand de|incepand cu|(?:programarea|vizita|rezervarea|sedinta|intalnirea|cursul|ora"
        r"|examenul|nunta|mutarea|zborul|trenul)(?: dumneavoastra| dvs\.?| ta)?)(?: pe| la| de)?$"
    ),
)  # fmt: skip
