/* The chat window. Every line of ours has a number and is shown once, every line of theirs has a key and is taken once:
   a line that breaks is opened again after the last number, a word without an answer is sent again with its key. */

const set = JSON.parse(document.getElementById("settings").textContent);
const $ = (id) => document.getElementById(id);
const [lines, text, form, way] = ["lines", "text", "say", "way"].map($);
const NAME = `entendu-chat-${set.token}`;
const WAITS = [1, 2, 5, 10, 30]; // seconds between tries
const SILENCE = 45; // seconds without a sign of life, after which the line is opened anew

let last = 0; // the number of the newest line that stands in the window
let told = 0; // up to which we have said that lines were shown
let open = false;
let held = null; // the open line
let files = [];

/* ── what this browser remembers ── */

const memory = new Map();
const own = (() => { try { return localStorage; } catch { return null; } })();

const recall = (name) => own?.getItem(`${NAME}-${name}`) ?? memory.get(name);

/* Some browsers give a frame no storage: then the page around it, which was allowed to show us, keeps it for us. */
function keep(name, value) {
  memory.set(name, value);
  if (own) own.setItem(`${NAME}-${name}`, value);
  else if (parent !== window && set.page) parent.postMessage({ entenduChat: "keep", name, value }, new URL(set.page).origin);
}

function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

let key;
const unsent = []; // {key, text, files}; files last as long as the page

const keepUnsent = () => keep("unsent", JSON.stringify(unsent.map((one) => ({ key: one.key, text: one.text }))));

/* ── the desk ── */

function ask(path, options = {}) {
  return fetch(set.base + path, {
    cache: "no-store", credentials: "omit", ...options,
    headers: { Authorization: `Bearer ${key}`, ...options.headers },
  });
}

function post(path, values, more = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  for (const file of more.files ?? []) body.append("files", file);
  return ask(path, { method: "POST", body });
}

function sleep(seconds) {
  return new Promise((done) => {
    const over = () => { clearTimeout(timer); removeEventListener("online", over); done(); };
    const timer = setTimeout(over, seconds * 1000 * (0.8 + Math.random() * 0.4));
    addEventListener("online", over);
  });
}

/* ── lines ── */

function element(name, className, words) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

function row(line) {
  const item = element("li", `is-${line.kind}`);
  if (line.kind === "moved") {
    item.textContent = line.text;
    return item;
  }
  const by = element("p", "chat-by");
  by.append(element("b", "", line.kind === "ours" ? line.who : set.words.you), " ", element("span", "chat-state"));
  const said = element("div", "chat-words", line.text);
  if (line.lang) said.lang = line.lang;
  item.append(by, said);
  if (line.files?.length) {
    const list = element("ul", "files");
    for (const file of line.files) {
      const link = element("a", "", file.name);
      if (file.url) Object.assign(link, { href: file.url, download: file.name });
      const one = element("li");
      one.append(link);
      list.append(one);
    }
    item.append(list);
  }
  return item;
}

function state(item, words) {
  const place = item.querySelector(".chat-state");
  if (place) place.textContent = words;
}

function isAtEnd() {
  const box = $("main");
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

function toEnd() {
  $("main").scrollTop = $("main").scrollHeight;
}

function time(at) {
  return new Intl.DateTimeFormat(set.language, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

function show(line) {
  if (line.number <= last) return; // the line was opened anew, and it stands here already
  const follow = isAtEnd();
  const waiting = unsent.find((one) => one.key === line.key);
  const pending = line.key ? lines.querySelector(`[data-key="${CSS.escape(line.key)}"]`) : null;
  const item = row(line);
  if (line.key) item.dataset.key = line.key;
  if (line.kind !== "moved") state(item, time(line.at));
  pending?.remove();
  lines.insertBefore(item, lines.querySelector("[data-pending]"));
  last = line.number;
  if (waiting) taken(waiting);
  $("lead").hidden = true;
  if (follow || line.kind === "theirs") toEnd();
  if (line.new && !open) parent.postMessage({ entenduChat: "unread" }, "*");
  tellShown();
}

let telling = false;

async function tellShown() {
  if (telling || !last || !open || document.visibilityState !== "visible") return;
  telling = true;
  try {
    while (told < last && open && document.visibilityState === "visible") {
      const upTo = last;
      const answer = await post("shown", { number: upTo });
      if (!answer.ok) break; // said again with the next line, or when the window is looked at again
      told = upTo;
    }
  } catch { /* without a line: as above */ } finally { telling = false; }
}

/* ── words go out, one after the other ── */

function pieces(words) {
  const found = [];
  let rest = words.trim();
  while (rest.length > set.longest) {
    const start = rest.slice(0, set.longest);
    const cut = Math.max(start.lastIndexOf("\n"), start.lastIndexOf(" "));
    const at = cut > set.longest / 2 ? cut : start.length - (/[\ud800-\udbff]$/.test(start) ? 1 : 0);
    found.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...found, rest];
}

function say(words, withFiles) {
  for (const [index, piece] of pieces(words).entries()) {
    const one = { key: secret(), text: piece, files: index === 0 ? withFiles : [] };
    unsent.push(one);
    pendingRow(one);
  }
  keepUnsent();
  toEnd();
  send();
}

function pendingRow(one) {
  const item = row({ kind: "theirs", text: one.text, files: (one.files ?? []).map((file) => ({ name: file.name })) });
  Object.assign(item.dataset, { key: one.key, pending: "yes" });
  state(item, set.words.sending);
  lines.append(item);
  $("lead").hidden = true;
}

function taken(one) {
  const index = unsent.indexOf(one);
  if (index >= 0) unsent.splice(index, 1);
  keepUnsent();
}

let sending = false;

async function send() {
  if (sending || !started) return; // whoever types before it is known who they are is sent for then
  sending = true;
  for (let tries = 0; unsent.length;) {
    const one = unsent[0];
    const seconds = await hand(one, tries);
    if (seconds === 0) tries = 0;
    else {
      tries += 1;
      await sleep(seconds);
    }
  }
  sending = false;
}

/* Hands one line in; returns after how many seconds to try again, 0 when it is settled. */
async function hand(one, tries) {
  if (!key) keep("key", key = secret());
  try {
    const answer = await post("say", { key: one.key, text: one.text, page: set.page, language: set.language },
      { files: one.files });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      taken(one);
      settle(one, "");
      trouble("");
      parent.postMessage({ entenduChat: "began" }, "*");
      offer(said.way);
      listen();
      return 0;
    }
    if (answer.status === 429 || answer.status >= 500) {
      trouble(said.detail ?? set.words.away);
      return Number(answer.headers.get("Retry-After")) || WAITS[Math.min(tries, WAITS.length - 1)];
    }
    taken(one);
    settle(one, said.detail ?? set.words.refused);
    return 0;
  } catch {
    trouble(set.words.away);
    return WAITS[Math.min(tries, WAITS.length - 1)];
  }
}

/* Its own line may have come by the open line before the answer did. */
function settle(one, wrong) {
  const item = lines.querySelector(`[data-key="${CSS.escape(one.key)}"][data-pending]`);
  if (item) state(item, wrong || set.words.sent);
}

function trouble(words) {
  if ($("trouble").textContent !== words) $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

/* ── the open line (server-sent events, read by hand: EventSource cannot show a key without putting it in an address) ── */

async function listen() {
  if (held || !key) return;
  for (let tries = 0; ; tries += 1) {
    held = new AbortController();
    const { signal } = held;
    let silence;
    const alive = () => { clearTimeout(silence); silence = setTimeout(() => held.abort(), SILENCE * 1000); };
    try {
      alive();
      const answer = await ask("lines", { signal, headers: { "Last-Event-ID": String(last) } });
      if (answer.status === 204) break; // nothing was said from here yet
      if (!answer.ok) throw new Error(String(answer.status));
      trouble("");
      for await (const event of events(answer.body, alive)) {
        tries = 0;
        hear(event);
      }
    } catch { /* the line broke: it is opened again after the last number */ }
    clearTimeout(silence);
    await sleep(WAITS[Math.min(tries, WAITS.length - 1)]);
  }
  held = null;
}

async function* events(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").find((one) => one.startsWith("data: "));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
}

function hear(event) {
  if (event.number) show(event);
  else {
    offer(event.way);
    $("log").setAttribute("aria-live", "polite"); // what was said before is not read out again
  }
}

/* ── where it goes on ── */

function offer(known) {
  way.hidden = Boolean(known);
  if (known) $("way-kept").textContent = known;
  $("way-kept").hidden = !known;
}

$("way-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = $("address-wrong");
  try {
    const answer = await post("way", { address: $("address").value, name: $("name").value });
    const said = await answer.json();
    wrong.textContent = answer.ok ? "" : said.detail;
    if (answer.ok) {
      offer(said.way);
      text.focus();
    }
  } catch { wrong.textContent = set.words.away; }
  wrong.hidden = !wrong.textContent;
  $("address").setAttribute("aria-invalid", String(Boolean(wrong.textContent)));
  if (wrong.textContent) $("address").focus();
});

/* ── hands and keys ── */

function submit() {
  const words = text.value;
  if (!words.trim() && !files.length) return;
  say(words, files);
  text.value = "";
  files = [];
  showFiles("");
  text.focus();
}

function showFiles(wrong) {
  $("files").replaceChildren(...files.map((file) => element("li", "", file.name)), ...wrong ? [element("li", "err", wrong)] : []);
  $("files").hidden = !files.length && !wrong;
}

form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
$("file").addEventListener("change", (event) => {
  const chosen = [...event.target.files];
  const known = chosen.filter((file) => set.types.includes(file.name.split(".").pop().toLowerCase()));
  const fit = known.filter((file) => file.size <= set.largest);
  files = [...files, ...fit].slice(0, set.files);
  showFiles(known.length < chosen.length ? set.words.kind : fit.length < known.length ? set.words.large : "");
  event.target.value = "";
});
addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
$("close").addEventListener("click", close);

function close() {
  parent.postMessage({ entenduChat: "close" }, "*");
}

addEventListener("message", (event) => {
  const said = event.data?.entenduChat;
  if (event.source !== parent) return;
  if (said === "memory" && !own) {
    for (const [name, value] of Object.entries(event.data.values)) memory.set(name, String(value));
    start();
  }
  if (said !== "open" && said !== "closed") return;
  open = said === "open";
  if (open) text.focus();
  looked();
});
document.addEventListener("visibilitychange", looked);

/* Who looks again is here again, also where there is nothing new. */
function looked() {
  if (!open || document.visibilityState !== "visible") return;
  toEnd();
  told = Math.min(told, last - 1);
  tellShown();
}

addEventListener("online", () => held?.abort());
addEventListener("pagehide", () => {
  if (key && last) navigator.sendBeacon(`${set.base}left`, new URLSearchParams({ visit: key }));
});

let started = false;
function start() {
  if (started) return;
  started = true;
  key ??= recall("key");
  const before = JSON.parse(recall("unsent") ?? "[]");
  unsent.unshift(...before);
  before.forEach(pendingRow);
  listen();
  send();
}

if (parent === window) open = true; // the window as a page of its own
parent.postMessage({ entenduChat: "ready", recalls: !own }, "*");
if (own || parent === window) start();
