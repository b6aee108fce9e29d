"""Sending by WhatsApp: what goes, what a refusal means, and what is known when the line is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entendu.channels.messages import Account, File, Outgoing
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn
from entendu.channels.whatsapp.probe import probe
from entendu.channels.whatsapp.send import Template, send
from tests.servers import graph as meta
from tests.servers.graph import Fail, Graph, HangUp

PARCEL = Outgoing("+23057001234", "Your meter is replaced on Thursday at ten. — Ștefan 👋", "1-0")


def account(graph: Graph, token: str = meta.TOKEN) -> Account:
    """The number, at the small Graph API."""
    return Account("whatsapp", "whatsapp", meta.NUMBER, {"api_address": graph.url}, {"token": token})


def may_leave() -> bool:
    """Nobody took it back."""
    return True


def test_words_go_as_they_are(graph: Graph) -> None:
    carried = send(account(graph), PARCEL, before_flight=may_leave)
    assert graph.sent == [{"messaging_product": "whatsapp", "recipient_type": "individual", "to": "23057001234",
                           "type": "text", "text": {"body": PARCEL.text, "preview_url": False}}]
    assert carried.references == ("wamid.1",)


def test_long_words_go_in_pieces_and_nothing_is_lost(graph: Graph) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "words and more words " * 40 for n in range(12))
    carried = send(account(graph), replace(PARCEL, text=text), before_flight=may_leave)
    assert len(carried.references) == len(graph.sent) > 1
    assert " ".join(graph.texts()).split() == text.split()


def test_files_go_after_the_words(graph: Graph) -> None:
    files = (File("tablou.jpg", "image/jpeg", b"\xff\xd8"), File("facture n° 7.pdf", "application/pdf", b"%PDF"),
             File("drawing.svg", "image/svg+xml", b"<svg/>"))
    send(account(graph), replace(PARCEL, files=files), before_flight=may_leave)
    kinds = [one["type"] for one in graph.sent]
    assert kinds == ["text", "image", "document", "document"]
    assert graph.sent[2]["document"]["filename"] == "facture n° 7.pdf"
    assert [content for _name, _type, content in graph.stored.values()] == [b"\xff\xd8", b"%PDF", b"<svg/>"]


def test_after_a_day_the_words_go_in_a_template(graph: Graph) -> None:
    graph.closed.add("23057001234")
    graph.templates.add(("case_news", "fr"))
    text = "Bonjour Marie,\n\nvotre compteur\test changé   jeudi.     Bien à vous"
    send(account(graph), replace(PARCEL, text=text), template=Template("case_news", "fr"), before_flight=may_leave)
    assert graph.texts() == ["Bonjour Marie, votre compteur est changé jeudi. Bien à vous"]


@pytest.mark.parametrize(("code", "status", "kind", "gone"), [
    (131026, 400, Refused, True), (131047, 400, Refused, False), (131051, 400, Refused, False),
    (100, 400, Refused, False), (130429, 429, Deferred, False), (131056, 400, Deferred, False),
    (131048, 400, Deferred, False), (190, 401, Deferred, False), (131031, 403, Deferred, False),
    (132001, 404, Deferred, False), (131016, 500, Deferred, False), (999999, 400, Refused, False),
    (999999, 503, Deferred, False), (299, 403, Deferred, False),
])
def test_what_meta_s_codes_mean(graph: Graph, code: int, status: int, kind: type[Exception], gone: bool) -> None:
    graph.plan(Fail(code, status))
    with pytest.raises(kind) as told:
        send(account(graph), PARCEL, before_flight=may_leave)
    assert str(code) in str(told.value)
    assert getattr(told.value, "gone", False) is gone
    assert graph.sent == []


def test_a_lost_line_is_not_knowing(graph: Graph) -> None:
    graph.plan(HangUp())
    with pytest.raises(LostSight):
        send(account(graph), PARCEL, before_flight=may_leave)


def test_half_a_message_is_not_knowing_either(graph: Graph) -> None:
    graph.plan(None, Fail(130429, 429))
    with pytest.raises(LostSight, match="1 of 2 messages"):
        send(account(graph), replace(PARCEL, text="word " * 1200), before_flight=may_leave)


def test_nothing_leaves_when_it_was_taken_back(graph: Graph) -> None:
    with pytest.raises(Withdrawn):
        send(account(graph), PARCEL, before_flight=lambda: False)
    assert graph.sent == []


def test_nobody_home_is_for_now(graph: Graph) -> None:
    away = Account("whatsapp", "whatsapp", meta.NUMBER, {"api_address": "http://127.0.0.1:9"}, {"token": meta.TOKEN})
    with pytest.raises(Deferred):
        send(away, PARCEL, before_flight=may_leave)


def test_a_token_is_shown_to_no_line_without_encryption() -> None:
    bare = Account("whatsapp", "whatsapp", meta.NUMBER, {"api_address": "http://graph.example"}, {"token": meta.TOKEN})
    with pytest.raises(Deferred, match="without encryption"):
        send(bare, PARCEL, before_flight=may_leave)


def test_try_it(graph: Graph) -> None:
    good, bad = probe(account(graph)), probe(account(graph, "old"))
    assert good.ok
    assert "+230 5700 0000" in good.steps[0]
    assert not bad.ok
    assert "make a new one" in bad.sentence
    other = probe(Account("whatsapp", "whatsapp", "1", {"api_address": graph.url}, {"token": meta.TOKEN}))
    assert not other.ok
