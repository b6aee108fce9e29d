"""French."""

from __future__ import annotations

from entendu.core.listening.words.table import CODE, HOUR, NUMBER, PLACE, Words, any_of, turn

_DAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONTH = "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"

WORDS = Words(
    trouble=any_of(r"""
        (?:ne|n') ?\w+(?:'\w+)? (?:pas|plus|rien|jamais); n'\w+ (?:pas|plus|rien|jamais); impossible; rien ne se
        passe; en panne; pannes?; plante\w*; bloqu\w+; erreurs?; casse\w*; disparu\w*; manqu\w+; faux; fausse;
        incorrect\w*; echou\w+; echec; boucle\w*; ramene; lente?s?; vide; page blanche; en double; deux fois;
        refus\w+; rejet\w+; perdu\w*; bugs?; ne repond; fige\w*; probleme; souci; pas encore recu; toujours rien; se
        coupe; coupures?; deux lignes
    """),
    since=any_of(r"""
        depuis; hier(?: soir)?; avant-hier; ce matin; cet apres-midi; cette nuit; aujourd'hui; il y a \w+;
        (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: dernier| matin| soir)?; la semaine
        (?:derniere|passee); le mois (?:dernier|passe); a partir de; du jour au lendemain; apres
        (?:la|le|une|votre|notre) (?:mise a jour|changement|migration); jusqu'a; l'autre jour; (?:ca|cela|tout)
        (?:marchait|fonctionnait); \d{1,2}
        (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre); \d{1,2} h(?: \d\d)?
    """, HOUR),
    effect=any_of(r"""
        perd\w*; coute\w*; (?:ne|n') ?(?:\w+ )?(?:peux|peut|pouvons|peuvent) (?:plus|pas)?
        ?(?:travailler|vendre|facturer|livrer|envoyer|prendre|payer|commander|reserver);
        (?:clients?|patients?|gens|personnes) (?:attend\w*|se plaign\w*|part\w*|demand\w*|appell\w*|ne peuvent);
        argent; ventes?; chiffre d'affaires; a la main; manuellement; en attente; a l'arret; en retard; heures
        supplementaires; toute la journee; echeance; urgent; urgence; bloque toute; genant
    """),
    tried=any_of(r"""
        essaye?\w*; tent\w+; redemarr\w+; relanc\w+; vid\w+ (?:le|les|mon|notre) (?:cache|cookies); reinstall\w+;
        deconnect\w+; recharg\w+; actualis\w+; navigation privee; un autre
        (?:navigateur|telephone|ordinateur|appareil|compte); (?:j'ai|nous avons) (?:deja |aussi
        )?(?:verifie|change|supprime|appele|demande|mis a jour); sans succes; sans resultat; rien n'y fait; meme chose
    """),
    error=any_of(r"""
        (?:code|message|numero) d'erreur; erreurs?\s*:?\s*\w*\d\w*; (?:il est ecrit|s'affiche|affiche|indique|me
        dit|nous dit); message; exception; avertissement; invalide; introuvable; refuse; delai depasse
    """, CODE),
    nothing=any_of(r"""
        rien ne se passe; (?:ne|n') ?\w+ rien; aucun message; aucune erreur; sans message; page blanche; tourne dans
        le vide; tourne sans fin; boucle; aucune reaction; sans reaction
    """),
    where=any_of(r"""
        pages?; ecrans?; applis?; applications?; telephones?; portable; tablettes?; ordinateurs?; pc; navigateurs?;
        boutiques?; magasins?; panier; caisse; commande en ligne; tableau de bord; menu; boutons?; formulaires?;
        imprimantes?; modules?; extensions?; rapports?; calendrier; agenda; site; compte; connexion; reglages;
        parametres; boite; modeles?
    """, PLACE),
    who=any_of(r"""
        (?:mes|nos|certains|tous|toutes|plusieurs|quelques|deux|trois|quatre|cinq|dix|\d+)(?: (?:mes|nos|les|des))?
        (?:\w+
        )?(?:clients?|clientes?|collegues?|utilisateurs?|personnes?|salaries?|employes?|membres?|eleves?|patients?);
        tout le monde; (?:que|seulement|juste) (?:moi|nous); moi seule?; personne; toute l'equipe; nous tous; une?
        (?:client|cliente|collegue); chacun
    """),
    wish=any_of(r"""
        (?:j'aimerais|nous aimerions|je voudrais|nous voudrions|je souhaite\w*|nous souhait\w+); ce serait
        (?:bien|utile|pratique|super|formidable); (?:pourriez|pouvez)-vous (?:ajouter|prevoir|permettre|faire);
        fonctionnalite; serait-il possible; est-il possible (?:de|d'); y a-t-il un moyen; (?:nous avons|j'ai) besoin
        (?:de|d'un|d'une); (?:un|une|l'|la) ?(?:option|bouton|possibilite) (?:pour|de|qui); suggestion; il nous
        faudrait; il manque une
    """),
    paper=any_of(r"""
        factures?; facturation; tva; recus?; releves?; prelev\w+; rembours\w+; avoirs?; montants?; contrats?;
        commandes?; colis; livraisons?; paiements?; devis
    """),
    which=any_of(r"""
        (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)
    """, NUMBER),
    expected=any_of(r"""
        devrait\w*; aurait du; au lieu de; attendu; prevu; convenu; la bonne; plutot que; devait
    """),
    today=any_of(r"""
        actuellement; pour l'instant; en ce moment; aujourd'hui; a la main; manuellement; (?:nous|je)
        (?:copi|export|imprim|not|saisi|utilis|tap)\w*; excel; tableur; chaque fois; a chaque
    """),
    goal=any_of(r"""
        afin; pour que; pour pouvoir; parce que; car; le but; l'idee; ainsi
    """),
    yes=any_of(r"""
        c'est (?:tres |bien )?clair; clair; compris;
        oui; ouais; exact; exactement; tout a fait; c'est (?:bien )?(?:tout a fait )?(?:ca|cela|exact|correct|juste|le
        cas|vrai|bon); parfait; parfaitement; absolument; en effet; effectivement; je confirme; confirme; vous avez
        (?:bien|tout|parfaitement|tres bien) ?(?:tout )?compris; tout est (?:correct|juste|exact|dit); bien compris;
        precisement; affirmatif; d'accord; correct; juste; bien sur; c'est cela meme
    """),
    no=any_of(r"""
        non; pas (?:tout a fait|vraiment|exactement|du tout|tout|encore|vrai); ce n'est pas; presque; c'est faux;
        faux; incorrect; il manque; a un detail pres; plutot; vous oubliez
    """),
    polite=any_of(r"""
        bonjour; bonsoir; salut; chere? \w+; madame; monsieur;
        (?:mille |grand |un grand )?mercis?(?: encore)?(?: (?:a vous|beaucoup|bien|infiniment|d'avance|encore|pour
        \w+(?: \w+){0,5}))?;
        (?:bien )?cordialement; bien a vous; (?:tres )?bonne (?:journee|soiree|fin de journee|semaine)(?: a vous)?;
        bon week-end; super; genial; top; nickel; impeccable; excellent; formidable;
        c'est (?:tres )?(?:gentil|aimable)(?: a vous)?; a bientot; au revoir; salutations; sinceres salutations; et;
        s'il vous plait; envoye de mon \w+
    """),
    speaker=any_of(r"""
        je; j'\w+; me; m'\w+; moi; nous; vous; on; -moi; -nous; -vous
    """),
    turned=(turn("mon|ma", "votre"), turn("mes", "vos"), turn("votre", "notre"), turn("vos", "nos"),
            turn("notre", "votre"), turn("nos", "vos")),
    quote="Vous dites : « {words} »",
    feelings={"worry": "Cela vous inquiète.", "frustration": "C’est frustrant pour vous.",
              "anger": "Vous êtes en colère, et nous l’entendons."},
)
