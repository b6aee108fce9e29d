"""French."""

from __future__ import annotations

from entendu.core.care.words.table import Words
from entendu.core.listening.words.table import any_of

WORDS = Words(
    works=any_of(r"""
        (?:ca |cela |tout |c'est )?(?:marche|fonctionne|remarche|refonctionne)(?: bien| tres bien| parfaitement| a
        nouveau| de nouveau| enfin| maintenant| chez moi)*; (?:c'est |tout est |est |bien
        )?(?:regle|resolu|repare|retabli|corrige|arrange|bon)(?: maintenant| pour moi| de mon cote)?; (?:tout est
        )?rentre dans l'ordre; plus (?:aucun |de )?(?:probleme|souci|erreur|panne)s?; (?:ca|cela) a
        (?:marche|aide|fonctionne); tout (?:va|roule|est) (?:bien|ok|en ordre|parfait); vous pouvez
        (?:clore|fermer|cloturer)(?: le (?:dossier|ticket))?
    """),
    fails=any_of(r"""
        pas encore; toujours (?:pas|rien|la meme|le meme|en panne|bloque\w*|la|aussi|des|une?|casse\w*); (?:ne|n')
        ?(?:\w+ ){0,2}(?:pas|plus|rien|jamais); \w*(?:marche|fonctionne|change|regle|resolu|repare|bon) (?:toujours
        |encore )?pas; (?:pas|rien) (?:de|n'a|du tout|vraiment|regle|resolu|repare|change)\w*; meme
        (?:probleme|erreur|chose|souci|message|panne); le (?:meme|probleme|souci|bug)
        (?:est|revient|persiste|reste|continue|reapparait)\w*;
        (?:persiste|revient|recommence|reapparait|replante|retombe)\w*; (?:est|c'est)
        (?:revenu|reparti|retombe|pire)\w*; pire(?: qu'avant)?; a moitie; en partie; seulement (?:en
        partie|parfois); par moments; rouvr\w+; aucun (?:changement|effet|progres)
    """),
    yet=any_of(r"""
        mais; sauf; cependant; pourtant; toutefois; jusqu'a; jusqu'\w+; avant; hier; si; quand; j'espere; esperons;
        devrait; pourrait; je (?:vais )?(?:teste|verifie|regarde|essaie|tester|verifier|essayer)\w*; demain; je vous
        (?:dirai|tiens)\w*
    """),
    outage=any_of(r"""
        (?:est|sont|en|hors|tout|completement) (?:en )?(?:panne|hors service|hors ligne|a
        l'arret|mort\w*|bloque\w*|coupe\w*|tombe\w*|down|inaccessibles?); pannes?; coupure\w*;
        (?:plus|aucun|aucune|pas) (?:de
        |d')?(?:courant|electricite|eau|chauffage|reseau|internet|ligne|telephone|connexion|lumiere|gaz|service|signal|commandes?|paiements?|reservations?|appels?);
        (?:ne|n') ?(?:\w+
        ){0,2}(?:marche|fonctionne|repond|demarre|charge|ouvre|s'ouvre|chauffe|refroidit|imprime|part|arrive|tourne|peut|peux|pouvons|peuvent)\w*
        (?:\w+ )?(?:pas|plus|rien|aucun\w*)?; plus rien (?:ne|du tout|n')\w*; rien ne
        (?:marche|fonctionne|va|bouge|se passe|part); personne ne (?:peut|arrive|recoit)\w*;
        (?:impossible|incapables?) (?:de|d')\w*; tout (?:est|s'est) (?:arrete|bloque|fige|casse|tombe)\w*; a
        l'arret; plante\w*; fige\w*; bloque\w*; (?:perd\w*) (?:toutes?|tous|des|les|nos|mes|de l'argent)(?: \w+)?;
        erreur
    """),
    danger=any_of(r"""
        danger\w*; feu; incendie\w*; brul\w+; fume\w*; fumee; odeur (?:de )?(?:gaz|brule|fumee); fuite\w*; fuit;
        inond\w+; etincelle\w*; court-circuit; electrocut\w+; decharge electrique; explos\w+; surchauffe\w*;
        bless\w+; saign\w+; ambulance; hopital; pompiers; samu; urgences?; inconscient\w*; empoison\w+; intoxi\w+;
        monoxyde; alarme\w*; suicid\w+; me tuer; en finir avec; pirat\w+; vole\w*; vol de; ransom\w*; rancon\w*;
        fraud\w+; hamecon\w+; coinc\w+ dans l'ascenseur; allerg\w+; oxygene; medicament\w*; patients?;
        nourrisson\w*; bebes?; risque pour (?:la|les|sa|nos)
    """),
    hurry=any_of(r"""
        urgent\w*; urgence\w*; au plus vite; tout de suite; immediat\w*; sans (?:delai|attendre); ce
        (?:matin|soir|midi); cet apres-midi; cette (?:nuit|heure); aujourd'hui; demain; dans (?:l'heure|une
        heure|\w+ (?:heures?|minutes?|jours?)); avant
        (?:midi|minuit|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|\d+|l'ouverture); d'ici
        (?:a )?(?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|\d+); pour
        (?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche); echeance\w*; dernier (?:jour|delai);
        expire\w*; ne peut pas attendre; le plus tot
    """),
    warm=any_of(r"""
        j'espere que (?:vous|tout|ca)\w*(?: \w+){0,5}; comment (?:allez-vous|ca va|vas-tu); bon(?:ne)?
        (?:week-end|weekend|soiree|journee|fin de semaine|vacances|semaine); super; genial\w*; merci (?:mille
        fois|infiniment|beaucoup|encore); au plaisir; (?:ah ?)?(?:haha|lol); il fait (?:beau|froid|chaud); vacances;
        les enfants; mon (?:mari|fils|chien|chat|pere); ma (?:femme|fille|mere); sympa; adorable; bises?; cafe;
        ravi\w*
    """),
    calm=any_of(r"""
        (?:il n'y a |y a )?(?:pas d'urgence|rien d'urgent|rien ne presse); quand vous
        (?:aurez|avez|pourrez|pouvez)(?: \w+){0,3}; prenez votre temps; desole\w* de (?:vous
        )?(?:deranger|derange|importuner|demander); (?:je suis|nous sommes) (?:un peu
        )?(?:inquiet|inquiete|inquiets|perdue?|pas sure?|anxieu\w+); est-ce (?:normal|grave|dangereux|sans risque);
        c'est (?:normal|grave) ?; pas a pas; etape par etape; ai-je fait (?:une|quelque)\w*(?: \w+)?; rassur\w+;
        pour etre sure?; patien\w+; si ce n'est pas trop (?:demander|vous demander)\w*; sans vouloir (?:vous
        )?(?:presser|deranger)
    """),
    detail=any_of(r"""
        versions?; journa(?:l|ux); logs?; configur\w+; parametr\w+; exact\w*; precis\w*; specifi\w+; details?;
        detaill\w+; liste des?; documentation; ci-joint\w*; en piece jointe; captures?(?: d'ecran)?; etapes pour
        reproduire; reprodui\w+; conformement; selon (?:la|le|les); section \d+; mesur\w+; \d+(?:[.,]\d+)?
        ?(?:%|pour cent|ms|mo|go|secondes|minutes|ko|hz|v|kw|degres); tableau; colonne; ligne \d+; cause
        (?:exacte|racine|premiere); pourquoi (?:exactement|est-ce|cela)\w*; premierement; deuxiemement; d'une part;
        d'autre part; norme; tests?; compar\w+; horodat\w+
    """),
    brief=any_of(r"""
        quand (?:est-ce|sera|allez-vous|pouvez-vous|aurai)\w*(?: \w+){0,3}; combien de temps; c'est pour quand;
        (?:il me |il nous )faut (?:une date|une reponse|une solution|un oui|ca|cela)\w*; je veux (?:une date|une
        reponse|une solution|que ce soit|savoir quand)\w*; oui ou non; reglez (?:ca|cela|le); reparez
        (?:ca|cela|le); en bref; bref; allez (?:a l'essentiel|droit au but); au fait; pas d'excuses; repondez
    """),
)
