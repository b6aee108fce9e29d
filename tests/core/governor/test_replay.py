"""Stories of one person's week on a virtual clock: what reaches them, when, where, and what does not."""

from datetime import timedelta

import pytest

from tests.core.governor.days import Day, at, clocks, person


def test_a_day_of_ten_submissions_is_three_contacts():
    day = Day()
    for minute, channel in ((0, "email"), (0, "sms"), (4, "email")):
        day.say(
            at(f"09:{minute:02d}"),
            "Your electrician comes on Tuesday 17 November, 8:00-16:00.",
            "confirmation",
            channel=channel,
        )
    for minute in (30, 32, 33):
        day.say(at(f"09:{minute}"), "We will let you know when the electrician is on the way.", "courtesy")
    for minute in (55, 55, 57):
        day.say(
            at(f"12:{minute}", 1), "Your electrician arrives around 13:40.", "alert", vital=True, expires=at("13:40", 1)
        )
    day.say(at("15:30", 1), "Work finished. Total: 215.00 €.", "resolution")
    deliveries, outcomes = day.run()
    assert clocks(deliveries) == ["Mon 09:00", "Tue 12:55", "Tue 15:59"]
    assert {o["outcome"] for o in outcomes.values()} == {"delivered", "dropped"}


def test_the_reschedule_and_its_orphans():
    day = Day()
    day.say(at("10:00"), "Appointment on Thursday 19 November at 09:00.", "confirmation")
    day.say(at("11:00", 1), "Moved from Thursday 19 November 09:00 to Friday 20 November 14:00.")
    day.say(at("11:01", 1), "New time: Friday 20 November, 14:00.")
    day.say(at("18:00", 2), "Reminder: see you on Friday 20 November at 14:00.")
    deliveries, outcomes = day.run()
    assert len(deliveries) == 2
    assert "20 November" in deliveries[1]["body"]
    assert outcomes["m4"]["reason"] == "known"


@pytest.mark.parametrize("told_between", [False, True])
def test_there_and_back_again(told_between):
    """Moved to two and back to ten: news twice if the first move was told, none if nobody heard of it."""
    day = Day()
    day.say(at("09:00"), "Delivery on Tuesday 17 November at 10:00.", "confirmation")
    day.say(at("10:00"), "Delivery on Tuesday 17 November at 14:00.")
    day.say(at("15:00") if told_between else at("10:30"), "Delivery on Tuesday 17 November at 10:00.")
    deliveries, outcomes = day.run()
    assert len(deliveries) == (3 if told_between else 1)
    assert deliveries[-1]["body"].endswith("10:00.")
    if not told_between:
        assert outcomes["m2"]["reason"] == "superseded"
        assert outcomes["m3"]["reason"] == "known"


def test_promised_news_goes_by_its_time_even_with_nothing_new_in_it():
    day = Day()
    day.say(at("10:00"), "As promised: nothing new yet, I write again.", "promise", due=at("17:00"))
    day.say(at("10:00", 1), "As promised: nothing new yet, I write again.", "promise", due=at("22:30", 1))
    deliveries, _ = day.run()
    assert clocks(deliveries) == ["Mon 16:59", "Tue 19:59"]


def test_the_same_words_answer_a_new_question():
    day = Day()
    day.writes(at("10:00")).say(at("10:05"), "Yes, it is.", "answer").say(at("10:06"), "Yes, it is.", "answer")
    day.writes(at("10:20")).say(at("10:25"), "Yes, it is.", "answer")
    deliveries, outcomes = day.run()
    assert [d["channel"] for d in deliveries] == ["email", "email"]
    assert outcomes["m2"]["reason"] == "known"


def test_a_question_is_not_forgotten_when_they_write_again_before_it_is_answered():
    day = Day().writes(at("10:00")).say(at("10:05"), "Yes, it is.", "answer")
    day.writes(at("10:20")).say(at("10:20:05"), "Yes, it is.", "answer").writes(at("10:20:15"))
    assert clocks(day.run()[0]) == ["Mon 10:05", "Mon 10:20"]


def test_at_night_only_danger_and_an_answer_to_someone_who_is_here():
    day = Day()
    day.say(at("22:00"), "Your bill of 20.00 € is ready.")
    day.say(at("22:05"), "Gas leak, leave the building.", "alert", vital=True)
    day.writes(at("23:00")).say(at("23:05"), "The fitter is on the way to you.", "answer")
    deliveries, _ = day.run()
    assert clocks(deliveries)[:2] == ["Mon 22:05", "Mon 23:05"]


def test_danger_at_night_brings_nothing_along():
    day = Day().say(at("22:00"), "Your bill of 20.00 € is ready.", case="c2")
    day.say(at("22:05"), "Gas leak, leave the building.", "alert", vital=True)
    deliveries, _ = day.run()
    assert [len(d["submissions"]) for d in deliveries] == [1, 1]


def test_a_case_that_is_opened_again_is_confirmed_again():
    day = Day().say(at("09:00"), "We have your request.", "confirmation")
    day.say(at("10:00"), "It is solved.", "resolution")
    day.writes(at("12:00", 2)).say(at("12:00:05", 2), "We have your request.", "confirmation")
    day.say(at("12:03", 2), "We have your request.", "confirmation")
    _, outcomes = day.run()
    assert [outcomes[one]["outcome"] for one in ("m1", "m3", "m4")] == ["delivered", "delivered", "dropped"]


def test_whoever_allows_no_emergencies_sleeps():
    day = Day(person(emergencies=False)).say(at("22:05"), "Gas leak.", "alert", vital=True)
    assert clocks(day.run()[0]) == ["Tue 08:00"]


def test_a_dead_channel_means_another_one():
    day = Day().event(at("09:00"), "outage", channel="sms").say(at("09:30"), "Your case has number 7.", "confirmation")
    day.event(at("10:00"), "restored", channel="sms").say(at("11:00"), "It is solved.", "resolution")
    assert [d["channel"] for d in day.run()[0]] == ["email", "sms"]


def test_tomorrow_that_was_held_is_a_date():
    day = Day().say(at("22:00"), "The plumber comes tomorrow at 15:00.")
    assert day.run()[0][0]["body"] == "The plumber comes Tuesday 17 November at 15:00."


def test_two_children_are_two_stories():
    day = Day()
    day.say(at("09:00"), "The lesson of Odile is on 18 November at 15:00.", "confirmation")
    day.say(at("09:00"), "The lesson of Jonas is on 18 November at 15:30.", "confirmation")
    day.say(at("12:00"), "The lesson of Odile is on 18 November at 15:30.")
    deliveries, outcomes = day.run()
    assert [o["outcome"] for o in outcomes.values()] == ["delivered"] * 3
    assert len(deliveries) == 2


def test_new_hours_hold_back_what_waits():
    day = Day().say(at("10:00"), "Your parcel AB-1234 arrives on Thursday.")
    day.event(at("11:00"), "preference", hours=[["mon-sun", "18:00", "21:00"]])
    (delivery,), _ = day.run()
    assert clocks([delivery]) == ["Mon 20:59"]


def test_new_hours_do_not_hold_back_an_answer_to_someone_who_is_here():
    day = Day().writes(at("23:00")).say(at("23:00:10"), "Yes, it is.", "answer")
    day.event(at("23:00:15"), "preference", hours=[["mon-sun", "10:00", "12:00"]])
    assert [d["at"][11:19] for d in day.run()[0]] == ["23:00:30"]


def test_what_expires_before_it_could_be_told_is_dropped():
    _, outcomes = Day().say(at("22:00"), "Arriving at 23:10.", expires=at("23:10")).run()
    assert outcomes["m1"]["reason"] == "expired"


def test_bookkeeping_is_no_message():
    day = Day().say(at("10:00"), "Ticket c1 was assigned.").say(at("10:05"), "Status: in progress. No change.")
    deliveries, outcomes = day.run()
    assert not deliveries
    assert {o["reason"] for o in outcomes.values()} == {"no-news"}


def test_one_message_a_person_would_have_written():
    day = Day()
    day.say(
        at("10:00"),
        "Hello Marie,\nyour parcel AB-1234 comes on Thursday.\n\nCall 01 23 45 67 89, open mon-fri 9-17.",
        case="c1",
    )
    day.say(
        at("10:10"),
        "Hello Marie,\nyour invoice F-2214 is 20.00 €.\n\nCall 01 23 45 67 89, open mon-fri 9-17.",
        case="c2",
    )
    (delivery,), _ = day.run()
    assert delivery["body"].count("Hello") == 1
    assert delivery["body"].count("01 23 45 67 89") == 1
    assert "AB-1234" in delivery["body"]
    assert "F-2214" in delivery["body"]
    assert delivery["cases"] == ["c1", "c2"]


def test_the_green_bin_is_not_the_grey_one_but_a_second_reminder_is_the_first_again():
    day = Day()
    day.say(at("09:00"), "Your green bin is emptied on 20 November.")
    day.say(at("09:10"), "Collection of the grey bin: 20 November.")
    day.say(at("15:00"), "First reminder: invoice F-2214, 20.00 €, due on 30 November.", case="c2")
    day.say(at("15:00", 2), "Second reminder: invoice F-2214, 20.00 €, due on 30 November.", case="c2")
    _, outcomes = day.run()
    assert [o["outcome"] for o in outcomes.values()] == ["delivered", "delivered", "delivered", "dropped"]


def test_the_last_second_of_their_hours_is_still_theirs_for_vital_news():
    day = Day(person(emergencies=False)).say(at("19:59:59"), "Gas leak.", "alert", vital=True)
    (delivery,), _ = day.run()
    assert delivery["at"] == "2026-11-16T19:59:59+01:00"


def test_news_in_the_minutes_before_new_hours_waits_for_them():
    day = Day(person(hours=[])).say(at("11:58"), "Your visit is on 20 November at 10:00.", "confirmation")
    day.event(at("11:58:05"), "preference", hours=[["mon-sun", "12:00", "21:00"]])
    assert clocks(day.run()[0]) == ["Mon 12:00"]


def test_vital_news_for_whoever_allows_no_emergencies_moves_with_their_hours():
    day = Day(person(emergencies=False, hours=[])).say(at("10:00"), "Gas leak.", "alert", vital=True)
    day.event(at("10:00", 0) + timedelta(seconds=2), "preference", hours=[["mon-sun", "12:00", "21:00"]])
    assert clocks(day.run()[0]) == ["Mon 12:00"]


def test_what_nobody_can_be_reached_with_goes_back_to_its_source():
    day = Day().event(at("09:00"), "outage", channel="sms").event(at("09:00"), "outage", channel="email")
    day.say(at("09:30"), "Your visit is on 20 November at 10:00.", "confirmation")
    deliveries, outcomes = day.run()
    assert not deliveries
    assert (outcomes["m1"]["outcome"], outcomes["m1"]["reason"]) == ("returned", "no-address")


def test_an_hour_that_danger_mentions_in_passing_was_not_announced():
    day = Day(person(hours=[["mon-sun", "09:00", "20:00"]]))
    day.say(at("10:00"), "Your train leaves on 17 November at 10:48.", "confirmation")
    day.say(at("23:00"), "Your train on 17 November leaves at 10:13 instead of 10:48.")
    day.say(at("08:33", 1), "Platform 7 for the train of 10:13.", "alert", vital=True)
    deliveries, outcomes = day.run()
    assert outcomes["m2"]["outcome"] == "delivered"
    assert len(deliveries) == 3


def test_of_three_that_say_the_same_none_goes_on_waiting():
    day = Day().say(at("10:00"), "Your visit is on 20 November at 10:15.").say(at("10:00:01"), "20 November, 10:15.")
    day.say(at("10:00:02"), "See you on November 20, 10:15.", "confirmation")
    deliveries, outcomes = day.run()
    assert clocks(deliveries) == ["Mon 10:00"]
    assert {outcome["reason"] for outcome in outcomes.values()} == {"news", "known"}


def test_danger_said_twice_at_night_is_told_once_though_something_else_names_its_hour():
    day = Day().say(at("20:40"), "See you on November 27, 10:15.", "confirmation")
    for _ in range(2):
        day.say(at("20:40"), "The gas has been leaking since 10:15!", "alert", vital=True)
    deliveries, _ = day.run()
    assert [len(d["submissions"]) for d in deliveries] == [1, 1]


def test_what_was_told_since_the_solution_is_no_news_in_a_confirmation():
    day = Day().say(at("10:00"), "It is solved.", "resolution")
    day.say(at("11:00"), "Your visit is on Friday 18 December at 10:15.", "alert")
    day.writes(at("11:30")).say(at("11:31"), "See you on December 18, 10:15.", "confirmation")
    _, outcomes = day.run()
    assert [outcomes[one]["outcome"] for one in ("m1", "m2", "m3")] == ["delivered", "delivered", "dropped"]
