/* Saved replies in the composer: "/" at the beginning or after a blank opens a list under the caret. What is typed after
   it filters, arrows choose, Enter or Tab puts the words in, Esc closes. Then Tab goes from one place that is left to
   fill in to the next. The field stays a text box with a list that it controls (WAI-ARIA 1.2, aria-activedescendant). */

const ASKED = /(?:^|\s)\/([^\s/][^/\n]{0,29})?$/;
const PLACE = /\{\p{L}[\p{L}\p{M}\p{N}_ ’'-]*\}/u;
const MARGIN = 8; // px between the list and the edge of the window
const TALLEST = 384; // px: the case stays in sight behind it

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

class SavedReplies {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector("textarea");
    this.box = form.querySelector("#saved");
    this.count = form.querySelector("#saved-count");
    this.lists = new Map();
    this.start = -1; // where the slash stands while the list is open
    this.closedAt = -1; // where Esc was pressed: that slash opens nothing any more
    this.byButton = false;
    this.filling = false;
    this.text.addEventListener("input", (event) => this.typed(event));
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("focus", () => this.list(this.text.value.trim() === "")); // there before it is asked for
    this.text.addEventListener("blur", () => this.left());
    this.box.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays in the text
    this.box.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    form.querySelector("[data-saved]").addEventListener("click", (event) => this.button(event));
    form.querySelector("#saved-kept").addEventListener("click", (event) => this.takeBack(event));
    form.addEventListener("change", () => this.close());
  }

  get options() {
    return [...this.box.querySelectorAll("[role=option]")];
  }

  get shown() {
    return this.options.filter((option) => !option.hidden);
  }

  get active() {
    return this.box.querySelector("[aria-selected=true]");
  }

  get isNote() {
    return new FormData(this.form).get("kind") === "note";
  }

  get isOpen() {
    return this.start >= 0 && this.box.matches(":popover-open");
  }

  typed(event) {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const asked = !event.isComposing && !this.isNote && before.match(ASKED);
    if (!asked) {
      this.closedAt = -1;
      this.close();
      return;
    }
    const start = before.lastIndexOf("/");
    if (start === this.closedAt) return;
    this.start = start;
    this.open(asked[1] ?? "");
  }

  async open(words) {
    const opening = this.text.value.slice(0, this.start).trim() === "";
    const list = await this.list(opening);
    if (!list || this.start < 0 || this.words() !== words) return; // more was typed, or it was closed, meanwhile
    if (this.box.firstElementChild !== list) this.box.replaceChildren(list);
    this.filter(plain(words.trim()));
    if (!this.shown.length) {
      this.hide();
      return;
    }
    if (!this.box.matches(":popover-open")) this.box.showPopover();
    this.text.setAttribute("aria-controls", "saved-list");
    this.select(this.shown[0]);
    this.place();
  }

  words() {
    return this.text.value.slice(this.start + 1, this.text.selectionStart);
  }

  /** The server's list, asked once for a text that it would begin and once for one that it would go on with. */
  async list(opening) {
    if (!this.lists.has(opening)) this.lists.set(opening, this.fetched(opening));
    const list = await this.lists.get(opening);
    if (!list) this.lists.delete(opening);
    return list;
  }

  async fetched(opening) {
    const url = new URL(this.box.dataset.url, location.href);
    url.searchParams.set("opening", opening ? "1" : "0");
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return null;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.getElementById("saved-list");
    } catch {
      return null; // offline: what is typed is a slash
    }
  }

  filter(words) {
    const hasText = this.text.value.slice(0, this.start).trim() !== "" || this.text.value.slice(this.text.selectionEnd).trim() !== "";
    const holds = (element) => words.split(" ").every((word) => plain(element.textContent).includes(word));
    const isKeep = (option) => option.dataset.keep !== undefined;
    for (const option of this.options) option.hidden = !holds(option) || (isKeep(option) && !hasText);
    // With the words in their name before those that only say them, and each of these in the server's order.
    const rank = (option) => (isKeep(option) ? 2 : holds(option.querySelector("b")) ? 0 : 1);
    const place = (option) => Number(option.dataset.place ?? 0);
    this.box.firstElementChild.append(...this.options.sort((a, b) => rank(a) - rank(b) || place(a) - place(b)));
    const found = this.shown.filter((option) => !isKeep(option)).length;
    this.count.textContent = `${this.count.dataset.words} ${found}`;
  }

  select(option) {
    this.active?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", option.id);
  }

  /** Under the slash, or above it where there is more room; the hidden layer behind the text says where that is. */
  place() {
    const caret = this.rectangle(this.start);
    const view = window.visualViewport;
    const top = view.offsetTop + MARGIN;
    const bottom = view.offsetTop + view.height - MARGIN;
    const above = caret.top - top;
    const below = bottom - caret.bottom;
    const { style } = this.box;
    style.maxBlockSize = `${Math.min(Math.max(above, below) - MARGIN, TALLEST)}px`;
    const { width, height } = this.box.getBoundingClientRect();
    style.left = `${Math.max(MARGIN, Math.min(caret.left, view.offsetLeft + view.width - width - MARGIN))}px`;
    style.top = `${height + MARGIN <= below || below >= above ? caret.bottom + MARGIN / 2 : caret.top - height - MARGIN / 2}px`;
  }

  rectangle(at) {
    const walker = document.createTreeWalker(this.form.querySelector(".ghost"), NodeFilter.SHOW_TEXT);
    let left = at;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left < node.length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        return range.getBoundingClientRect();
      }
      left -= node.length;
    }
    return this.text.getBoundingClientRect();
  }

  hide() {
    if (this.box.matches(":popover-open")) this.box.hidePopover();
    this.text.removeAttribute("aria-activedescendant");
    this.text.removeAttribute("aria-controls");
  }

  close() {
    if (this.start < 0) return;
    this.start = -1;
    this.byButton = false;
    this.count.textContent = "";
    this.hide();
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = this.isOpen ? this.inList(event) : event.key === "Tab" && !event.shiftKey && this.next();
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  inList(event) {
    const rows = this.shown;
    const here = rows.indexOf(this.active);
    if (event.key === "ArrowDown") this.select(rows[(here + 1) % rows.length]);
    else if (event.key === "ArrowUp") this.select(rows[(here - 1 + rows.length) % rows.length]);
    else if (event.key === "PageDown") this.select(rows[Math.min(here + 5, rows.length - 1)]);
    else if (event.key === "PageUp") this.select(rows[Math.max(here - 5, 0)]);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.choose(this.active);
    else if (event.key === "Escape") this.leave();
    else return false;
    return true;
  }

  left() {
    this.filling = false;
    if (this.isOpen && this.byButton) this.leave();
    this.close();
  }

  /** Esc: the slash stays, as typed; one that the button has put in goes again. */
  leave() {
    const [start, end] = [this.start, this.text.selectionStart];
    const put = this.byButton;
    this.close();
    this.closedAt = start;
    if (put) this.write(start, end, "");
  }

  button(event) {
    event.preventDefault();
    this.text.focus();
    if (this.isOpen) {
      this.leave();
      return;
    }
    const at = this.text.selectionEnd;
    const before = this.text.value.slice(0, at);
    this.closedAt = -1;
    this.write(at, at, before === "" || /\s$/.test(before) ? "/" : " /");
    this.byButton = true;
  }

  choose(option) {
    if (!option || this.start < 0) return;
    const [start, end] = [this.start, this.text.selectionStart];
    this.close();
    if (option.dataset.keep !== undefined) {
      this.write(start, end, "");
      this.keep();
      return;
    }
    this.write(start, end, option.dataset.text);
    this.fill(start, start + option.dataset.text.length);
    this.tell(`use:${option.dataset.name}`);
  }

  /** By the editor's own way, so that Ctrl Z takes it back and the draft is kept and read as after any stroke. */
  write(start, end, words) {
    this.text.setSelectionRange(start, end);
    const here = document.activeElement === this.text;
    if (here && document.execCommand(words ? "insertText" : "delete", false, words)) return;
    this.text.setRangeText(words, start, end, "end");
    this.text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  fill(from, to) {
    const found = this.text.value.slice(from, to).match(PLACE);
    this.filling = Boolean(found);
    if (found) this.text.setSelectionRange(from + found.index, from + found.index + found[0].length);
  }

  /** The next place that is left to fill in; where there is none, Tab goes on to the next control as ever. */
  next() {
    if (!this.filling) return false;
    this.fill(this.text.selectionEnd, this.text.value.length);
    return this.filling;
  }

  async keep() {
    const answer = await this.tell("keep");
    if (answer?.ok) this.form.querySelector("#saved-kept").innerHTML = await answer.text();
    this.lists.clear(); // it is among them from now on
  }

  async takeBack(event) {
    const button = event.target.closest("[data-unkeep]");
    if (!button) return;
    event.preventDefault();
    const answer = await this.tell(button.value);
    if (answer?.ok) this.form.querySelector("#saved-kept").innerHTML = await answer.text();
    this.lists.clear();
    this.text.focus();
  }

  async tell(act) {
    const fields = new FormData(this.form);
    const body = new URLSearchParams({ act });
    for (const name of ["kind", "text", "seen", "key"]) body.set(name, fields.get(name) ?? "");
    try {
      return await fetch(this.box.dataset.useUrl, {
        method: "POST", headers: { "X-CSRFToken": fields.get("csrfmiddlewaretoken"), "HX-Request": "true" }, body,
      });
    } catch {
      return null; // offline: the words are in the text all the same
    }
  }
}

const all = new WeakMap();

function current() {
  const form = document.querySelector("form.composer[data-draft-url]");
  if (form?.querySelector("#saved") && !all.has(form)) all.set(form, new SavedReplies(form));
  return form && all.get(form);
}

current();
document.addEventListener("htmx:afterSettle", current);
for (const happens of ["resize", "scroll"]) {
  window.visualViewport?.addEventListener(happens, () => { if (current()?.isOpen) current().place(); });
}
