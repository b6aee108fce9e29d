"""Romanian. Folded text has no diacritics, as many write it."""

from __future__ import annotations

from entendu.core.listening.words.table import CODE, HOUR, NUMBER, PLACE, Words, any_of, turn

_DAY = "(?:luni|marti|miercuri|joi|vineri|sambata|duminica)(?:a|ea)?"
_MONTH = "(?:ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie)"

WORDS = Words(
    trouble=any_of(r"""
        nu (?:mai |se |ne |imi |ni )*(?:\w+); nimic; eroare?a?; erori\w*; blocat\w*; blocheaz\w+; stricat\w*;
        cazut\w*; pic[ao]t\w*; disparut\w*; lipse\w+; gresit\w*; esuat\w*; esueaz\w+; lent\w*; greu; gol; goala; de
        doua ori; dublat\w*; dubla; refuz\w*; respins\w*; pierdut\w*; problema; se opreste; s-a oprit; ma intoarce; in
        bucla; pagina alba; intarzi\w+; doua linii
    """),
    since=any_of(r"""
        de (?:ieri|azi|alaltaieri|luni|marti|miercuri|joi|vineri|sambata|duminica|cand|atunci|la); de (?:\w+
        )?(?:zile|ore|saptamani|luni|minute); din(?: \w+)?
        ?(?:(?:ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie)|(?:luni|marti|miercuri|joi|vineri|sambata|duminica)(?:a|ea)?|dimineata|noaptea);
        ieri; alaltaieri; azi(?: dimineata)?; astazi; aseara; azi-noapte; dimineata; acum (?:\w+)
        (?:zile|ore|saptamani|luni|minute); (?:luni|marti|miercuri|joi|vineri|sambata|duminica)(?:a|ea)?; saptamana
        trecuta; luna trecuta; dupa (?:actualizare|schimbare|migrare|modificare)\w*; pana ieri; a (?:mers|functionat);
        mergea; de curand
    """, HOUR),
    effect=any_of(r"""
        pierd\w*; cost[ai]\w*; nu (?:mai )?(?:pot|putem|poate) (?:sa
        )?(?:lucr\w+|vind\w*|vand\w*|factur\w+|livr\w+|trimit\w*|prim\w+|plat\w+|comand\w+|rezerv\w+); clienti\w*
        (?:asteapt\w*|se plang|pleac\w*|intreab\w*|suna|nu pot); bani\w*; vanzari\w*; manual; de mana; in asteptare;
        pe loc; in intarziere; ore suplimentare; toata ziua; termen; urgent; stam; cifra de afaceri
    """),
    tried=any_of(r"""
        incerc\w*; repornit\w*; restart\w*; golit\w*; sters\w*; reinstal\w*; deconect\w*; reincarc\w*; (?:alt|alta)
        (?:browser|telefon|calculator|cont|dispozitiv); am (?:mai |deja
        )?(?:verificat|schimbat|actualizat|sunat|intrebat|resetat); fara succes; fara rezultat; degeaba; la fel;
        navigare privata
    """),
    error=any_of(r"""
        cod(?:ul)?(?: de)? eroare; mesaj(?:ul)?(?: de eroare)?; eroarea?\s*:?\s*\w*\d\w*;
        (?:scrie|apare|afiseaza|spune|zice); exceptie; avertisment; invalid; negasit; nu a fost gasit
    """, CODE),
    nothing=any_of(r"""
        nu se intampla nimic; nu (?:face|apare|se vede) nimic; niciun mesaj; nicio eroare; fara mesaj; pagina alba; se
        tot incarca; se invarte; in bucla; nicio reactie
    """),
    where=any_of(r"""
        pagin\w+; ecran\w*; aplicati\w+; telefon\w*; mobil\w*; tablet\w*; calculator\w*; laptop\w*; browser\w*;
        magazin\w*; cos(?:ul)?; casa de marcat; panou\w*; meniu\w*; buton\w*; formular\w*; imprimant\w*; modul\w*;
        rapo(?:rt|art)\w*; calendar\w*; site\w*; cont(?:ul)?; autentificar\w*; conectar\w*; setari\w*; casut\w+;
        sablon\w*
    """, PLACE),
    who=any_of(r"""
        (?:clientii|colegii|colegele|utilizatorii|angajatii|oamenii|pacientii|elevii)(?:
        (?:mei|nostri|noastre|mele))?; (?:toti|toate|mai multi|cativa|unii|doi|trei|patru|cinci|zece|\d+)(?: \w+)?
        (?:clienti|colegi|utilizatori|oameni|angajati|pacienti); toata lumea; (?:doar|numai) (?:eu|la mine|noi|la
        noi); nimeni; toata echipa; un (?:client|coleg); o (?:clienta|colega); toti
    """),
    wish=any_of(r"""
        (?:as|am) (?:vrea|dori); ne-ar (?:placea|trebui|ajuta); mi-ar (?:placea|trebui|ajuta); ar fi
        (?:bine|util|grozav|minunat|de folos); (?:puteti|ati putea) (?:sa )?(?:adauga\w*|face\w*|permite\w*);
        functionalitate; se poate (?:sa|face|adauga); este posibil sa; exista (?:o|vreo) (?:posibilitate|cale|metoda);
        avem nevoie (?:de|sa); am nevoie (?:de|sa); (?:o|un) (?:optiune|buton|posibilitate) (?:pentru|de|care|sa);
        sugestie; propunere; imi doresc; ne dorim
    """),
    paper=any_of(r"""
        factur\w+; tva; chitant\w+; bon(?:ul)?; extras\w*; ramburs\w+; sum[ae]\w*; contract\w*; comand[ai]\w*;
        colet\w*; livrar\w+; plat[ai]\w*; oferta
    """),
    which=any_of(r"""
        (?:ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie)
    """, NUMBER),
    expected=any_of(r"""
        ar (?:trebui|fi trebuit); trebuia\w*; in loc(?:ul)? (?:de|sa)?; asteptat\w*; convenit; stabilit; corect ar fi
    """),
    today=any_of(r"""
        in prezent; momentan; acum; azi; manual; de mana;
        (?:copiem|copiez|exportam|exportez|scriem|scriu|tiparim|folosim|folosesc|notam|notez); excel; de fiecare data
    """),
    goal=any_of(r"""
        ca sa; pentru a; pentru ca; deoarece; fiindca; scopul; ideea; astfel; in asa fel
    """),
    yes=any_of(r"""
        (?:e |este )?(?:foarte )?clar; am inteles; inteles;
        da; exact; asa (?:e|este); corect; (?:e|este) (?:corect|exact asta|exact|asa|adevarat); chiar asa; intocmai;
        perfect; confirm; ati inteles(?: (?:bine|corect|perfect|exact|tot))?; absolut; desigur; asta (?:e|este);
        sigur; intr-adevar; de acord; bine; ok; adevarat; totul e corect
    """),
    no=any_of(r"""
        nu(?: (?:chiar|tocmai|este|e|exact|prea|in totalitate|inca|deloc))?; aproape; gresit; incorect; lipseste; mai
        degraba; ati uitat; fals
    """),
    polite=any_of(r"""
        buna(?: (?:ziua|dimineata|seara))?; salut; stimat[ae] \w+; draga \w+;
        (?:va )?multumesc(?: inca o data)?(?: (?:mult|frumos|anticipat|inca o data|mult de tot|pentru
        \w+(?: \w+){0,5}))?;
        multumim(?: \w+)?; mersi; cu (?:respect|stima|drag|prietenie);
        o (?:zi|seara|saptamana) (?:buna|frumoasa|minunata); weekend placut; super; grozav; excelent; minunat;
        foarte amabil; zi buna; toate cele bune; numai bine; la revedere; pe curand; si; va rog; trimis de pe \w+
    """),
    speaker=any_of(r"""
        eu; noi; mie; noua; imi; mi-\w+; ma; m-\w+; ne; ne-\w+; ni; mine; am; sunt; pot; vreau; stiu; fac;
        incerc(?:am)?; vad; primesc; reusesc; avem; suntem; putem; vrem; stim; facem; vedem; primim; reusim; lucram;
        lucrez; asteptam; astept; credem; cred; folosesc; folosim; dumneavoastra; voi;
        va; v-\w+; \w{3,}(?:em|im|am); -mi; -ne
    """),
    turned=(turn("mei|mele|meu|mea|noștri|nostri|noastre|nostru|noastră|noastra", "dumneavoastră"),),
    quote="Spuneți: „{words}”",
    feelings={"worry": "Situația vă îngrijorează.", "frustration": "Situația este frustrantă pentru dumneavoastră.",
              "anger": "Situația vă supără, și vă înțelegem."},
)
