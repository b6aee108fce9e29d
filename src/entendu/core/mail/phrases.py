"""What mail servers and absent people say, in the words of many languages: data for the rules of automatic mail."""

from __future__ import annotations

import re

# Subjects of delivery reports. Each alternative is how some family of servers has always named them.
BOUNCE_SUBJECT = re.compile(
    r"""undeliver(?:ed|able|y)|non-?deliver(?:y|able|ed)|not\ (?:be\ |been\ )?(?:yet\ )?delivered
    |delivery\ (?:status|fail|error|problem|report|notification|delay|unsuccess|has\ failed|has\ been\ delayed
    |permanent|attempt)
      |fail(?:ure|ed)\ (?:notice|delivery|mail|to\ deliver)|deliver\ fail|(?:return(?:ed|ing)|rejected
      |bounced)\ (?:e-?mail|message|to\ sender)
      |mail\ (?:delivery|system\ error|could\ not|not\ delivered|rejected|returned|undeliverable|error|failure)
      |message\ (?:delayed|delivery|could\ not|status|undeliver|not\ deliver)
      |mail\ delivery|user\ unknown|unknown\ (?:user|recipient|address)|address\ not\ found|returned\ to\ sender
      |could(?:\ not|n.t)\ (?:be\ )?(?:send|sent|deliver)
      |cannot\ be\ delivered|permanent(?:ly)?\ (?:fail|error)|error\ sending|warning:\ (?:could\ not|message|mail)
      |email\ (?:delivery|could\ not)|out\ of\ quota|mailbox\ (?:full|unavailable|unknown|not\ found)
      |unzustellbar|nicht\ zustell|unzustellbare|zustellung\ (?:fehl|verz|nicht)|fehler\ bei\ der\ zustellung
      |non\ (?:remis|distribu|d[eé]livr)|[eé]chec\ (?:de|lors|d')|avis\ de\ non|remise\ (?:diff|impossible)
      |retour\ (?:de\ courrier|à\ l)
      |nelivrat|nu\ (?:a\ putut|poate)\ fi\ livrat|livrare\ (?:e[sș]uat|[iî]nt[aâ]rziat)|nu\ se\ poate\ livra
      |e[sș]ec\ (?:la\ )?livrare
      |no\ (?:entregado|se\ pud?o?e?\ ?entreg|se\ puede\ entregar)|error\ de\ entrega|mancat[oa]\ (?:recapito
      |consegna)|non\ recapitabil
      |n[aã]o\ (?:entregue|p[oô]de\ ser)|falha\ (?:na|de)\ entrega|niet\ (?:bezorgd|afgeleverd|bestelbaar)
      |onbestelbaar
      |niedostarczon|nie\ (?:można|udało)|недостав|не\ (?:удалось|доставлен)|kézbesíthetetlen|配信|配達
      |送信(?:エラー|できません)|エラー通知|退信|投递失败|无法投递""",
    re.IGNORECASE | re.VERBOSE,
)

# What such a report says in its text. Read only when sender or subject already speak for a report.
BOUNCE_TEXT = re.compile(
    r"""(?:could|can|was|were|is|has|have|did|does)\ ?(?:not|n.t)\ (?:\w+\ ){0,3}?(?:be\ )?(?:\w+\ )?(?:deliver
    |reach|sent|receive|processed|accepted)
      |(?:un|non-?)(?:deliver(?:ed|able|y)|able\ to\ (?:deliver|relay|send|contact))|deliver(?:y|ing)\ (?:has[ ]
      |of\ |to\ |your\ )?[^.\n]{0,80}?(?:fail|error|abort|problem|unsuccess|delay|terminat|not\ )
      |delivery\ (?:status|attempt|fail|error|report|notif)|(?:user|recipient|mailbox|address(?:ee)?|account|host
      |domain|userid|local\ user|name)\ (?:is\ |was\ |name\ |does\ |has\ |not\ |\w+\ ){0,3}?(?:unknown|not\ found
      |not\ exist|disabled|unavailable|full|invalid|inactive|rejected|over|known|exceed|suspend|discontinued
      |listed|moved|expired)
      |(?:unknown|invalid|no\ such|nonexistent|bad|illegal|unrouteable|undeliverable)\ (?:local\ |final[ ]
      |delivery\ |e-?mail\ )*(?:user|recipient|mailbox|address|account|host|domain|userid|name|destination)
      |fatal\ errors|transcript\ of\ session|returned\ (?:mail|message|to\ sender|below|unopened)|quota\ (?:exceed
      |violat)|over\ ?quota|mailbox\ (?:is\ )?full
      |permanent(?:ly)?\ (?:fail|error|fatal)|temporar(?:y|ily)\ (?:fail|error|problem|defer)|still\ trying
      |will\ (?:keep|continue)\ (?:\w+\ )?(?:to\ )?(?:try|attempt)|message\ (?:delayed|rejected|refused|bounced
      |blocked)
      |the\ following\ (?:address|recipient|user|error|message)|error\ (?:while|was|occurred|message|type|code
      |description)|not\ been\ (?:yet\ )?delivered|rejected\ (?:by|your|for|the)|access\ denied
      |relay(?:ing)?\ (?:denied|not)
      |nicht\ (?:zugestellt|erreicht|gefunden)|zustell|n'a\ pas\ pu|non\ (?:remis|distribu)|destinataire
      |inexistant|nu\ (?:a\ putut|exist)|nelivrat|destinatar
      |no\ (?:ha\ podido|pudo|existe|se\ ha)|non\ (?:è\ stato|esiste)|n[aã]o\ (?:p[oô]de|existe|foi)
      |не\ (?:удалось|доставлен|найден|существует)|niet\ (?:worden|bezorgd|gevonden)
      |配信|配達|送信|宛先|存在しま|受信|送れ|届け|退信|投递|收件人
      |\b[45][0-9]{2}[\ -][#]?[45]\.[0-9]{1,3}\.[0-9]{1,3}\b|\#[45]\.[0-9]\.[0-9]|(?:^|\s)5[0-9]{2}[\ -]""",
    re.IGNORECASE | re.VERBOSE,
)

# A mailbox whose filter refuses a mail says so in the form of a reading receipt (RFC 5429 §2.2).
REFUSED = re.compile(r"reject|refus|rejet|respins|abgelehnt|rechazad|rifiutat|quota", re.IGNORECASE)

# A notice that the server goes on trying (RFC 3464 §2.3.3, action "delayed").
DELAY = re.compile(
    r"""delayed|still\ trying|not\ (?:yet\ )?(?:been\ )?(?:yet\ )?delivered\ (?:yet|because)|has\ not\ yet\ been
    |not\ been\ delivered\ yet|will\ (?:keep|continue)\ (?:\w+\ )?(?:to\ )?(?:try|attempt|deliver)
    |this\ is\ (?:just\ )?a\ warning
      |could\ not\ (?:be\ delivered|send)[^.\n]{0,40}\ for\ (?:the\ past\ )?\d|warning\ message\ only
      |do\ not\ need\ to\ (?:resend|take\ any\ action)|retard[eé]e|diff[eé]r[eé]e|[iî]nt[aâ]rziat|verzögert
      |retrasad|ritardat""",
    re.IGNORECASE | re.VERBOSE,
)

# An automatic answer names itself at the very start of its subject; a person who writes about automatic
# answers does so further on ("Problem with automatic reply settings").
AUTO_REPLY_SUBJECT = re.compile(
    r"""(?:re\s*:\s*|aw\s*:\s*|fwd?\s*:\s*|\[[^\]]{0,60}\]\s*)*
      (?:auto(?:matic(?:ally)?|mated|matisch)?[\s:_-]*(?:re(?:ply|sponse|spond(?:er|ed)?|sp)|generated\ (?:reply
      |response)|ack(?:nowledge?ment)?|answer)\b
        |out[\s_-]+of[\s_-]+(?:the[\s_-]+)?office|out\s+of\s+(?:the\s+)?(?:country|town)|(?:i\ am|i'm)\ (?:out\ of
        |away|on\ (?:vacation|holiday|leave))|(?:on|away\ on)\ (?:vacation|holiday|annual\ leave|leave
        |maternity\ leave|parental\ leave)\b(?=\s*(?:$|[:(!.,–-]|re:|until|till|from))
        |away\ from\ (?:my\ |the\ )?(?:mail|office|desk|e-?mail|computer)|vacation\ (?:reply|message|response
        |notice|auto)|absence\s*:|ooo\s*[:!-]|\[?autoreply\]?|auto:
        |r[eé]ponse\s+automatique|message\s+d.absence|r[eé]ponse\ d.absence|absen(?:t|te|t\(e\)|t\.e
        |t·e)(?:\s+du\s+bureau|\s+de\s+mon\s+bureau)?\s*(?::|$|\()|avis\ d.absence|notification\ d.absence
        |absence\ du\ bureau|en\ cong[eé]s?\s*(?::|$)|je\ suis\ (?:absent|en\ cong)|automatique\s*:
        |r[aă]spuns\s+automat|mesaj\s+automat|absent(?:[aă]|\([aă]\)|/[aă])?\s+de\s+la\s+birou
        |[iî]n\s+afara\s+biroului|(?:sunt\ )?[iî]n\s+concediu\s*(?::|$|p[aâ]n[aă])|plecat(?:[aă])?\ din\ birou
        |lipsesc\ din\ birou
        |automatische\s+(?:antwort|r[uü]ckantwort|abwesenheit\w*)|abwesenheit(?:snotiz|sbenachrichtigung|smeldung
        |sassistent|sinfo)?\s*(?:[:!(-]|$|\ vom|\ bis)|(?:ich\ bin\ )?(?:nicht\ im|au(?:ss|ß)er)\ (?:b[uü]ro
        |haus)\s*:?
        |respuesta\s+autom[aá]tica|fuera\s+de\s+(?:la\ )?oficina|ausente\s*:|ausente\s+de\s+la\s+oficina
        |autom[aá]tica\s*:|contestaci[oó]n\ autom
        |risposta\s+automatica|fuori\s+(?:sede|ufficio)|assente\s*:|resposta\s+autom[aá]tica
        |fora\s+do\s+escrit[oó]rio|aus[eê]ncia\s+tempor[aá]ria|ausente\s+do\s+escrit
        |automatisch\s+antwoord|afwezig(?:heid)?\b|automatisch\ bericht|autosvar|automatiskt\s+svar|fr[aå]nvaro
        |automatisk\s+svar|ikke\ til\ stede|automaattinen\s+vastaus|poissa
        |automatyczna\s+odpowied[zź]|autoodpowied[zź]|odpowied[zź]\ automatyczna|poza\ biurem
        |automatick[aá]\s+odpov[eě][dď]|automatikus\s+v[aá]lasz|h[aá]zon\ k[ií]v[uü]l|αυτόματη\s+απάντηση
        |автоматический\s+ответ|автоответ\w*|автоматична\ відповідь|вне\ офиса
        |otomatik\s+(?:yan[iı]t|cevap)|自動(?:返信|応答)|不在|自动(?:回复|答复)|自動回覆|자동\s*(?:회신|응답)
        |부재중)
      # What follows is a mark, a name or a time: "Automatic reply not working" is somebody's own subject.
      (?:(?<=[:!(-])|(?=\s*(?:$|[:：!(\[\]|,.–—-]|(?:re|fwd?|from|to|until|till|by|de|du|des|jusqu|pentru|p[aâ]n[aă]
        |de\ la|von|vom|bis|auf|an|for|message|messages|notification|notice|assistant|alert|response|reply
        |del|hasta|dal|fino|do
        |od|van|tot|fra|fr[aå]n|[0-9]+)\b)))""",
    re.IGNORECASE | re.VERBOSE,
)

# An absence said in a short text; believed only together with another sign of automatic mail.
ABSENCE_TEXT = re.compile(
    r"""out\ of\ (?:the\ )?office|(?:currently|presently)\ (?:away|out|on\ (?:leave|holiday|vacation))
    |on\ (?:annual\ leave|vacation|holiday|maternity\ leave|parental\ leave)|away\ from\ (?:the\ office
    |my\ (?:desk|e-?mail|office))
      |auto(?:matic|mated|matically)?[ -](?:generated\ |e-?mail\ )?(?:re(?:ply|sponse))|this\ is\ an\ auto
      |absente?\ du\ bureau|actuellement\ absente?|en\ cong[eé]|r[eé]ponse\ automatique|(?:sunt
      |voi\ fi)\ [iî]n\ concediu|nu\ sunt\ la\ birou|r[aă]spuns\ automat|nicht\ im\ b[uü]ro|abwesend
      |fuera\ de\ la\ oficina|de\ vacaciones|fuori\ ufficio|in\ ferie""",
    re.IGNORECASE | re.VERBOSE,
)

# Local parts that no person answers from, and where an automatic answer would start a loop (RFC 3834 §2).
DAEMON = re.compile(
    r"(?:mailer|mail|mailerd|mailserver|listserv|lmtp|smtp|qmail|dsn)?[-_.]?daemon|"
    r"mail(?:er)?[-_. ]delivery[-_. ](?:system|subsystem|agent)|post[-_.]?master|mdaemon|bounces?|"
    r"mail[-_.]?(?:gateway|system|marshal|admin)|delivery|internet\.mail\.delivery|symantec.*|mmdf|pmdf|uucp",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"(?:.*[._+-])?(?:no|do|dont|not|ne|nu|pas|keine?)[._-]?(?:not[._-]?)?(?:reply|replies|response|respond|"
    r"answer|antwort|responder|repondre|reponse|raspunde(?:ti)?|contestar|rispondere)(?:[._+-].*|\d*)?|noreply.*|"
    r"unattended|unmonitored|nobody|do-?not-?reply.*|auto-?(?:reply|responder|confirm|mail(?:er)?)|"
    r"notifications?[._-]?no-?reply",
    re.IGNORECASE,
)
LIST_ROLE = re.compile(
    r"owner-.+|.+-(?:owner|request|bounces?|admin|relay|confirm|unsubscribe|errors)|listserv|majordomo|listmaster|mailman|sympa|lists?erver|ecartis",
    re.IGNORECASE,
)
