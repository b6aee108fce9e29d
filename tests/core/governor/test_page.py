"""One message holds what its channel carries, the most important first; SMS segments are counted as networks do."""

import pytest

from entendu.core.governor.sms import segments
from tests.core.governor.days import Day, at, person


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("\n" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" * 5, 2),
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("ă" * 70, 1),
        ("ă" * 71, 2),
        ("ê" + "a" * 69, 1),
        ("ê" + "a" * 70, 2),
        ("’" + "a" * 133, 2),
        ("’" + "a" * 134, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_segments(text, count):
    assert segments(text) == count


def long_news(number):
    """About 650 characters, none of them said by another one as well."""
    return f"The total of matter {number} is {number}0.00 €. It is {' '.join(['abcdefgh'[number] * 9] * 60)}."


def test_what_does_not_fit_one_message_and_may_wait_goes_later():
    """Ten segments are the most that providers take; what is not yet due goes with the next message."""
    day = Day(person(hours=[]))
    for number in range(1, 4):
        day.say(at(f"10:{number:02d}"), long_news(number), case=f"c{number}")
    deliveries, outcomes = day.run()
    assert [d["submissions"] for d in deliveries] == [["m1", "m2"], ["m3"]]
    assert all(segments(d["body"]) <= 10 for d in deliveries)
    assert {o["outcome"] for o in outcomes.values()} == {"delivered"}
    assert all("just ask us" not in d["body"] for d in deliveries)


def test_the_most_important_first_and_a_word_about_what_was_left_out():
    day = Day(person(hours=[["mon-sun", "08:00", "12:00"]]))
    for number in range(1, 4):
        day.say(at("11:30"), long_news(number), case=f"c{number}")
    day.say(at("11:50"), "The repair is done.", "resolution", case="c4")
    (delivery,), outcomes = day.run()
    assert delivery["body"].startswith("The repair is done.")
    assert delivery["body"].endswith("There is more news for you; just ask us.")
    assert segments(delivery["body"]) <= 10
    assert [o["reason"] for o in outcomes.values()].count("no-room") == 1


def test_a_mail_has_room_for_all():
    day = Day(person(channel="email", hours=[["mon-sun", "08:00", "12:00"]]))
    for number in range(1, 6):
        day.say(at("11:30"), long_news(number), case=f"c{number}")
    (delivery,), _ = day.run()
    assert len(delivery["submissions"]) == 5


def test_what_is_owed_goes_however_long():
    day = Day(person(hours=[]))
    for number in range(1, 5):
        day.say(at("10:00"), long_news(number), "answer", case=f"c{number}")
    assert len(day.run()[0][0]["submissions"]) == 4


@pytest.mark.parametrize(
    ("agreed", "intent", "told"),
    [(True, "update", True), (False, "update", False), (True, "alert", False)],
)
def test_thanks_ride_along_with_news_to_whoever_agreed_and_never_with_an_alert(agreed, intent, told):
    day = Day(person(courtesies=agreed))
    day.say(at("10:00"), "How did we do? Rate us from 0 to 10.", "courtesy")
    day.say(at("10:05"), "Thank you for choosing us.", "courtesy")
    day.say(at("10:10"), "Your parcel AB-1234 arrives on Thursday.", intent, vital=intent == "alert")
    deliveries, outcomes = day.run()
    assert len(deliveries) == 1
    assert deliveries[0]["body"].endswith("Rate us from 0 to 10.") == told
    assert [outcomes[k]["outcome"] for k in ("m1", "m2")] == ["delivered" if told else "dropped", "dropped"]
    assert outcomes["m2"]["explanation"]


def test_thanks_wait_for_news_of_their_own_case():
    day = Day(person(courtesies=True)).say(at("10:00"), "How did we do? Rate us from 0 to 10.", "courtesy")
    day.say(at("10:05"), "Parcel AB-1234 is on its way.", "confirmation", case="c2")
    day.say(at("10:10"), "Your visit is on Thursday at 10:00.", "confirmation")
    deliveries, _ = day.run()
    assert [sorted(d["submissions"]) for d in deliveries] == [["m2"], ["m1", "m3"]]
    assert "Rate us" in deliveries[1]["body"]
