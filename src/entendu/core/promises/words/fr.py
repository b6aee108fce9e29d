"""French of France, Belgium, Switzerland and Québec."""

from __future__ import annotations

import re

from entendu.core.promises.words.table import DOTTED, Words, alternatives, rows

_NUMBERS = {
    **{w: float(k) for k, w in enumerate(
        """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
        dix-neuf vingt""".split(), 1)},
    "une": 1, "une petite": 1, "une bonne": 1, "trente": 30, "quarante": 40, "quarante-cinq": 45, "soixante": 60,
    "vingt-quatre": 24, "quarante-huit": 48, "soixante-douze": 72, "une quinzaine de": 15, "une dizaine de": 10,
    "une huitaine de": 8, "vingt et un": 21, "vingt et une": 21, "vingt-deux": 22, "demi": 0.5,
}  # fmt: skip
_ORDINALS = {
    "premier": 1.0,
    **{w: float(k) for k, w in enumerate(
        """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
        dix-neuf vingt""".split(), 1)},
    "vingt et un": 21.0, "vingt-et-un": 21.0, "vingt-deux": 22.0, "vingt-trois": 23.0, "vingt-quatre": 24.0,
    "vingt-cinq": 25.0, "vingt-six": 26.0, "vingt-sept": 27.0, "vingt-huit": 28.0, "vingt-neuf": 29.0, "trente": 30.0,
    "trente et un": 31.0, "trente-et-un": 31.0, "premiere": 1.0, "deuxieme": 2.0, "seconde": 2.0, "troisieme": 3.0,
    "quatrieme": 4.0,
}  # fmt: skip
_WEEKDAYS = {
    **{w: k for k, w in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split())},
    "lun": 0, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6,
}  # fmt: skip
_MONTHS = {
    **{w: k for k, w in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), 1)},
    "janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_OFFSETS = {
    "aujourd'hui": 0, "aujourdhui": 0, "aujourd hui": 0, "auj": 0, "ajd": 0, "ce jour": 0,
    "jour meme": 0, "le jour meme": 0, "demain": 1, "dem": 1, "2main": 1, "apres-demain": 2, "apres demain": 2,
    "hier": -1, "avant-hier": -2, "avant hier": -2, "le lendemain": 1,
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mn"), "minute"),
    **dict.fromkeys(("heure", "heures", "h"), "hour"),
    **dict.fromkeys(("jour", "jours", "j"), "day"),
    **dict.fromkeys(("semaine", "semaines", "sem"), "week"),
    **dict.fromkeys(("quinzaine", "quinze jours"), "fortnight"),  # as people say it: two weeks, and one
    **dict.fromkeys(("huitaine", "huit jours"), "week"),
    **dict.fromkeys(("mois",), "month"),
}
_PARTS = {
    "a la premiere heure": "first", "premiere heure": "first", "des l'ouverture": "first", "a l'ouverture": "first",
    "des potron-minet": "first", "des l'aube": "first", "tot le matin": "first", "a la reprise": "first",
    "aux aurores": "first", "des la reprise": "first",
    "debut de matinee": "first", "debut de journee": "first",
    "milieu de matinee": "midmorning", "mi-matinee": "midmorning", "cet avant-midi": "morning:0",
    "en avant-midi": "noon", "avant-midi": "noon", "debut d'apres-midi": "afternoon",
    "debut d'aprem": "afternoon", "milieu d'apres-midi": "midafternoon", "mi-journee": "noon",
    "debut de soiree": "evening", "fin de soiree": "night", "fin d'aprem": "close", "la mi-journee": "noon",
    "avant l'ouverture": "opening", "avant d'ouvrir": "opening", "avant qu'on ouvre": "opening",
    "ce matin": "morning:0", "dans la matinee": "morning", "en matinee": "morning", "matinee": "morning",
    "le matin": "morning", "matin": "morning", "au matin": "morning", "en fin de matinee": "noon",
    "fin de matinee": "noon", "la fin de la matinee": "noon", "la fin de matinee": "noon", "avant le diner": "noon",
    "avant le dejeuner": "noon", "avant dejeuner": "noon",
    "midi": "noon", "avant la pause": "noon", "sur l'heure du midi": "noon", "pause dejeuner": "noon",
    "cet apres-midi": "close:0", "cet aprem": "close:0", "cette apres-midi": "close:0", "cet apres midi": "close:0",
    "l'apres-midi": "close", "apres-midi": "close", "apres midi": "close", "aprem": "close", "en journee": "close",
    "dans la journee": "close", "en cours de journee": "close", "au cours de la journee": "close",
    "courant de journee": "close", "apres le dejeuner": "close", "apres dejeuner": "close",
    "tantot": "close:0", "apres diner": "close", "fin d'apres-midi": "close",
    "fin de journee": "close", "la fin de la journee": "close", "la fin du jour": "close",
    "avant la fermeture": "close",
    "a la fermeture": "close", "avant qu'on ferme": "close", "avant de fermer": "close", "fin du jour": "close",
    "ce soir": "night:0", "cette nuit": "night:0", "dans la soiree": "night", "en soiree": "night", "soiree": "night",
    "le soir": "night", "au soir": "night", "soir": "night", "minuit": "night", "dans la nuit": "night",
    "avant que je parte": "close:0", "avant mon depart": "close:0", "d'ici la fermeture": "close",
}  # fmt: skip
_FEASTS = {
    "noel": (12, 25), "les fetes": (12, 24), "le nouvel an": (1, 1), "le jour de l'an": (1, 1), "nouvel an": (1, 1),
    "la toussaint": (11, 1), "le reveillon": (12, 24), "la saint-nicolas": (12, 6), "le 14 juillet": (7, 14),
    "paques": (0, 0), "le lundi de paques": (0, 1), "l'ascension": (0, 39), "la pentecote": (0, 49),
    "l'assomption": (8, 15), "la fete du travail": (5, 1),
    "l'armistice": (11, 11), "la saint-sylvestre": (12, 31),
}  # fmt: skip
_WD, _MO = alternatives(_WEEKDAYS), alternatives(_MONTHS)
_FULL_MO = alternatives(
    {name: k for name, k in _MONTHS.items() if len(name) > 4 or name in ("mars", "mai", "juin", "aout")}
)
_N = rf"\d+(?:[.,]\d)?|{alternatives(_NUMBERS)}"
_UP_TO = rf"(?:\d+ ?- ?|(?:deux|trois|quatre)-|(?:{_N}) (?:a|ou) )?"  # "deux ou trois": the greater counts
_H = r"(?:[01]?\d|2[0-4])"
_HW = (
    "une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit"
    "|dix-neuf|vingt|vingt et une|vingt-deux|vingt-trois"
)
_FULL = r"(?:petite?s? |bons? |bonnes? )?"
_WORKING = r"(?P<working> ouvree?s?| ouvrables?| de travail)?"
_IN = (
    r"(?:dans un delai de|dans un delai maximum de|dans un delai maximal de|dans les|dans le|dans la|dans l'|dans"
    r"|d'ici a|d'ici|sous les|sous|en moins de|en"
    r"|au bout de"
    r"|au plus tard dans|pas plus de|endeans les|endeans)"
)

WORDS = Words(
    rows=rows(
        ("iso", r"(?P<y>20\d\d)-(?P<b>\d\d)-(?P<a>\d\d)"),
        ("date", rf"(?:le )?(?:{_WD})?,? ?(?P<d>\d\d?)(?:er)? ?(?P<mo>{_MO})\.?(?: (?P<y>20\d\d))?"),
        ("date", rf"(?:le "
                 rf"|au )?(?:{_WD},? )?(?:le )?(?P<d>{alternatives(_ORDINALS)}) (?P<mo>{_MO})(?: (?P<y>20\d\d))?"),
        ("dotted", rf"(?:(?:{_WD}),? )?(?:le )?{DOTTED}"),
        ("feast", rf"(?:avant|d'ici|pour) (?P<feast>{alternatives(_FEASTS)})"),
        ("month", rf"(?:la |le )?(?P<part>debut|mi|milieu|courant|fin)[- ]?(?:du |de |d')?(?:(?P<mo>{_MO})|mois"
                  rf" prochain"
                  r"(?P<later>)|(?:ce |du )?mois)(?! dernier)"),
        ("month", r"(?:le )?mois prochain(?P<later>)|ce mois-ci|dans le mois|avant la fin du mois"),
        ("inmonth", rf"(?:en|courant|au mois de|au mois d'|dans le courant de"
                    rf"|pour) (?P<mo>{_FULL_MO})(?! \d)(?! dernier)"),
        ("quarter", r"(?:la )?fin (?:du|de) trimestre"),
        ("year", r"(?:la )?fin (?:de l'|d')annee|la saint-sylvestre au plus tard"),
        ("weekof", rf"(?:la )?semaine du (?:lundi )?(?P<d>\d\d?)(?: ?(?P<mo>{_MO}))?"),
        ("weekof", rf"(?:la )?(?P<nth>premiere|deuxieme|seconde|troisieme|quatrieme|derniere) semaine (?:de "
                   rf"|d')(?P<mo>{_MO})"),
        ("week", r"(?:la )?semaine d'apres(?P<after_next>)"),
        ("week", r"(?:le |la )?(?P<part>debut|milieu|mi|courant|fin)[- ]?(?:de (?:la )?)?semaine(?P<later>"
                 r" prochaine)?"),
        ("week", r"(?:la )?semaine (?:prochaine|qui vient|suivante)(?P<later>)|cette semaine|dans la semaine"
                 r"|(?:dans le )?courant de (?:la )?semaine(?P<later2> prochaine)?"
                 r"|courant semaine(?P<later3> prochaine)"),
        ("afterweek", r"(?:apres|au retour du|au sortir du|passe) (?:le |ce )?(?:week-end|weekend|week end)"),
        ("weekend", r"(?:ce|pendant le|durant le|dans le|au cours du) (?:week-end|weekend|week end)"
                    r"|(?:le )?(?:week-end|weekend|week end) (?P<later>prochain)"),
        ("canadian", r"(?:en|cette|pendant la|durant la|au cours de la) fin de semaine"),
        ("week", r"(?:le )?(?:week-end|weekend|week end)|la semaine(?: soit finie)?"),
        ("weekday", rf"(?P<wd>{_WD})(?: prochain)? en (?P<weeks>huit|quinze)"),
        ("weekday", rf"(?P<wd>{_WD}) (?P<later>de la semaine prochaine|d'apres|suivant)"),
        ("weekday", rf"(?:(?P<this>ce )|des |le |pour )?(?P<wd>{_WD})(?: prochain| qui vient"
                    rf"|-ci)?(?! dernier(?! carat| delai)| passe)"),
        ("workday", r"(?:des )?(?:le |au )?(?:(?:prochain|premier) jour (?:ouvre|ouvrable)(?: qui vient| venu"
                    r"| suivant)?"
                    r"|jour (?:ouvre|ouvrable) suivant)"),
        ("offset", rf"(?:{alternatives(_OFFSETS)})(?!-la)"),
        # "D'ici 16 h" is a moment, "d'ici 48 h" a stretch; "avant 16 h" always is a moment, "avant deux jours" none.
        ("clock", r"(?:d'ici|d'ici a) (?P<h>[789]|1\d|20) ?(?:h|heures)(?! (?:ouvr|de temps))(?: ?(?P<m>[0-5]\d))?"),
        ("span", rf"{_IN} une? (?P<unit>minute|heure|jour|semaine|mois) (?:ou|a) (?P<or_two>deux)"),
        ("span", rf"{_IN} (?P<unit>quinze jours|huit jours)"),
        ("span", rf"{_IN} {_UP_TO}(?P<n>{_N}) ?{_FULL}(?P<unit>{alternatives(_UNITS)}){_WORKING}(?P<half> et demie?)?"
                 r"(?! ?\d)(?! pile| precises?)"),
        ("span", rf"avant (?P<n>{_N}) ?(?P<unit>jours?|semaines?|mois|minutes?|mn){_WORKING}"
                 rf"|avant (?P<n2>2[5-9]|[3-9]\d) ?(?P<unit2>h|heures)"),
        ("span", rf"{_IN} (?:une (?:petite |bonne )?)?(?P<n>demi)[- ](?P<unit>heure|journee)"
                 rf"|{_IN} (?:un (?:petit |bon )?)?(?P<n2>quart) d'(?P<unit2>heure)"),
        ("span", r"(?:donnez|laissez|accordez)-(?:moi|nous) (?:(?:une )?(?P<n>demi)[- ](?P<unit>heure|journee)"
                 r"|(?:un )?(?P<n2>quart) d'(?P<unit2>heure))"),
        ("span", r"(?:une )?(?P<n>demi)[- ](?P<unit>heure|journee),? (?:au plus(?! tard)|maximum|maxi|max"
                 r"|tout au plus|pas plus)"),
        ("span", r"endeans l'(?P<unit>heure)"),
        ("span", rf"(?:{_IN}|(?:donnez|laissez|accordez)-(?:moi|nous)) (?P<n>trois quarts) d'(?P<unit>heure)"),
        ("span", rf"{_IN} ?(?P<unit>heure|semaine|quinzaine|huitaine|mois)(?! (?:derni|pass|precedent))"),
        ("span", rf"(?:donnez|laissez|accordez)-(?:moi|nous) (?:encore )?{_UP_TO}(?P<n>{_N})"
                 rf" ?{_FULL}(?P<unit>{alternatives(_UNITS)}){_WORKING}"),
        ("span", rf"(?:^|(?<=[:;,] ))(?:encore |juste )?(?!(?:[7-9]|1\d"
                 rf"|2[0-3]) ?h(?:eures)?\b){_UP_TO}(?P<n>{_N}) (?P<unit>{alternatives(_UNITS)}){_WORKING}"
                 r"(?P<half> et demie?)?(?:,? chrono| top chrono)?(?=,(?: pas plus,)? (?:et|puis)|,? et (?!demi)"
                 r"| pis |, (?:je|nous|on|le temps) )"),
        ("span", rf"(?P<n>{_N}) (?P<unit>{alternatives(_UNITS)}) (?:top )?chrono"),
        ("span", r"(?:^|(?<=[:;,] ))(?:encore )?(?:(?:une )?(?P<n>demi)[- ](?P<unit>heure|journee)"
                 r"|(?:un )?(?:petit )?(?P<n2>quart) d'(?P<unit2>heure))(?=,? (?:et|pis) )"),
        ("span", r"(?:^|(?<=[:;,] ))(?:encore )?(?P<n>trois quarts) d'(?P<unit>heure)(?=,? (?:et|pis) )"),
        ("span", rf"(?P<n>{_N}) ?(?P<unit>{alternatives(_UNITS)})(?P<working> ouvree?s?"
                 rf"| ouvrables?)? (?:au plus(?! tard)"
                 rf"|maximum|max"
                 r"|maxi|jour pour jour|tout au plus|pas plus)"),
        ("span", rf"(?:nous|me|leur) (?:donne|donnent|laisse|laissent|faut|prend|prendra) (?:encore )?(?P<n>{_N})"
                 rf" (?P<unit>{alternatives(_UNITS)})(?P<working> ouvree?s?| ouvrables?)?"),
        ("span", rf"(?:il faut|avons|ai|comptez) (?:encore )?(?P<n>{_N}) (?P<unit>{alternatives(_UNITS)})"
                 r"(?P<working> ouvree?s?| ouvrables?)?(?= pour|,? et (?:je|nous|on|vous|c'est))"),
        ("clock", rf"(?:entre|de) (?P<h>{_H}|{_HW}|midi)(?: ?h ?|:| heures? ?)?(?P<m>[0-5]\d)? ?(?:et|a|-)"
                  rf" ?(?P<h2>{_H}|{_HW})(?: ?h ?|:| heures? ?)(?P<m2>[0-5]\d)?"),
        ("clock", rf"(?:entre|de) (?P<h>{_H}|{_HW})(?: ?h| heures?)? (?:et|a) (?P<h2>midi)"),
        ("clock", r"entre midi et (?P<h2>deux)(?! ?h| heures)"),
        ("clock", rf"entre (?P<h>{_H}) ?(?:h|:) ?(?P<m>\d\d)? ?(?:et|-) ?(?P<h2>{_H}) ?(?:h|:) ?(?P<m2>\d\d)?"),
        ("clock", rf"(?:de )?(?P<h>{_H}) ?h ?(?P<m>[0-5]\d)? ?(?:-|a) ?(?P<h2>{_H}) ?h ?(?P<m2>[0-5]\d)?"),
        ("clock", rf"(?P<h>{_H})(?: ?h ?|:| heures )(?P<m>[0-5]\d)(?! ?(?:kg|eur))"),
        ("clock", r"(?P<h>midi) (?:moins (?P<to>cinq|dix|vingt|vingt-cinq)|(?P<quarter>moins le quart))"),
        ("clock", r"(?P<h>midi)(?: (?:(?P<half>et demie?|trente)|et (?P<quarter>quart)|(?P<past>dix|vingt|quinze)))"),
        ("clock", rf"(?P<h>{_H}|{_HW})(?: ?h| heures?) (?:moins (?P<to>cinq|dix|vingt|vingt-cinq)"
                  rf"|(?P<past>cinq|dix|quinze|vingt|vingt-cinq|trente|quarante|quarante-cinq|cinquante))"),
        ("clock", rf"(?P<h>{_H}) ?(?:h|heures?)(?! (?:ouvr|de travail|au plus(?! tard)|maxi))(?: (?P<half>et demie|30)"
                  r"| (?P<quarter>et quart|moins le quart))?(?: (?P<ap>du matin|du soir|de l'apres-midi))?"),
        ("clock", rf"(?P<h>{_HW}) heures?(?: (?P<half>et demie)| (?P<quarter>et quart|moins le quart))?"
                  r"(?: (?P<ap>du matin|du soir|de l'apres-midi))?"),
        ("clock", rf"(?:sur|vers) (?:le coup de|les) (?P<h>{_H}|{_HW}) ?(?:h|heures?)(?: ?(?P<m>[0-5]\d))?"
                  r"(?: (?P<half>et demie)| (?P<quarter>et quart|moins le quart))?"),
        ("samehour", r"(?:a )?(?:la )?meme heure"),
        # « L'équipe de nuit », « le train du soir » : des gens, des choses.
        ("part", r"(?<!equipe de )(?<!equipe du )(?<!equipes de )(?<!equipes du )(?<!poste de )(?<!poste du )"
                 r"(?<!train de )(?<!train du )(?<!garde de )(?<!service de )(?<!service du )(?<!cours du )"
                 r"(?<!tournee du )(?<!veilleur de )" rf"(?P<part>{alternatives(_PARTS)})"),
        ("monthday", rf"(?:le )?(?P<wd>{_WD}),? (?:le )?(?P<d>[12]?\d|3[01]|1er)(?! ?(?:(?:{_MO}|h|heures?|jours?"
                     rf"|min)(?!\w)|:"
                     rf"|[./-]\d|eme|%|eur|fois))"),
        ("monthday", rf"(?:(?:{_WD}),? )?(?:le|au|du|pour le) (?P<d>[12]?\d|3[01]|1er)"
                     rf"(?P<later> du mois prochain)?(?! ?(?:(?:{_MO}|h|heures?)(?!\w)|:|[./]\d|eme|er |e |%|eur"
                     rf"|fois))"),
    ),
    numbers={**_NUMBERS, "quart": 0.25, "trois quarts": 0.75, "midi": 12, "quarante-cinq": 45, "cinquante": 50,
             "dix-neuf": 19, "vingt et une": 21, "vingt-trois": 23},
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    offsets=_OFFSETS,
    units={**_UNITS, "journee": "day"},
    parts=_PARTS,
    feasts=_FEASTS,
    ordinals=_ORDINALS,
    deadline=re.compile(
        r"(?<!\w)(?:avant|d'ici(?: a)?|au plus tard|jusqu'a|jusqu'au|pour|dans|sous|a|d'ici le|d'ici au"
        r"|echeance(?: est)?|(?:avant|a temps pour) (?:votre|vos|la|le|l'|notre) ?\w+ (?:de|du|de la)"
        r"|au plus tard a|au plus tard le|avant le)(?: le| la)?$"
    ),
    other=re.compile(
        r"(?<!\w)(?:fois|depuis|c'est|on est|nous sommes|de|du|apres|dernier|suite a|plutot que|au lieu de|et non"
        r"|non pas|pas"
        r"|date|datee"
        r"|datant|expire|jusqu'au|entre"
        r"|(?:facture|commande|rendez-vous|rdv|visite|sauvegarde|mail|courrier|livraison|appel|reunion) (?:de|du"
        r"|d'))(?: le| la)?$"
    ),
    periods="week weekend trimestre annee meme sem mn",
    unbound=re.compile(
        r"\b(?:absente?s?|conges?|ferie|fermee?s?|ferme|fermons|ferment|ouverte?s?|ouvre|ouvrons|ouvrent|tribunal"
        r"|en reunion|en pause|en deplacement|en formation|expire|expirent|echoit|tombe|commence|debute|se termine"
        r"|finit|peux pas|pouvons pas|ne peux|ne pouvons|pas possible|au lieu de|attendue?s?|(?:comme|ainsi que)"
        r" (?:promis|convenu|annonce|dit|prevu)|vous (?:le |la |les |l'|nous |m'|en )*(?:vouliez|demandiez|attendiez"
        r"|souhaitiez|avez(?! (?:mon|ma|mes|notre|nos|votre|vos|la|le|les|l'|un|une)\b)"
        r"|aviez|disiez|ecriviez)|avez commande|avait ete|devait|rentre|courait|(?:dine|dejeune"
        r"|mange) a"
        r"|etait|impossible|(?:mariage|examen|rendez-vous|rdv|vol|fete|reunion|demenagement|concert|cours) est)\b"
    ),
    acting=re.compile(r"\b(?:je|j'|nous|on) ?(?:(?:vous|te|le|la|les|l'|lui|leur|en|y) ?)*\w+(?:rai|rons|ra)\b"),
    ours=re.compile(
        r"\b(?:je|j'|nous|on|vous|tu|te|votre|vos|ton|ta)\b ?(?!(?:(?:vous|nous|l'|la|le|les|en|y) ?)*"
        r"(?:ai|avons|a|avez|as|aviez|avions|etions|etiez|suis alle|reprend|reprenons)\b)"
        r"|\b(?!(?:sera|aura) (?:ferme|absent))\w+(?:rai|ras|ra|rons|rez|ront)\b"
    ),
    aside=re.compile(
        r"(?<!\w)(?:a partir de|a partir du|a compter de|a compter du|votre(?: \w+)? (?:rendez-vous|rdv|visite"
        r"|reservation|reunion|cours|seance|vol|train|demenagement|mariage|examen|sejour)"
        r"(?: prevue?| fixee?)?)(?: le)?$"
    ),
)  # fmt: skip
