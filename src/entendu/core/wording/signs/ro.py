"""The signs in Romanian, each an expression for folded text."""

from entendu.core.wording.signs.table import Signs

SIGNS = Signs(
    {
        # we, and a future
        "ours-to-come": r"\b(?:voi|vom|o sa|am sa|avem sa|oi)\b(?! (?:fie|fi|aveti|primiti)\b)",
        # we, and a present that is an act
        "ours-now": (
            r"\b(?:sun|scriu|trimit|aduc|vin|pun|fac|dau|iau|las|tin|trec|vad|caut|intreb|ridic|cer|opresc|"
            r"merg|plec|stau|raman|bag|scot|refac|schimb|repar|rezolv|verific|anunt|mut|ocup|intorc|platesc|"
            r"adaug|sterg|revin|raspund|confirm|livrez|montez|comand|rezerv|pregatesc|ajung|deschid|inchid|"
            r"mai sun|preiau|returnez|corectez|stornez|spun|zic|promit)\b|\b(?!(?:avem|suntem|stim|putem|vrem|"
            r"credem|speram|trebuie|vrem|ram|stam|dorim|regretam|multumim|vom|am|sunteam|multam|cum|acum|"
            r"precum|oricum|volum|album|program|sistem|problem|parfum|maxim|minim|ultim|drum|"
            r"consum)\b)\w{2,}(?:am|em|im)\b"
        ),
        # what we did
        "ours-past": r"\b(?:am|v-am|i-am|le-am|l-am|ne-am|m-am|ti-am|am mai) (?!sa\b|avea|vrea|putea|dori)\w+",
        # what we know, want or are
        "ours-thought": (
            r"\b(?:stiu|stim|cred|credem|pot|putem|vreau|vrem|inteleg|intelegem|regret|regretam|doresc|dorim|"
            r"multumim|multumesc|suntem|sunt|avem)\b"
        ),
        # somebody of ours
        "our-people": (
            r"\b(?:tehnicianul|instalatorul|soferul|curierul|colegul|colega|colegii|echipa|inginerul|"
            r"meseriasul|doctorul|juristul|baiatul|baietii|operatorul|consilierul|directorul|\w+(?:torul|"
            r"istul|erul|icianul)) (?:nostru|noastra|nostri|meu|mea|mei|va|iti|vine|o sa)\b|\b(?:nostru|"
            r"noastra|nostri|noastre|meu|mea|mei)\b"
        ),
        # at our cost
        "our-cost": (
            r"\b(?:din partea noastra|de la noi|de la mine|pe cheltuiala|suportam|pe noi|gratuit\w*|gratis|"
            r"fara (?:bani|cost\w*|taxa|alt cost|manopera)|ramburs\w+|returna\w*|restitui\w*|compens\w+)\b"
        ),
        # us, named
        "ourselves": r"\b(?:noi|eu|ma|ne)\b",
        # what the customer will have
        "you-get": (
            r"\b(?:veti avea|aveti|primiti|veti primi|o sa aveti|o sa primiti|vei avea|ai|primesti|gasiti|"
            r"veti fi)\b"
        ),
        # what the customer does
        "you-do": (
            r"\b(?:trebuie|trebuia|va rugam|va rog|puteti|poti|nu uitati|ati|trebuiati|doriti|vreti|"
            r"veti (?!avea|primi|fi)\w+)\b"
        ),
        # the customer is spoken to
        "to-you": r"\b(?:va|vi|v-o|vi-l|vi-o|iti|ti|ti-l|ti-o|dumneavoastra|dvs|ta|tau|te|vi-le|v-am)\b",
        # a passive that is to come
        "is-done": (
            r"\b(?:va fi|vor fi|vi se|se va|se vor|ti se|o sa fie) \w+|\bse (?!poate|pot|pare|stie|"
            r"afla)\w+(?:eaza|este|aza|ste|ca|ra|ie|uie|teste)\b"
        ),
        # what others, things and machines will do
        "their-future": r"\b(?:va|vor) (?!rog|rugam|fi\b|sun|scri|trimi|multum)\w+(?:a|e|i)\b",
        # a past
        "past": r"\b(?:a|au|ati|ai|fost|ieri|era|erau|trecut|trecuta|alaltaieri) \w+",
        # a request or an instruction
        "bidding": r"^(?:va rugam|va rog|nu \w+ti|\w+(?:ati|eti|iti)(?:-\w+)?)\b",
        # trust is asked for, or a word given
        "wait-for-us": (
            r"\b(?:contati pe|dati-mi|lasati|ai vorba mea|aveti cuvantul|promit\w*|angaj\w+|garant\w+|jur|"
            r"sigur|rezolv\w*|ma ocup|ne ocupam|s-a notat|am notat|asumam|asum|se face|stai)\b"
        ),
        # a condition or a time of its own
        "if": r"\b(?:daca|cand|cind|odata ce|de cate ori|in caz)\b",
        # others are spoken of
        "others": r"\b(?:el|ea|ei|ele|lui|lor|conform|potrivit)\b",
        # somebody said something
        "told": r"\b(?:spune|zice|zis|spus|scris|anunta|anuntat|zicea|spunea|promis|sustine|afirma|intrebat)\b",
        # what is usual
        "usual": r"\b(?:de obicei|de regula|in general|mereu|intotdeauna|fiecare|adesea|normal|uneori)\b",
        # a negation
        "not": r"\b(?:nu|n|nici|niciun|nicio|nimeni|nimic)\b",
        # what may, can or must be
        "may": r"\b(?:poate|pot|putem|ar|as|putea|ati putea)\b",
        # thanks, regret and good wishes
        "thanks": r"\b(?:multumi\w+|scuze|regret\w*|bucur\w+|felicit\w+|pare rau|imi pare|ne pare)\b",
    }
)  # fmt: skip
