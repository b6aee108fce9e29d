/* News from the server. An event says only that something changed; htmx then asks for the pieces,
   so that a missed event costs nothing. Nothing here moves focus. */

const REFRESH_MS = 300;
const waiting = new Map();

function ask(name) {
  clearTimeout(waiting.get(name));
  waiting.set(name, setTimeout(() => window.htmx.trigger(document.body, name), REFRESH_MS));
}

function announce(kind, by) {
  const place = document.getElementById("announce");
  const sentence = place?.dataset[kind];
  if (sentence) place.textContent = sentence.replace("{by}", by ?? "");
}

function openTicket() {
  return document.getElementById("conversation")?.dataset.ticket;
}

function hear(event) {
  const { kind, ticket, by } = JSON.parse(event.data);
  ask("desk:list");
  ask("desk:counts");
  if (String(ticket) !== openTicket()) return;
  ask("desk:thread");
  announce(kind, by);
}

function refreshAll() {
  for (const name of ["desk:list", "desk:counts", "desk:thread"]) ask(name);
}

function listen(url) {
  const source = new EventSource(url);
  let lost = false;
  source.addEventListener("message", hear);
  source.addEventListener("error", () => { lost = true; });
  source.addEventListener("open", () => {
    // What happened while the line was down is not repeated: look once.
    if (lost) refreshAll();
    lost = false;
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

const url = document.body.dataset.live;
if (url) listen(url);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
