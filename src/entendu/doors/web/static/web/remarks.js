/* The second reader beside the composer: underlines over the very words, remarks below them, and the keys that use or
   keep a wording. The server says all of it; this shows it, and never changes a word unasked. */

const KINDS = ["blame", "word", "promise", "hope"]; // where two stand on the same words, the first one shows

class Remarks {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector("textarea");
    this.ghost = form.querySelector(".ghost");
    this.box = form.querySelector("#remarks");
    this.checked = this.text.value;
    this.text.addEventListener("input", () => this.draw());
    this.box.addEventListener("click", (event) => this.pressed(event));
    this.form.elements.read.value = "1"; // what was found has been shown, so Send need not show it again
    this.mind();
    form.addEventListener("change", () => this.mind());
    this.draw();
    if (this.text.value.trim() && !this.rows.length) this.ask("");
  }

  /** Of what goes to the customer the server knows the language; notes are spelt by the browser. */
  mind() {
    this.text.spellcheck = new FormData(this.form).get("kind") === "note";
  }

  get rows() {
    return [...this.box.querySelectorAll("li[data-start]")];
  }

  /** What the server said of the words `sent`; an answer to other words than these is not shown. */
  show(fresh, sent) {
    if (!fresh || this.text.value !== sent) return;
    this.checked = sent;
    this.merge(fresh);
    this.draw();
    this.form.querySelector("#count").textContent = fresh.dataset.count ?? "";
  }

  /** Rows that say the same stay the same elements: nothing is announced twice, and focus stays where it is. */
  merge(fresh) {
    const list = this.box.querySelector(".checks");
    const known = new Map([...list.children].map((row) => [row.dataset.key, row]));
    const rows = [...fresh.querySelectorAll(".checks > li")].map((row) => {
      const old = known.get(row.dataset.key);
      return old && same(old, row) ? adopt(old, row) : row;
    });
    for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
    rows.forEach((row, place) => { if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null); });
    const more = fresh.querySelector(".more-checks");
    const old = this.box.querySelector(".more-checks");
    if (more && old) old.firstElementChild.textContent = more.firstElementChild.textContent;
    else if (more) this.box.append(more);
    else old?.remove();
  }

  /** Where the checked words `[start, end)` stand now, or null where they were touched. */
  place(start, end) {
    const now = this.text.value;
    const was = this.checked;
    if (now === was) return [start, end];
    const most = Math.min(now.length, was.length);
    let head = 0;
    while (head < most && now[head] === was[head]) head += 1;
    let tail = 0;
    while (tail < most - head && now[now.length - 1 - tail] === was[was.length - 1 - tail]) tail += 1;
    if (end <= head) return [start, end];
    if (start >= was.length - tail) return [start + now.length - was.length, end + now.length - was.length];
    return null;
  }

  /** Typing moves the lines after it and takes those from under words that were touched; remarks stay. */
  draw() {
    const text = this.text.value;
    for (const others of this.box.querySelectorAll(".others[data-sentence]")) {
      if (!text.includes(others.dataset.sentence)) others.remove(); // they are for a sentence that is not there any more
    }
    const spans = this.rows.filter((row) => row.dataset.mark).map((row) => {
      const at = this.place(Number(row.dataset.start), Number(row.dataset.end));
      return at && { start: at[0], end: at[1], kind: row.dataset.mark };
    }).filter(Boolean);
    const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
    const pieces = cuts.slice(0, -1).map((from, place) => {
      const words = text.slice(from, cuts[place + 1]);
      const over = spans.filter((span) => span.start <= from && cuts[place + 1] <= span.end).map((span) => span.kind);
      const kind = KINDS.find((one) => over.includes(one));
      if (!kind) return words;
      const line = document.createElement("u");
      line.className = `u-${kind}`;
      line.textContent = words;
      return line;
    });
    this.ghost.replaceChildren(...pieces, " "); // the blank gives an empty last line its height
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.closest(".others")) this.useOther(event, button);
    else if (button.dataset.words !== undefined) this.askWords(event, button);
    else if (button.dataset.use !== undefined) this.use(event, button, button.dataset.use);
    else if (button.dataset.date !== undefined) this.date(event, button);
    else if (button.dataset.remarkAct !== undefined) this.act(event, button);
    else if (button.dataset.dismiss !== undefined) this.leave(button);
  }

  use(event, button, words) {
    event.preventDefault();
    const at = this.place(Number(button.dataset.start), Number(button.dataset.end));
    if (at) this.write(at, words);
    else this.text.focus(); // the words were touched meanwhile: the next answer says where they are
  }

  /** For the whole sentence of a remark, wherever typing has moved it. */
  useOther(event, button) {
    event.preventDefault();
    const was = button.closest(".others").dataset.sentence;
    const here = this.start(button.closest("[data-key]")); // in the sentence, which may stand there more than once
    const text = this.text.value;
    const before = text.lastIndexOf(was, here);
    const at = before < 0 ? text.indexOf(was, here) : before;
    if (at >= 0) this.write([at, at + was.length], button.dataset.use);
  }

  /** By the editor's own way, so that Ctrl Z takes it back and the draft is kept as after any stroke. */
  write([start, end], words) {
    this.text.focus();
    this.text.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, words)) return;
    this.text.setRangeText(words, start, end, "end");
    this.text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  async date(event, button) {
    event.preventDefault();
    const field = button.parentElement.querySelector("input");
    const at = this.place(Number(button.dataset.start), Number(button.dataset.end));
    if (!field.value || !at) return;
    const asked = new URLSearchParams({
      due: field.value, language: button.dataset.language,
      before: this.text.value.slice(Math.max(0, at[0] - 40), at[0]), old: this.text.value.slice(...at),
    });
    const answer = await fetch(`${this.form.dataset.whenUrl}?${asked}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const words = await answer.text();
    button.closest("details").open = false;
    this.write(at, words);
  }

  /** Keep, stop suggesting, learn a word: the server remembers it and reads again. */
  async act(event, button) {
    event.preventDefault();
    const row = button.closest("li");
    const inside = row.contains(document.activeElement);
    await this.ask(button.value);
    if (inside && !row.isConnected) this.leave(null);
  }

  /** Other words come when somebody presses for them, and stand beside the remark until its sentence changes. */
  async askWords(event, button) {
    event.preventDefault();
    const row = button.closest("li");
    if (row.dataset.asking) return;
    row.dataset.asking = "1";
    tell(row, said(button.dataset.asking));
    let fresh = null;
    try {
      const answer = await this.post(button.formAction, { about: button.value });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      fresh = page.querySelector(".others");
    } catch {
      // Offline: said below, in words that came with the button.
    }
    delete row.dataset.asking;
    if (!row.isConnected) return;
    tell(row, fresh ?? said(button.dataset.lost));
    this.draw();
    if (row.contains(document.activeElement)) row.querySelector(".others button")?.focus();
  }

  post(url, more) {
    const fields = new FormData(this.form);
    const body = new URLSearchParams(more);
    for (const name of ["kind", "text", "seen", "key"]) body.set(name, fields.get(name) ?? "");
    return fetch(url, {
      method: "POST", headers: { "X-CSRFToken": fields.get("csrfmiddlewaretoken"), "HX-Request": "true" }, body,
    });
  }

  async ask(act) {
    const sent = this.text.value;
    try {
      const answer = await this.post(this.form.dataset.readingUrl, { act });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.show(page.getElementById("remarks"), sent);
    } catch {
      // Offline: the remark stays, and so does the draft, which says so itself.
    }
  }

  leave(button) {
    button?.closest("li").remove();
    const ask = this.box.querySelector(".check-ask button");
    (ask ?? this.text).focus();
  }

  /** The next or previous remark in the order of the text, from the caret or from the remark that has focus. */
  step(by) {
    const rows = this.inOrder();
    if (!rows.length) return false;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const caret = this.text.selectionStart;
    const after = rows.findIndex((row) => this.start(row) >= caret);
    const from = after < 0 ? rows.length : after;
    const next = here >= 0 ? here + by : by > 0 ? from : from - 1;
    return this.reach(rows[(next + rows.length) % rows.length]);
  }

  /** The remark under the caret, else the nearest one after it. */
  under() {
    const caret = this.text.selectionStart;
    const row = this.inOrder().find((one) => {
      const at = this.place(Number(one.dataset.start), Number(one.dataset.end));
      return one.dataset.mark && at && at[0] <= caret && caret <= at[1];
    });
    return row ? this.reach(row) : this.step(1);
  }

  inOrder() {
    return this.rows.sort((a, b) => this.start(a) - this.start(b));
  }

  start(row) {
    const at = this.place(Number(row.dataset.start), Number(row.dataset.end));
    return at ? at[0] : Number(row.dataset.start);
  }

  reach(row) {
    const more = this.box.querySelector(".more-checks");
    if (more && !row.getClientRects().length) more.open = true;
    row.querySelector(".acts :is(button, summary)").focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** U, K and O, on a remark: use, keep, ask for other words. Where it has no such button they do nothing, and lead nowhere else. */
  key(event) {
    const row = event.target.closest(".checks > li");
    const name = { u: "[data-use], summary", k: "[data-keep]", o: "[data-words]" }[event.key.toLowerCase()];
    if (!row || !name || event.target.matches("input")) return false;
    const other = event.key.toLowerCase() === "u" && event.target.closest(".others button");
    const button = other || row.querySelector(`.acts :is(${name})`);
    button?.click();
    if (button?.matches("summary")) row.querySelector("input")?.focus();
    return true;
  }
}

function said(words) {
  const others = document.createElement("div");
  others.className = "others";
  others.append(Object.assign(document.createElement("p"), { textContent: words }));
  return others;
}

function tell(row, others) {
  row.querySelector(".others")?.remove();
  row.append(others);
}

function same(old, row) {
  const words = (one) => one.querySelector("p").textContent.replace(/\s+/g, " ");
  return words(old) === words(row) && old.className === row.className;
}

/** The old element with the new places: of its words, and of what its buttons would do. */
function adopt(old, row) {
  for (const name of ["start", "end", "mark"]) old.dataset[name] = row.dataset[name] ?? "";
  const buttons = row.querySelectorAll("button[data-start]");
  old.querySelectorAll("button[data-start]").forEach((button, place) => {
    Object.assign(button.dataset, { ...buttons[place]?.dataset });
  });
  return old;
}

const all = new WeakMap();

function current() {
  const form = document.querySelector("form.composer[data-reading-url]");
  if (form && !all.has(form)) all.set(form, new Remarks(form));
  return form && all.get(form);
}

current();
document.addEventListener("htmx:afterSettle", current);

// draft.js has kept the draft and heard what the second reader says of it.
document.addEventListener("draft:read", (event) => current()?.show(event.detail.remarks, event.detail.text));

document.addEventListener("keydown", (event) => {
  const here = current();
  if (!here || event.isComposing || event.defaultPrevented) return;
  let done = false;
  if (event.key === "F8") done = here.step(event.shiftKey ? -1 : 1);
  else if (event.key === "." && (event.ctrlKey || event.metaKey)) done = here.under();
  else if (!event.ctrlKey && !event.metaKey && !event.altKey && here.box.contains(event.target)) {
    done = here.key(event);
    if (!done && event.key === "Escape" && !event.target.closest("details.menu[open]")) {
      here.text.focus();
      done = true;
    }
  }
  if (done) event.preventDefault();
}, { capture: true });
