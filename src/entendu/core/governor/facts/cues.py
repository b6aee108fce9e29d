"""Words that say what a value is for, what state a thing is in, and what is no news at all; folded, en, fr and ro.

A role is looked for in the words just before a value, then just after it, within its sentence; the nearest wins.
Patterns are stems a speaker would list, not sentences of any one system.
"""

from __future__ import annotations

import re


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(stems) + ")")


# What a date, a time or a window is for. Without a cue it is `plan`: when something will happen.
WHEN_ROLES: dict[str, re.Pattern[str]] = {
    "old": _words(
        r"instead of", r"no longer", r"rather than", r"not (?:at|on) $", r"old (?:one|code),? $", r"\(was $",
        r"[,(] ?(?:not|nu|pas|non)(?: \w{1,4}){0,2} $",
        r"nu (?:la|pe) $", r"pas (?:a|le) $", r"ancien(?:ne)?,? $", r"(?:cel|cea) vech[ie],? $", r"plutot qu'",
        r"was (?:planned|scheduled|due|set|booked|previously|originally)", r"originally", r"initially",
        r"previously", r"previous(?: \w+)?:?", r"formerly", r"old (?:time|date|slot|appointment)",
        r"and not(?: at| on)? $",
        r"used to be", r"replaces",
        r"au lieu d", r"initialement", r"precedemment", r"n'est plus", r"n'a plus lieu", r"plutot que",
        r"et non(?: pas)?(?: a| le)? $",
        r"anciennement", r"ancien(?:ne)? ",
        r"etait (?:prevu|fixe)", r"remplace", r"a la place d", r"in loc de", r"initial[ae]?\b", r"anterior",
        r"nu mai (?:este|are loc|e)\b",
        r"fata de", r"era (?:programat|stabilit|prevazut)", r"si nu(?: la| pe| pe la| ora)? $", r"vechea? ",
        r"inlocuieste",
    ),
    "stamp": _words(
        r"(?:message |mail |email |e-mail )?sent(?: on| at|:)", r"generated", r"printed", r"issued automatically",
        r"timestamp", r"posted (?:on|at)", r"logged",
        r"(?:message |courriel |mail )?envoye(?:e|s)?(?: le| a|:)", r"genere(?:e)?", r"imprime", r"horodat",
        r"emis automatiquement", r"enregistre a",
        r"(?:mesaj(?:ul)? )?(?:trimis|expediat)(?: la| pe| in data|:)", r"generat", r"tiparit", r"emis automat",
        r"inregistrat la",
    ),
    "next": _words(
        r"write (?:to you )?again", r"(?:next|another) (?:update|news|check|word|message)", r"get back to you",
        r"come back to you", r"keep you posted",
        r"(?:vous )?re(?:e)?cri", r"prochain(?:e)? (?:point|nouvelle|message|verification)", r"reviens vers vous",
        r"reviendrai vers", r"reviendrons vers",
        r"scriu din nou", r"(?:urmatoarea|urmatorul) (?:actualizare|verificare|mesaj|veste|informare)",
        r"revin(?:o|im)? (?:cu|catre|la dumneavoastra)", r"reven(?:im|i) cu",
    ),
    "rule": _words(
        r"do not", r"don't", r"please avoid", r"nothing to (?:eat|drink)", r"without (?:eating|food)", r"fasting",
        r"on an empty stomach", r"last (?:meal|drink)",
        r"ne (?:\w+ )?(?:mangez|buvez|prenez|fumez|touchez|ouvrez|utilisez|venez|garez)",
        r"n'(?:ouvrez|utilisez|allumez|entrez)", r"evitez", r"a jeun", r"sans manger",
        r"nu (?:\w+ )?(?:mancati|beti|luati|fumati|deschideti|folositi|veniti|parcati|intrati|mai mancati)",
        r"evitati", r"pe nemancate", r"pe stomacul gol", r"ultima masa",
    ),
    "recovery": _words(
        r"restor", r"recover", r"(?:again|working|running|on) (?:by|around|at about)",
        r"expect(?:ed)? (?:\w+ ){0,3}(?:again|back)", r"back (?:by|at|to|up|around|from|online)", r"be back",
        r"works? again", r"working again", r"fixed", r"repaired by", r"resum", r"return of",
        r"retabli", r"retour (?:de|du)", r"reven(?:ir|u)", r"reviendra\b", r"refonctionn", r"remarche", r"repris",
        r"reprise", r"reparation prevue",
        r"restabil", r"revin[ae]?(?!\w)", r"reven(?:i|ire)", r"va reveni", r"sa revina", r"functioneaza",
        r"reporni", r"remedi",
        r"reluat", r"reluarea",
    ),
    "due": _words(
        r"due", r"payable", r"pay by", r"deadline", r"no later than", r"at the latest", r"expir",
        r"valid (?:until|till|to)", r"until", r"before", r"kept (?:for you )?until",
        r"a payer", r"payable", r"avant", r"jusqu'", r"echeance", r"au plus tard", r"valable", r"delai", r"limite",
        r"de plat(?:a|it)", r"pana", r"scaden", r"termen", r"valabil", r"inainte de", r"cel tarziu", r"se plateste",
    ),
    "since": _words(
        r"since", r"detected (?:at|on)", r"started (?:at|on)", r"began (?:at|on)", r"down from", r"as of",
        r"occurred (?:at|on)", r"noticed (?:at|on)",
        r"depuis", r"detecte(?:e)? (?:a|le)", r"(?:a )?(?:commence|debute) (?:a|le)", r"survenu(?:e)? (?:a|le)",
        r"constate(?:e)? (?:a|le)",
        r"nu (?:raspunde|functioneaza|merge) de la", r"detectat[a]? (?:la|pe)", r"inceput[a]? (?:la|pe)",
        r"incepand (?:de la|cu)", r"aparut[a]? (?:la|pe)", r"(?<!de la )(?:oprit|cazut|picat)[a]? de la",
        r"din data",
    ),
    "past": _words(
        r"(?:edited|changed|received|paid|issued|created|signed|ordered|placed|registered|taken|made|sent|"
        r"opened|modified) on",
        r"dated", r"of your (?:visit|order|request) (?:of|on)",
        r"(?:modifie|recu|paye|emis|cree|signe|commande|passe|regle|ouvert)(?:e)?(?:s)? (?:le|du)", r"date du",
        r"en date",
        r"(?:modificat|primit|platit|emis|creat|semnat|comandat|plasat|achitat|deschis|inregistrat)[a]? (?:pe|in|la)",
        r"din data de",
    ),
}  # fmt: skip

# What was to be, where the same sentence names another day or hour for it.
WEAKLY_OLD = _words(
    r"was (?:at |on )?$", r"etait (?:a |le |pour )?$", r"era (?:la |pe )?$",
    r"announced (?:for|on)", r"planned (?:for|on)", r"scheduled (?:for|on)", r"expected (?:for|on|at)?",
    r"(?:works?|visit|appointment|delivery) (?:of|on)", r"your \w+ (?:of|on)",
    r"annonce(?:e|s|es)? (?:pour|le)?", r"prevu(?:e|s|es)? (?:pour|le|a)?", r"fixe(?:e|s|es)? (?:au|a|pour)",
    r"rendez-vous du", r"visite du",
    r"anuntat[ae]? pentru", r"programat[ae]? (?:pentru|pe|la)", r"prevazut[ae]? (?:pentru|pe|la)",
    r"stabilit[ae]? (?:pentru|pe|la)", r"din(?: data de)?(?= |$)",
)

# What an amount is for. Without a cue it is the amount.
MONEY_ROLES: dict[str, re.Pattern[str]] = {
    "deposit": _words(r"deposit", r"down payment", r"advance", r"prepaid", r"prepayment", r"acompte", r"arrhes",
    r"avance", r"caution", r"avans", r"garantie", r"arvuna"),
    "balance": _words(r"balance", r"remain", r"outstanding", r"left to pay", r"still to pay", r"solde", r"reste",
    r"restant", r"rest(?:ul)? de plat", r"diferent", r"de achitat ramas"),
    "refund": _words(r"refund", r"reimburs", r"credit", r"compensat", r"indemni", r"dedommag", r"rembours",
    r"avoir", r"ramburs", r"restitui", r"returnat", r"despagub"),
    "fee": _words(r"fee", r"shipping", r"delivery cost", r"penalt", r"surcharge", r"frais", r"penalite",
    r"supplement", r"port\b", r"taxa", r"taxe", r"penaliz", r"transport", r"comision"),
    "discount": _words(r"discount", r"off\b", r"saving", r"reduction", r"remise", r"rabais", r"economi",
    r"reducere", r"discount"),
    "tax": _words(r"vat\b", r"tax\b", r"tva\b", r"dont tva"),
    "old": _words(r"instead of", r"was\b", r"previously", r"rather than", r"au lieu d", r"etait", r"precedemment",
    r"initialement", r"in loc de", r"era\b", r"anterior", r"fata de"),
    "total": _words(r"total", r"amount", r"price", r"sum\b", r"cost", r"invoice", r"montant", r"prix", r"somme",
    r"facture", r"suma", r"pret", r"factura", r"valoare"),
}  # fmt: skip

# What a code is. A `label` names the case itself and is no news after the first; an `entity` tells things apart.
CODE_ROLES: dict[str, re.Pattern[str]] = {
    "entity": _words(
        r"parcel", r"package", r"tracking", r"awb", r"invoice", r"shipment", r"colis", r"suivi", r"facture",
        r"envoi", r"colet", r"coletul", r"factur", r"bon\b", r"livrai",
        r"policy", r"contract", r"police", r"contrat", r"polita", r"flight", r"vol\b", r"zbor", r"train", r"tren",
        r"voucher", r"ticket no", r"billet",
    ),
    "message": _words(
        r"message(?:\s+id|\s+no\.?|\s+n°|\s+nr\.?|\s+number|\s+ref\.?)?", r"msg", r"mail(?:\s+id|\s+no\.?|\s+n°)",
        r"mesaj(?:ul)?(?:\s+nr\.?|\s+id)?", r"courriel(?:\s+n°)?", r"notification", r"notificare", r"avis n°",
        r"id\b", r"envoi n°", r"transaction id", r"batch", r"lot n°",
    ),
    "label": _words(
        r"ref", r"reference", r"case", r"file", r"dossier", r"dosar", r"client", r"customer", r"account", r"compte",
        r"cont\b", r"cont(?:ul|ului)", r"order", r"commande", r"comanda",
        r"comenzii", r"job", r"ticket", r"tichet", r"billet", r"request", r"demande", r"cerere", r"booking",
        r"reservation", r"rezervare", r"intervention", r"interventi", r"numar", r"numero", r"number", r"update on",
        r"referinta",
    ),
    "secret": _words(r"code", r"cod\b", r"codul", r"pin", r"password", r"mot de passe", r"parola", r"digicode",
    r"key", r"cle\b", r"cheie", r"gate", r"door"),
}  # fmt: skip

_STATE_WORDS: dict[str, tuple[str, ...]] = {
    "cancelled": (
        r"cancel(?:l)?ed", r"called off", r"will not take place", r"does not take place",
        r"annule(?:e|s|es)?(?!\w)", r"n'aura pas lieu", r"n'a pas lieu", r"n'a plus lieu",
        r"supprime(?:e|s|es)?(?!\w)",
        r"anulat[aei]?(?!\w)", r"nu va avea loc", r"nu mai are loc", r"nu are loc", r"suspendat[a]?",
    ),
    "done": (
        r"resolved", r"solved", r"completed", r"finished", r"done", r"restored", r"fixed", r"repaired",
        r"delivered", r"works? again", r"working again", r"is over", r"(?:is|are|all) over",
        r"ended", r"back to normal", r"resolu(?:e|s|es)?(?!\w)", r"termine(?:e|s|es)?(?!\w)",
        r"regle(?:e|s)?(?!\w)", r"repare(?:e|s)?(?!\w)",
        r"retabli(?:e|s)?(?!\w)", r"livre(?:e|s)?(?!\w)", r"fini(?:e|s)?(?!\w)", r"refonctionne",
        r"acheve(?:e)?(?!\w)", r"rezolvat[a]?", r"finalizat[a]?", r"incheiat[a]?",
        r"restabilit[a]?", r"reparat[a]?(?!\w)", r"livrat[a]?(?!\w)", r"terminat[a]?", r"remediat[a]?",
        r"s-a terminat", r"a luat sfarsit", r"efectuat[a]?",
    ),
    "ready": (
        r"ready", r"available (?:for|at|in)", r"can be (?:picked up|collected)", r"awaits you",
        r"(?:est|sont) pret(?:e|s|es)?(?!\w)", r"prete?s? (?:a|au|pour)", r"disponible(?:s)?",
        r"vous attend(?:ent)?(?!\w)",
        r"peut etre retire", r"este gata", r"sunt gata", r"gata (?:de|pentru)", r"pregatit[a]?", r"disponibil[a]?",
        r"va asteapta", r"poate fi ridicat",
    ),
    "sent": (
        r"shipped", r"dispatched", r"has left", r"on its way", r"in transit", r"handed to the carrier",
        r"expedie(?:e|s|es)?(?!\w)", r"est parti(?:e)?", r"remis(?:e)? au transporteur", r"expediat[a]?",
        r"a plecat", r"predat[a]? curierului",
    ),
    "paid": (
        r"paid(?! out)", r"payment (?:\w+ ){0,2}received", r"received your payment", r"paye(?:e)?s?(?!\w)",
        r"paiement (?:\w+ ){0,2}recu", r"encaisse", r"platit[a]?(?!\w)",
        r"plata (?:\w+ ){0,3}(?:primit|confirmat|incasat)", r"incasat", r"achitat[a]?",
    ),
    "failed": (
        r"failed", r"declined", r"rejected", r"refused", r"could not be", r"was unsuccessful", r"echoue",
        r"refuse(?:e)?(?!\w)", r"rejete", r"n'a pas (?:pu|abouti)", r"esuat", r"respins[a]?", r"refuzat[a]?",
        r"nu a (?:putut|reusit)",
    ),
    "delayed": (r"delayed", r"running late", r"is late", r"are late", r"behind schedule", r"en retard",
    r"retarde(?:e)?(?!\w)", r"du retard", r"retard de", r"intarzi"),
    "moved": (
        r"moved", r"rescheduled", r"postponed", r"brought forward", r"new (?:time|date|slot|hour)", r"shifted",
        r"pushed", r"deplacee?s?(?!\w)", r"reporte(?:e)?(?!\w)", r"decale(?:e)?(?!\w)",
        r"(?:est|ete|sont|a) avancee?s?(?!\w)",
        r"nouvel(?:le)? (?:horaire|heure|date|creneau)", r"mutat[a]?", r"reprogramat[a]?", r"amanat[a]?",
        r"decalat[a]?", r"noua (?:ora|data)", r"noul (?:interval|termen)", r"devansat",
    ),
    "changed": (r"changed", r"has a new", r"(?:a|ete|est|sont|ont) changee?s?(?!\w)", r"modifie(?:e)?(?!\w)",
    r"schimbat[a]?", r"modificat[a]?", r"s-a schimbat"),
    "confirmed": (r"confirmed", r"booked", r"scheduled", r"confirme(?:e)?(?!\w)", r"reserve(?:e)?(?!\w)",
    r"prevu(?:e)?(?!\w)", r"confirmat[a]?", r"rezervat[a]?", r"programat[a]?"),
    "denied": (
        r"(?:will|can|could|would) ?not(?! be)", r"won't", r"can't", r"couldn't", r"unable to", r"not able to",
        r"ne (?:pourr|peu|viendr|passer|ser|v)\w* (?:pas|plus)(?!\w)(?! encore)",
        r"n'(?:aur|ir|arriver)\w* (?:pas|plus)(?!\w)(?! encore)",
        r"impossible", r"nu (?:va|vom|vor|poate|putem|pot)(?!\w)(?! rug)", r"imposibil",
    ),
    "reopened": (r"reopened", r"open again", r"rouvert", r"redeschis[a]?"),
}  # fmt: skip
ANY_STATE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{state}>{'|'.join(stems)})" for state, stems in _STATE_WORDS.items()) + ")"
)

# States that only say that the plan stands in another shape: the values say it already.
PLAN_STATES = frozenset({"confirmed", "moved", "changed", "delayed"})

NEGATION = re.compile(
    r"(?<!\w)(?:not|no longer|never|cannot|neither|isn't|aren't|wasn't|weren't|hasn't|haven't|won't|can't|"
    r"couldn't|didn't|doesn't|"
    r"pas|jamais|aucun(?:e)?|n'est|n'a|n'ont|ne|nu|n-a|n-am|niciodata|nici|neinca|yet to be|far from|"
    r"reste a|urmeaza sa)(?!\w)"
)
# "If …", "to cancel …", "reply …": what could be, or how to do it, not what is.
CONDITION = re.compile(
    r"(?<!\w)(?:if|in case|unless|once|when|whenever|should you|as soon as|until|before|after|si|s'il|"
    r"au cas ou|quand|lorsque|des que|une fois|avant que|apres|tant que|"
    r"daca|in caz(?:ul)?(?: ca| in care)?|cand|imediat ce|dupa ce|odata ce|pana cand|inainte sa)(?!\w)"
)
STILL = re.compile(
    r"(?<!\w)(?:yet|still|no change|nothing new|no news|unchanged|as before|continue[sd]?|continuing|"
    r"encore|toujours|rien de (?:neuf|nouveau)|aucun changement|pas de changement|inchange|"
    r"aucune nouvelle|sans changement|inca|in continuare|nicio schimbare|nimic nou|neschimbat|"
    r"nicio noutate|fara schimbari|tot in)(?!\w)"
)
# How a company keeps its own books: of no use to whoever is waiting.
BOOKKEEPING = re.compile(
    r"(?<!\w)(?:(?:re)?assigned|allocated|(?:was |been )?(?:routed|transferred|forwarded|escalated|"
    r"handed over) to|priority|status (?:of|is|changed|updated|set|:)|status:|state:|"
    r"column|queue|category|categori[sz]ed|tag(?:ged|s)?\b|label(?:led)?\b|workflow|sla\b|synchroni[sz]ed|"
    r"sync\b|record (?:was )?(?:updated|created|modified)|viewed by|opened by|updated by|(?:automation|"
    r"automatisation|automatizarea|macro|trigger|timer|chronometre|cronometrul)(?!\w)|synced|"
    r"internal|batch|back ?office|(?:added|moved|passed) (?:in)?to [^.]{0,24}(?:list|board|column|stage|"
    r"queue|folder)|file updated|note added|under review|being processed|in process(?:ing)?|in progress|"
    r"being investigated|investigating|checked by|team is on it|no action|"
    r"(?:re)?attribue(?:e)?(?!\w)|affecte(?:e)?(?!\w)|(?:transmis|transfere|achemine)(?:e)? (?:a|au|aux)|"
    r"priorite|(?:etat|statut)\s?(?:de|du|est|:|passe|modifie)|colonne|file d'attente|categorie|etiquette|"
    r"fiche (?:mise a jour|modifiee|creee)|dossier mis a jour|consulte(?:e)? par|mis(?:e)? a jour par|"
    r"en cours|interne|en traitement|note ajoutee|synchronis|en instruction|"
    r"pris(?:e)? en charge par le service|"
    r"(?:re)?alocat[a]?|(?:re)?repartizat[a]?|atribuit[a]?|(?:transferat|redirectionat|transmis|preluat|"
    r"inaintat|directionat)[a]?(?!\w)|prioritate|(?:stare|starea|status|statusul|stadiul?)\s?(?:cererii|:|"
    r"este|comenzii|a|tichetului)?|coloana|coada|categori[ae]|eticheta|"
    r"fisa (?:a fost )?(?:actualizat|modificat|creat)|dosar(?:ul)? (?:a fost )?actualizat|"
    r"vizualizat[a]? de|actualizat[a]? de|in lucru|in curs|in procesare|se proceseaza|intern[a]?(?!\w)|"
    r"nota adaugata|sincroniz|in investigatie|in analiza|in evaluare)"
)
# Only of the books, whatever the sentence's values: moves on a board, changes of a field.
_FIELD = (
    r"(?:priority|category|status|stage|label|tags?|owner|assignee|queue|group|field|record|file|member|"
    r"priorite|categorie|etat|statut|etape|etiquette|proprietaire|champ|fiche|prioritatea?|categori[ae]|"
    r"stare[a]?|statusul|stadiul|eticheta|camp(?:ul)?|fisa)"
)
_CHANGED = (
    r"(?:changed|set|updated|moved|passed|checked|verified|raised|lowered|added|edited|change[e]?|fixee?|"
    r"modifiee?|passee?|mise? a jour|verifiee?|ajoutee?|schimbat[a]?|setat[a]?|modificat[a]?|trecut[a]?|"
    r"actualizat[a]?|verificat[a]?|adaugat[a]?)"
)
BOARD = re.compile(
    rf"(?<!\w)(?:(?:ticket|case|incident|file|billet|dossier|tichet|dosar) status|(?:status|statut|etat|"
    rf"stare[a]?|stadiul) (?:of |du |de l'|al |a )?(?:the )?(?:ticket|case|incident|billet|dossier|tichet|"
    rf"dosar)(?:ului)?|log entry|entree de journal|din jurnal)(?!\w)|(?<!\w)(?:workflow|flux(?:ului|ul)?|"
    rf"step \d+ of|etape \d+ sur|pasul \d+ din)(?!\w)|(?<!\w)(?:by station|au poste \d|la postul \d)|"
    rf"(?<!\w){_FIELD}(?!\w)[^.!?\n]{{0,40}}(?<!\w){_CHANGED}(?!\w)|(?<!\w)(?:(?:moved|added|"
    rf"passed) (?:in)?to [^.]{{0,24}}(?:list|board|column|stage|queue|folder)|to column|(?:re)?assigned|"
    r"note added|(?:re)?attribuee?(?!\w)|affectee? (?:a|au)(?!\w)|colonne|(?:re)?alocat[a]?|"
    r"(?:re)?repartizat[a]?|coloana|viewed by|(?:document|file|piece|fichier|fisier)[^.]{0,12} (?:was |"
    r"has been |a ete |a fost )?(?:indexed|filed|archived|scanned|indexee?|archivee?|numerisee?|indexat|"
    r"arhivat|scanat)|(?:second|first|third|next) (?:line|level)|(?:second|premier|deuxieme) niveau|"
    r"nivelul (?:doi|unu|trei|\d)|(?:officer|handler|adviser|agent|gestionnaire|conseiller|functionar|"
    r"operator)[^.]{0,16}(?:changed|replaced|change|remplace|schimbat|inlocuit)|(?:suivi|urmarit|"
    r"handled) (?:par|de|by) (?:un autre|alt|another)|consultee? par|vizualizat[a]? de|updated by|synced|"
    r"(?:moved|passed|passee?|trecut[a]?|mutat[a]?) (?:in)?(?:to|a|la|in|dans|en) [^.]{0,16}"
    r"(?:stage|step|status|column|queue|group|board|etape|statut|colonne|etapa|starea|coada|coloana)(?!\w)|"
    r"(?:opened|viewed|seen|read|edited|handled|ouverte?|vue?|consultee?|deschis[a]?|vazut[a]?) (?:by|par|de) "
    r"(?:the |l'|un |our )?(?:agent|user|system|operator|utilisateur|operateur|utilizator|sistem)|"
    r"sla\b|(?:automation|automatisation|automatizarea|macro|macroul|trigger|rule|declencheur|regle|regula)\s+"
    r"(?:n°\s?|nr\.?\s?|#)?\d|(?:tagged|labell?ed|etiquetee?|etichetat[a]?)(?!\w)|"
    r"mise? a jour par|actualizat[a]? de|synchroni[sz]|synchronis|sincroniz|by user|par l'utilisateur|"
    r"de (?:catre )?utilizator)"
)
# Sentences that every message of a firm carries.
BOILERPLATE = re.compile(
    r"unsubscribe|not monitored|non surveille|nu este monitorizat|do not reply|don't reply|no-?reply|"
    r"all rights reserved|privacy|(?:c)\s20\d\d|©|"
    r"opening hours|office hours|business hours|our hours|we are open|open (?:mon|tue|from|daily|every|7)|"
    r"registered (?:office|in|charity)|company n|vat n|you (?:receive|are receiving|get) this|"
    r"automatic(?:ally generated)? (?:message|e?-?mail)|automated message|questions\?|customer service|"
    r"call us|terms (?:and|of)|"
    r"since (?:19|20)\d\d|founded|established|switchboard|helpline|hotline|kind regards|best regards|"
    r"sincerely|yours|the \w+ team|"
    r"desinscri|desabonn|ne pas repondre|ne repondez pas|tous droits reserves|confidentialite|horaires|"
    r"heures d'ouverture|ouvert (?:du|de|tous|lun|7)|nous sommes ouverts|standard(?: telephonique)?|"
    r"siret|association loi|fondee? en|depuis (?:19|20)\d\d|siege social|rcs\b|vous recevez (?:ce|cet)|"
    r"message automatique|courriel automatique|service client|appelez|joignable|cordialement|bien a vous|"
    r"l'equipe|mentions legales|une question|"
    r"dezabon|din (?:19|20)\d\d|infiintat|nu raspundeti|toate drepturile|confidentialit|"
    r"program(?:ul)?(?: de lucru| cu publicul)?\s?:|orar|deschis|suntem deschisi|sediu|cui\b|"
    r"primiti acest|mesaj automat|e-?mail automat|"
    r"serviciul clienti|relatii clienti|sunati|cu stima|toate cele bune|echipa|termeni si conditii|intrebari\?"
)
# What a message says of itself: its number, and when it was made.
STAMP = re.compile(
    r"(?<!\w)(?:messages?|msg|mail|e-?mail|sent|printed|generated|issued|timestamp|notification|ref|"
    r"reference|automatic|courriel|envoye|emis|imprime|genere|horodatage|avis|expedie le|"
    r"mesaj(?:ul)?|notificare|trimis|expediat la|generat[a]?|tiparit|emis)(?!\w)"
)
TELEPHONE = re.compile(
    r"(?<!\w)(?:tel|phone|telephone|telefon|fax|mobile|mobil|call|appelez|sunati|hotline|standard|"
    r"helpline|whatsapp)\b"
)
QUOTE_HEAD = re.compile(
    r"^[\s(\[-]*(?:(?:original|forwarded|previous|earlier|our last) message|message (?:d'origine|original|"
    r"precedent|transfere)|notre (?:dernier |precedent )?message(?: precedent)?|mesaj(?:ul)? (?:original|"
    r"anterior|precedent|redirectionat)|"
    r"(?:ultimul nostru )?mesaj(?:ul nostru)? (?:anterior|precedent)|ultimul nostru mesaj|"
    r"on [^\n:]{4,60} wrote|le [^\n:]{4,60} a ecrit|(?:pe|in|la) [^\n:]{4,60} a scris|you (?:wrote|said)|"
    r"vous (?:avez ecrit|ecriviez)|"
    r"(?:ati|ai) scris|we wrote|nous (?:vous )?(?:avons ecrit|ecrivions)|v-am scris|am scris)"
    r"[^\n:]{0,50}(?::|-*$)",
)
# "4711 is your code"; "use 4711 to sign in".
SECRET_AFTER = re.compile(
    r"\s*(?:is|est|este|e) (?:your |the |votre |le )?[^.!?]{0,24}(?:code|cod(?:ul)?|pin|password|passe|"
    r"parola)(?!\w)"
)
SIGN_IN = re.compile(
    r"(?<!\w)(?:sign in|sign-in|log ?in|log on|connectez|connexion|conectati|conectare|autentific|"
    r"one-time|verif)"
)
# Right behind a value: it holds no more.
GONE = re.compile(
    r"\s*,?\s*(?:is |are )?(?:no longer|not valid any ?more|void|obsolete|does not apply|n'est plus|"
    r"ne vaut plus|ne s'applique plus|"
    r"n'a plus cours|nu mai (?:este|sunt|e|are|conteaza|se aplica|merge|functioneaza)|este nul[a]?)(?!\w)"
)
QUESTION = re.compile(r"\?")
INSTRUCTION = re.compile(
    r"(?<!\w)(?:please|reply|send us|bring|reload|restart|click|call (?:us|back)|let us know|tell (?:us|"
    r"me)|you (?:must|need to|have to|should)|keep|change your|"
    r"merci de|veuillez|priere de|repondez|envoyez|apportez|rechargez|dites|cliquez|vous devez|il faut|"
    r"pensez a|changez|gardez|"
    r"va rugam|te rog|raspundeti|trimiteti|aduceti|reincarcati|spuneti|apasati|trebuie sa|schimbati|"
    r"pastrati|nu uitati)(?!\w|-\d)"
)

# Words that tell one of two things from the other: two bins, two doors, two children. Group and sense by stem.
_NOT_A_REMINDER = (
    r"(?! (?:reminder|notice|attempt|try|time|rappel|relance|avis|fois|notificare|reamintire|incercare|oara))"
)
_DISTINCT: dict[str, dict[str, str]] = {
    "colour": {
        "green": r"green|verte?s?|verzi|verde",
        "grey": r"gr[ea]y|grise?s?|gri",
        "yellow": r"yellow|jaunes?|galben[ae]?|galbeni",
        "red": r"red|rouges?|rosi[ei]?|rosu",
        "blue": r"blue|bleue?s?|albastr[aeu]|albastri",
        "black": r"black|noire?s?|negr[aue]|negri",
        "white": r"white|blanc(?:he)?s?|alb[ae]?|albi",
        "brown": r"brown|brune?s?|marrons?|maro",
        "orange": r"orange|portocali[ue]",
    },
    "order": {
        "first": rf"(?:first|premiere?|primul|prima){_NOT_A_REMINDER}",
        "second": rf"(?:second|deuxieme|al doilea|a doua){_NOT_A_REMINDER}",
        "third": rf"(?:third|troisieme|al treilea|a treia){_NOT_A_REMINDER}",
    },
    "side": {
        "left": r"left|gauche|stang[a]?",
        "right": r"right-hand|droite|dreapta|drept",
        "front": r"front|avant gauche|avant droit|fata",
        "rear": r"rear|back door|arriere|spate",
        "upper": r"upper|superieure?|superior|superioara|de sus",
        "lower": r"lower|inferieure?|inferior|inferioara|de jos",
    },
    "size": {"large": r"large|grande?|mare", "small": r"small|petite?|mica?|mic"},
    "family": {
        "son": r"son|fils|fiul|baiatul",
        "daughter": r"daughter|fille|fiica|fata dumneavoastra",
        "mother": r"mother|mere|mama",
        "father": r"father|pere|tata(?:l)?",
    },
}
MARKS = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{sense}>{words})" for senses in _DISTINCT.values() for sense, words in senses.items())
    + r")(?!\w)"
)
GROUP_OF_MARK = {sense: group for group, senses in _DISTINCT.items() for sense in senses}
