"""English: British, Irish, Indian and American ways to name a time."""

from __future__ import annotations

import re

from entendu.core.promises.words.table import DOTTED, Words, alternatives, rows

_NUMBERS = {
    **{w: float(k) for k, w in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""".split(), 1)},
    "a": 1, "an": 1, "a couple of": 2, "a couple": 2, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60,
    "ninety": 90, "twenty-four": 24, "forty-eight": 48, "seventy-two": 72, "twenty-five": 25,
    "three quarters of an": 0.75, "one and a half": 1.5, "two and a half": 2.5, "a half": 0.5,
}  # fmt: skip
_WEEKDAYS = {
    **{w: k for k, w in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_MONTHS = {
    **{w: k for k, w in enumerate(
        "january february march april may june july august september october november december".split(), 1)},
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_OFFSETS = {
    "today": 0, "2day": 0, "later today": 0, "this very day": 0, "same day": 0, "tomorrow": 1, "tmrw": 1, "tmrow": 1,
    "2moz": 1, "2moro": 1, "2morrow": 1, "tomoro": 1, "tomorow": 1,
    "the day after tomorrow": 2, "day after tomorrow": 2,
    "overmorrow": 2, "yesterday": -1, "the day before yesterday": -2,
}  # fmt: skip
_ORDINALS = {
    w: float(k) for k, w in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
        twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth
        thirty-first""".split(), 1)
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "hour"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("fortnight", "fortnights"), "fortnight"),
    **dict.fromkeys(("month", "months"), "month"),
}
_PARTS = {
    "first thing in the morning": "first", "first thing": "first", "at the start of business": "first",
    "before we open": "opening", "before opening": "opening", "before the shop opens": "opening",
    "before you open": "opening", "before opening time": "opening", "by opening time": "opening",
    "at opening": "first", "when we open": "first", "as soon as we open": "first", "bright and early": "first",
    "in the small hours": "early", "early in the morning": "early",
    "this morning": "morning:0", "in the morning": "morning:next", "morning": "morning", "forenoon": "morning",
    "end of the morning": "noon", "late morning": "noon", "mid-morning": "midmorning", "mid morning": "midmorning",
    "early afternoon": "afternoon", "mid-afternoon": "midafternoon", "mid afternoon": "midafternoon",
    "late afternoon": "close", "later this afternoon": "close:0", "early evening": "evening", "teatime": "close",
    "arvo": "close", "this arvo": "close:0", "the day is over": "close:0", "the day's out": "close:0",
    "the day's over": "close:0", "the day's done": "close:0", "the day is done": "close:0",
    "in the a.m.": "morning", "in the am": "morning", "in the p.m.": "close", "in the pm": "close",
    "before lunch": "noon", "lunchtime": "noon", "lunch time": "noon", "lunch": "noon",
    "noon": "noon", "midday": "noon", "mid-day": "noon", "by noon": "noon", "12 noon": "noon",
    "this afternoon": "close:0", "afternoon": "close", "this aft": "close:0", "after lunch": "close",
    "during the day": "close", "in the course of the day": "close", "over the day": "close",
    "end of business": "close", "end of the business day": "close", "close of business": "close", "cob": "close",
    "eob": "close", "eod": "close", "end of day": "close", "end of play": "close", "close of play": "close",
    "the end of the day": "close", "end of the day": "close", "the day is out": "close:0", "day's end": "close:0",
    "end of the working day": "close", "knocking-off time": "close:0", "knock off": "close:0",
    "before we close": "close:0", "we close": "close:0", "closing time": "close:0",
    "end of tonight": "night:0", "end of the night": "night", "the night is out": "night",
    "tonight": "night:0", "tonite": "night:0", "2nite": "night:0", "this evening": "night:0", "evening": "night",
    "overnight": "morning:next", "midnight": "night", "night": "night", "end of shift": "close:0",
}  # fmt: skip
_HALVES = {"am": "morning", "pm": "close", "a.m.": "morning", "p.m.": "close"}  # after a day: "Tuesday pm"
_FEASTS = {
    "christmas": (12, 25), "xmas": (12, 25), "christmas eve": (12, 24), "new year": (1, 1), "the new year": (1, 1),
    "new year's": (1, 1), "new year's eve": (12, 31), "halloween": (10, 31), "valentine's day": (2, 14),
    "christmas day": (12, 25), "boxing day": (12, 26), "st stephen's day": (12, 26), "new year's day": (1, 1),
    "thanksgiving": (11, -4), "easter": (0, 0), "good friday": (0, -2), "easter monday": (0, 1),
    "st patrick's day": (3, 17), "bonfire night": (11, 5), "diwali": (11, 8),
}  # fmt: skip
_WD, _MO = alternatives(_WEEKDAYS), alternatives(_MONTHS)
_FULL_MO = alternatives({name: k for name, k in _MONTHS.items() if len(name) > 4 or name in ("may", "june", "july")})
_ORD = alternatives(_ORDINALS)
_DAY = rf"(?:(?:{_WD}),? )?"  # "Thursday 26 November": the date counts
_N = rf"\d+(?:[.,]\d)?|{alternatives(_NUMBERS)}"
_UP_TO = rf"(?:\d+ ?- ?|(?:{_N}) (?:to|or) )?"  # "two or three": the greater counts
_H = r"(?:[01]?\d|2[0-4])"
_HW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# What has a day of its own: "the visit on Friday", "the Friday visit".
_EVENT = (
    r"(?:invoice|order|booking|appointment|e?mail|backup|visit|meeting|delivery|slot|call|payment|class|lesson|session"
    r"|flight|train|shift|report|statement|bill|receipt|outage|failure|event|party|wedding|exam|deadline|launch|show"
    r"|message|letter|note|reservation|viewing|inspection|collection|conversation|match|concert|workshop|webinar)"
)
_NOT_HOUR = r"(?:days?|hours?|weeks?|months?|minutes?|working|business|people|of)"
_AP = r"(?P<ap>a\.?m\.?|p\.?m\.?)"
_IN = r"(?:in|within|inside|inside of|under|less than|no more than|at most|the next|the coming|over the next)"

WORDS = Words(
    rows=rows(
        ("iso", r"(?P<y>20\d\d)-(?P<b>\d\d)-(?P<a>\d\d)"),
        ("date", rf"{_DAY}(?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?(?: day)?(?: of)? ?(?P<mo>{_MO})\.?"
                 r"(?:,? (?P<y>20\d\d))?"),
        ("date", rf"{_DAY}(?P<mo>{_MO})\.? (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<y>20\d\d))?(?! ?[:h%])"),
        ("date", rf"{_DAY}(?:the )?(?P<d>{_ORD}) of (?P<mo>{_MO})"),
        ("date", rf"{_DAY}(?P<mo>{_MO}) (?:the )?(?P<d>{_ORD})"),
        ("dotted", rf"{_DAY}{DOTTED}"),
        ("feastday", rf"(?:on|come) (?P<feast>{alternatives(_FEASTS)})"),
        ("feastday", r"(?:by|until) (?P<feast>christmas eve|new year's eve)"),
        ("feast", rf"(?:before|ahead of|in time for|by) (?P<feast>{alternatives(_FEASTS)})"),
        ("month", rf"(?P<part>early|start of|beginning of|the beginning of|the start of|mid|middle of|the"
                  rf" middle of|late"
                  rf"|end of|the end of|end|month end)[- ]?(?:(?P<later>next) month|(?P<mo>{_MO})|(?:this|the) month)"),
        ("month", rf"(?P<part>the last) day of (?:(?P<mo>{_MO})|(?P<later>next) month|(?:this|the) month)"),
        ("month", r"(?P<part>month(?:'s)?[- ]end)"),
        ("month", r"(?P<later>next) month|(?:this|within the) month|before (?:the|this) month(?:'s| is) (?:out|over"
                  r"|through|done|up)"),
        ("inmonth", rf"(?:in|during|some ?time in|within|this coming|this(?! may)) (?P<mo>{_FULL_MO})(?! \d)"),
        ("quarter", r"(?:the )?end of (?:the|this) quarter|quarter[- ]end|the quarter's end|the quarter is out"),
        ("year", r"(?:the )?(?:turn of the year|end of (?:the|this) year|year(?:'s)?[- ]end|end of year"
                 r"|before the year is out)"),
        ("weekof", rf"(?:the )?week (?:of|commencing|beginning|starting)(?: on)?(?: (?:{_WD}))?(?: the)? (?P<d>\d\d?)"
                   rf"(?:st|nd|rd|th)?(?:(?: of)? (?P<mo>{_MO}))?"),
        ("weekof", rf"(?:the )?(?:end of the )?(?P<nth>first|second|third|fourth|last) week (?:of|in) (?P<mo>{_MO})"),
        ("week", r"(?P<part>mid)[- ]?week(?: (?P<later>next week)| this week)?"),
        ("week", r"the week after next(?P<after_next>)"),
        ("week", r"(?P<part>early|start of|the start of|beginning of|the beginning of|mid|middle of|the middle of|late|"
                 r"later|end of|the end of)[- ]?(?:(?P<later>next|the coming|the following) week|(?:this|the"
                 r"|that) week)"),
        ("week", r"(?P<later>next|the following|the coming) week(?! (?:is|was))|this week|this working week"),
        ("week", r"(?:before )?(?:the|this) week(?:'s| is) (?:out|over|through|done|up)"
                 r"|week(?:'s)?[- ]end(?!s)|eow|before the weekend|the weekend"),
        ("afterweek", r"after (?:the|this) (?:weekend|week-end)"),
        ("weekend", r"(?:at|over|during|on|in) (?:the|this|this coming) weekend|this (?:coming )?weekend"
                    r"|(?P<later>next) weekend"),
        ("span", r"(?:the )?same day next (?P<unit>week|month)"),
        ("span", r"this day (?P<unit>week|fortnight|month)"),
        ("weekday", rf"(?P<wd>{_WD})(?P<weeks> week)(?! of)(?!'s)"),
        ("weekday", rf"a week (?:on|from) (?P<wd>{_WD})(?P<weeks>)"),
        ("weekday", rf"(?P<wd>{_WD})(?P<weeks> fortnight)|a (?P<weeks2>fortnight) (?:on|from) (?P<wd2>{_WD})"),
        ("weekday", rf"(?P<later>next|the following) (?P<wd>{_WD})|(?P<wd2>{_WD})(?P<later2> of next week| next week)"),
        ("weekday", rf"(?:(?P<this>this)(?: coming)?|coming|on|by|until|till|the)? ?(?P<wd>{_WD})"
                    rf"(?<!\bsat(?= (?:beside|by|at|in|down|there|with|here|next)\b))"
                    rf"(?!'s (?!clos|end|noon|open|when|the day))(?! {_EVENT})"),
        ("workday", r"(?:the )?(?:next|following) (?:working|business|office|bank|trading) day"),
        ("offset", r"(?:a |one |(?P<weeks>two |three ))?weeks? (?P<day>today|tomorrow)|(?P<day2>tomorrow) week"),
        ("offset", alternatives(_OFFSETS)),
        ("span", rf"{_IN} {_UP_TO}(?P<n>{_N}) ?(?:full |whole |clear )?(?P<working>working|business|office|bank|work)?"
                 rf" ?(?P<unit>{alternatives(_UNITS)})(?P<half> and a half)?"),
        ("span", rf"{_IN} an? (?P<unit>minute|hour|day|week|month) or (?P<or_two>two|so)"),
        ("span", rf"{_IN} (?P<n>half) (?:an?|of an) (?P<unit>hour)|{_IN} (?:an?"
                 rf"|the)(?: next)? (?P<n2>half)[- ](?P<unit2>hour)"),
        ("span", r"(?P<n>half) an (?P<unit>hour),? (?:at (?:the )?(?:most|latest|max)|max|tops|from now)"),
        ("span", rf"{_IN} (?:a|the) (?P<n>quarter) of an (?P<unit>hour)"),
        ("span", rf"{_IN} (?:the )?(?P<unit>hour|day|week|fortnight|month)"),
        ("span", rf"(?:give (?:me|us)|allow (?:me|us)|another) {_UP_TO}(?P<n>{_N}) ?(?P<working>working|business)?"
                 rf" ?(?P<unit>{alternatives(_UNITS)})"),
        ("span", rf"{_UP_TO}(?P<n>{_N}) ?(?P<working>working|business)? ?(?P<unit>{alternatives(_UNITS)})(?:')?(?:s)?"
                 r"(?P<half> and a half)?"
                 rf",? (?:from now|time"
                 r"|from today|at (?:the )?(?:most|latest|max)|max|tops|hence)"),
        ("span", rf"(?:gives? (?:us|me)|have|has|takes?(?: (?:us|me|them))?|need|needs|allow) (?:only |about |some )?"
                 rf"(?P<n>{_N}) (?P<working>working |business )?(?P<unit>{alternatives(_UNITS)})(?! (?:ago|old|of))"),
        ("span", r"this time next (?P<unit>week|month)(?P<exact>)"),
        ("span", r"(?:a )?(?P<unit>week|fortnight|month) (?:today|from today|from now)"),
        ("span", rf"(?:^|(?<=[:;,] ))(?:another |only )?{_UP_TO}(?P<n>{_N}) (?P<working>working |business )?"
                 rf"(?P<unit>{alternatives(_UNITS)})(?P<half> and a half)?(?=,? and (?!then )|, (?:and|then|that's) )"),
        ("span", r"(?:^|(?<=[:;,] ))(?:another )?(?:(?P<n>half) an? (?P<unit>hour)|(?:a )?(?P<n2>quarter) of an "
                 r"(?P<unit2>hour))(?=,? and (?!a half)|, (?:that's|then) )"),
        ("span", rf"{_UP_TO}(?P<n>{_N}|half an) (?P<unit>minutes?|mins|hours?) (?:out|away)(?= |[.,;!]|$)"),
        ("clock", rf"(?:between|from) (?P<h>{_H}|{_HW})(?:[:.](?P<m>\d\d))? ?(?:am|pm)? ?(?:and|to|till|until|-)"
                  rf" ?(?P<h2>{_H}|{_HW}|noon|midday)(?:[:.](?P<m2>\d\d))? ?{_AP}?"
                  rf"(?! (?:{_MO}|{alternatives(_UNITS)}))"),
        ("clock", rf"(?P<h>{_H})[:.](?P<m>[0-5]\d) ?(?:-|to) ?(?P<h2>{_H})[:.](?P<m2>[0-5]\d) ?{_AP}?"),
        ("clock", rf"(?P<h>{_H}) ?(?:am|pm)? ?(?:-|to|until|till) ?(?P<h2>{_H}) ?{_AP}"),
        ("clock", rf"(?:at )?(?P<h>{_H})[:.h](?P<m>[0-5]\d) ?{_AP}?(?: ?(?:hours|hrs|h))?"),
        ("clock", rf"(?P<h>{_H}|{_HW}) ?{_AP}"),
        ("clock", rf"(?P<half>half)(?: past)? (?P<h>{_H}|{_HW})(?! (?:hour|day))"),
        ("clock", rf"(?:a )?(?P<quarter>quarter (?:to|past)) (?P<h>{_H}|{_HW})"),
        ("clock", rf"(?P<past>five|ten|twenty|twenty-five|\d\d?)(?: minutes)? past (?P<h>{_H}|{_HW})"),
        ("clock", rf"(?P<to>five|ten|twenty|twenty-five|[12]?[05])(?: minutes)? to (?P<h>{_HW})(?! {_NOT_HOUR})"),
        ("clock", rf"(?P<h>{_H}|{_HW}) (?:o'?clock|sharp|on the dot)"),
        ("clock", r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) ?(?:hours|hrs|h)"),
        ("clock", rf"(?:at|by|before|from|until|till|not (?:a (?:minute|second) )?after|not (?:a (?:minute"
                  rf"|second) )?past|not later than|no later than|around|about|for) (?P<h>{_H}|{_HW})"
                  rf"(?![:.]\d)(?! ?(?:(?:{alternatives(_UNITS)}|{_MO})(?!\w)|%|euro|pounds|dollars|working"
                  rf"|business|of "
                  rf"|\w+ (?:days|hours)))(?!st|nd|rd|th)"),
        ("clock", rf"(?P<h>{_HW}) (?P<past>ten|fifteen|twenty|thirty|forty-five|forty"
                  rf"|fifty)(?! (?:{alternatives(_UNITS)})(?!\w))"),
        ("clock", rf"(?P<h>{_H}|{_HW})(?= (?:tomorrow|tonight|in the (?:morning|afternoon|evening)"
                  rf"|this (?:afternoon|evening)"
                  rf"|on (?:{_WD}))(?!\w))"),
        ("samehour", rf"(?:at )?(?:this|the same|same) time(?=,? (?:tomorrow|on |{_WD}))"),
        # "The night shift" and "the evening class" are people and things.
        ("part", rf"(?<!well )(?<!long )(?P<part>{alternatives(_PARTS)})(?! (?:shift|crew|team|staff|nurse|porter"
                 rf"|duty|watch|guard|train"
                 r"|bus|flight|tour|class|course|school|service|paper|rate|mode|menu)e?s?(?!\w))"),
        ("part", r"(?<!i )(?P<part>am|pm|a\.m\.|p\.m\.)(?! i )(?! \w+ing )"),
        ("monthday", r"(?:the )?week ending(?: on)? (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?"),
        ("monthday", rf"(?:by|on|before|until|from) the (?P<d>{_ORD})(?=[,.;!?]|$| (?:at|we|i|you|and|by|our|your"
                     rf"|it|with) )"),
        ("monthday", rf"(?:{_WD}) (?P<d>\d\d?)(?:st|nd|rd|th)(?! of)"),
        ("monthday", rf"{_DAY}the (?P<d>\d\d?)(?:st|nd|rd|th)"
                     r"(?P<later> of next month)?(?! (?:time|floor|attempt|line|row|version|party|\w+ of|week|page))"),
    ),
    numbers={**_NUMBERS, "half": 0.5, "half an": 0.5, "fifty": 50, "quarter": 0.25, "noon": 12, "midday": 12},
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    offsets=_OFFSETS,
    units=_UNITS,
    parts={**_PARTS, **_HALVES},
    feasts=_FEASTS,
    ordinals=_ORDINALS,
    month_first=True,
    deadline=re.compile(
        r"(?<!\w)(?:by|before|until|till|til|no later than|not later than|latest|at the latest|ahead of|within|in"
        r"|(?:before|in time for|ahead of) (?:your|the|our)(?: \w+){1,2} (?:on|at)"
        r" under|come|due"
        r"|deadline is|is|no later|not later)(?: the)?(?: latest)?$"
    ),
    other=re.compile(
        r"(?<!\w)(?:(?<!some )(?<!any )time|times|once|twice|since|it's|it is|of|after|last|yesterday's|past"
        r"|on which|were|was"
        r"|not|not on|rather than|rather than on|instead of|instead of on|except|except on|other than"
        r"|dated|for the|to"
        r"|ending|ends|expires"
        rf"|(?:your|the|our|an?|that|this|their|his|her)(?: \w+)? {_EVENT}s? (?:for|of))(?: the)?$"
    ),
    periods="weekend weekends midweek quarter quarterly year eow same am pm",
    unbound=re.compile(
        r"\b(?:away|absent|on leave|holidays?|closed|closes?|shuts?|opens?|open|(?<!knock )off|in court|busy"
        r"|out of office|not in"
        r"|in a meeting|with an? (?:customer|client|patient|pupil|guest)|in (?:class|surgery)|lunch|run out"
        r"|runs out|ran out|expires?|expired|ends|ended|due|starts|begins|began|started"
        r"|can't|cannot|couldn't|unable|won't|not|instead of|(?:as|like) (?:promised|agreed|discussed|arranged"
        r"|announced"
        r"|planned)|you (?:asked|wanted|wrote|said|needed|ordered|called|rang|told|booked|requested|bought|reported)"
        rf"|promised|agreed|ordered|(?:is|are|be) back|ran|impossible|was|were|came|lapses?|meant|supposed"
        rf"|nobody(?:'s)?|{_EVENT} (?:is|are|was|takes place))\b"
    ),
    acting=re.compile(r"\b(?:(?:i|we|you)(?:'ll| will| shall)|i have|we have)\b"),
    ours=re.compile(
        r"\b(?:i|we|you)\b(?! (?:already |just |had )?(?:was|were|did|sent|wrote|got|went|came|told|said|had|gave"
        r"|(?!(?:need|proceed|feed)\b)\w+ed)\b)|\b(?:us|will|'ll|shall|gets?|going to|be|done|ready)\b"
    ),
    aside=re.compile(
        r"(?<!\w)(?:from|as of|as from|starting|starting on|beginning|(?:your|their|his|her)(?: \w+)? (?:booking"
        r"|appointment|visit|meeting|slot|class|lesson|session|flight|train|shift|party|wedding|exam|reservation"
        r"|viewing|match|concert|stay|trip|holiday|move)s?(?: on| at)?)(?: the)?$"
    ),
)  # fmt: skip
