"""Romanian."""

from __future__ import annotations

from entendu.core.care.words.table import Words
from entendu.core.listening.words.table import any_of

WORDS = Words(
    works=any_of(r"""
        (?:acum )?(?:merge|functioneaza|mearga|merg|functioneaza)(?: bine| perfect| din nou| iar| acum| la mine)*;
        (?:totul |toate )?(?:e|este|sunt|s-a|s-au|a fost)?
        ?(?:rezolvat|reparat|remediat|rezolvata|reparata|rezolvate|in regula|in ordine|ok|ca nou)(?: acum)?; nu mai
        (?:am|avem|sunt|este|apare|apar) (?:nicio |nici o |niciun |nici un
        )?(?:problema|probleme|eroare|eroarea|erori|problemele|problema); (?:a|ne-a|m-a) (?:mers|ajutat|functionat);
        (?:totul|toate) (?:e|este|sunt) (?:bine|in regula|in ordine|ok); puteti (?:inchide|sa inchideti)(?: cazul|
        tichetul)?
    """),
    fails=any_of(r"""
        (?:inca|tot) nu(?: (?:merge|functioneaza|e|este|s-a|pot|putem|am)\w*)?(?: (?:rezolvat|reparat|gata|bine))?;
        nu (?:inca|chiar|prea)(?: \w+)?; nu (?:merge|functioneaza|porneste|e|este|s-a|a|ne-a|pot|putem)(?: \w+)?;
        aceeasi (?:problema|eroare|poveste|situatie); acelasi (?:mesaj|lucru|necaz); (?:a|s-a)
        (?:aparut|intors|oprit|stricat|blocat|cazut|intamplat)(?: din nou| iar| iarasi); din nou
        (?:aceeasi|acelasi|nu|eroare|problema)\w*; tot (?:asa|la fel|aceeasi|acelasi|blocat|stricat)\w*; la fel ca
        (?:inainte|ieri); mai rau; doar (?:partial|pe jumatate|uneori|in parte); pe jumatate; partial;
        redeschide\w*; nimic (?:nu )?(?:s-a schimbat|schimbat|rezolvat)
    """),
    yet=any_of(r"""
        dar; insa; totusi; pana; inainte; ieri; daca; cand; sper\w*; ar trebui; ar putea; o sa; voi; vom;
        verific\w*; testez; testam; incerc\w*; maine; va (?:anunt|spun|tin)\w*
    """),
    outage=any_of(r"""
        (?:a|au|e|este|sunt|totul|toate|s-a|s-au) (?:complet
        )?(?:cazut\w*|picat\w*|oprit\w*|blocat\w*|inchis\w*|stricat\w*|mort|moarta|moarte|intrerupt\w*|jos|offline|indisponibil\w*);
        pana de (?:curent|retea|internet)\w*; intrerupere\w*; (?:fara|nu (?:mai )?(?:avem|am|exista))
        (?:curent|apa|caldura|internet|retea|semnal|linie|telefon|telefoane|lumina|gaz|serviciu|conexiune|comenzi|plati|incalzire|rezervari);
        nu (?:mai )?(?:merge|merg|functioneaza|raspunde|porneste|pornesc|se
        (?:deschide|incarca|poate|pot)|pot|putem|poate|incalzeste|raceste|printeaza|tipareste|pleaca|ajung\w*|intra)(?:
        \w+)?; nimic nu (?:merge|functioneaza|se intampla|porneste); nimeni nu
        (?:poate|reuseste|primeste|intra|mai)\w*; imposibil\w*; pierdem (?:\w+ )?\w+; am pierdut (?:\w+ )?\w+; pierd
        (?:\w+ )?\w+; stam pe loc; s-a (?:oprit|blocat|stricat) tot; eroare\w*; erori
    """),
    danger=any_of(r"""
        pericol\w*; periculo\w+; foc; incendi\w+; arde; ars\w*; fum; fumega\w*; miros de (?:gaz|ars|fum); miroase a
        (?:gaz|ars|fum); scurgere\w*; curge; scurg\w+; inunda\w*; scantei\w*; scurtcircuit\w*; electrocut\w+;
        curentat\w*; explo\w+; supraincalz\w+; ranit\w*; sangera\w*; ambulanta; salvare\w*; spital\w*; pompieri\w*;
        urgenta\w*; urgente; inconstient\w*; otravi\w+; intoxica\w+; monoxid\w*; alarma\w*; sinuci\w+; ma omor; imi
        iau viata; hack\w+; spart\w*; furat\w*; ransom\w*; frauda\w*; phishing; blocat\w* in lift; alergi\w*;
        oxigen\w*; medicament\w*; pacient\w*; bebelus\w*; nou-nascut\w*; risc pentru \w+
    """),
    hurry=any_of(r"""
        urgent\w*; urgenta\w*; cat mai (?:repede|curand|urgent); imediat; acum; de indata; chiar
        (?:acum|azi|astazi); azi; astazi; maine; diseara; (?:in )?(?:dimineata|seara|noaptea|dupa-amiaza) asta; in
        (?:cel mult )?(?:o ora|\w+ (?:ore|minute|zile)); pana
        (?:la|maine|diseara|luni|marti|miercuri|joi|vineri|sambata|duminica|azi|astazi|\d+)\w*; inainte de \w+;
        termen\w*; ultima zi; expira\w*; nu (?:mai )?poate astepta; nu mai pot astepta
    """),
    warm=any_of(r"""
        sper ca (?:sunteti|esti|totul|va)\w*(?: \w+){0,4}; ce mai (?:faceti|faci); cum (?:va merge|mai sunteti|o mai
        duceti); (?:o )?(?:zi|seara|saptamana|vacanta) (?:frumoasa|buna|placuta|minunata); weekend
        (?:frumos|placut); multumesc (?:din suflet|frumos|mult|mult de tot); super; minunat\w*; haha+; vreme\w*;
        vacanta; copiii; sotul; sotia; fiul; fiica; cainele; pisica; drag\w*; cu drag; va pup; cafea; o placere
    """),
    calm=any_of(r"""
        nu (?:e|este) (?:nicio |nici o )?(?:graba|urgent|urgenta); fara graba; cand (?:aveti|puteti|gasiti|ai)(?:
        \w+){0,3}; nu va grabiti; (?:imi )?(?:pare rau|scuze|scuzati) (?:ca|de|sa|pentru) (?:va |te
        )?(?:deranj\w*|deranjez|intreb)\w*; sunt (?:putin |cam
        )?(?:ingrijorat|ingrijorata|nesigur|nesigura|speriat|speriata|pierdut|pierduta); e(?:ste)? (?:normal|grav|in
        regula|sigur|periculos) (?:sa|ca|asa|asta)?; pas cu pas; am gresit (?:eu|ceva)\w*; linist\w+; ca sa fiu
        sigur\w*; rabdare; daca nu (?:e|este) prea mult\w*; cand se poate
    """),
    detail=any_of(r"""
        versiun\w+; jurnal\w*; log-?uri\w*; configur\w+; parametr\w+; exact\w*; precis\w*; specific\w*; detali\w+;
        lista (?:cu|de|cu toate)\w*; documentati\w+; atasat\w*; anexat\w*; captur\w+; pasii (?:pentru|de)
        reproduc\w+; reproduc\w+; conform \w+; sectiunea \d+; masurat\w*; \d+(?:[.,]\d+)? ?(?:%|la
        suta|ms|mb|gb|secunde|minute|kb|hz|v|kw|grade); tabel\w*; coloana; randul \d+; cauza (?:exacta|principala|de
        baza); de ce (?:anume|exact|apare|s-a)\w*; in primul rand; in al doilea rand; standard\w*; teste?\w*;
        comparat\w*; ora exacta
    """),
    brief=any_of(r"""
        cand (?:va fi|o sa fie|se rezolva|rezolvati|primesc|e gata|este gata)\w*(?: \w+){0,3}; cat
        (?:dureaza|timp|costa); (?:am|avem) nevoie de (?:o data|un raspuns|o solutie|un da)\w*; vreau (?:o data|un
        raspuns|o solutie|sa stiu cand|sa mearga|rezolvat)\w*; da sau nu; rezolvati; reparati; pe scurt; la subiect;
        scurt; fara scuze; raspundeti
    """),
)
