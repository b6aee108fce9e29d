/* The draft is kept: on this device at every stroke, on the server 600 ms after typing stops. The server's
   answer says what would become of the message; it never changes the words. */

const PAUSE_MS = 600;

class Draft {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector("textarea");
    this.state = form.querySelector("#draft-state");
    this.offline = form.querySelector("#offline");
    this.place = `entendu.draft.${form.dataset.ticket}`;
    this.timer = 0;
    this.request = null;
    this.restore();
    this.text.addEventListener("input", () => this.changed());
    form.addEventListener("change", (event) => {
      if (event.target.type === "file") event.target.toggleAttribute("data-chosen", event.target.files.length > 0);
      if (event.target !== this.text) this.later(0);
    });
    form.addEventListener("submit", (event) => this.leaving(event));
    if (this.text.value !== this.text.defaultValue) this.changed(); // restored, or typed before anybody listened
  }

  /** A copy on this device exists only while the server has not confirmed it, so it is the newer one. */
  restore() {
    const local = localStorage.getItem(this.place);
    if (local !== null) this.text.value = local;
  }

  changed() {
    localStorage.setItem(this.place, this.text.value);
    this.state.textContent = "";
    this.later(PAUSE_MS);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), pause);
  }

  async keep() {
    this.request?.abort();
    this.request = new AbortController();
    const fields = new FormData(this.form);
    const body = new URLSearchParams();
    for (const name of ["kind", "channel", "text", "seen", "key"]) body.set(name, fields.get(name) ?? "");
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "PUT",
        headers: { "X-CSRFToken": fields.get("csrfmiddlewaretoken"), "HX-Request": "true" },
        body,
        signal: this.request.signal,
      });
      await this.show(answer, body.get("text"));
    } catch (error) {
      if (error.name !== "AbortError") this.tell("local", !navigator.onLine);
    }
  }

  async show(answer, sent) {
    const kept = answer.ok || answer.status === 409;
    if (!kept) {
      this.tell("local", false);
      return;
    }
    const words = answer.status === 204 ? "" : await answer.text();
    if (this.text.value !== sent) return; // more was typed meanwhile: the next answer counts
    localStorage.removeItem(this.place);
    if (!this.form.isConnected) return; // another case was opened meanwhile: its composer is not ours
    this.tell("kept", false);
    if (words && !answer.headers.get("content-type")?.startsWith("text/html")) return;
    const page = new DOMParser().parseFromString(words, "text/html");
    const remarks = page.getElementById("remarks") ?? page.createElement("div");
    remarks.remove();
    window.htmx.swap(answer.status === 409 ? "#conflict" : "#verdict", page.body.innerHTML, { swapStyle: "innerHTML" });
    document.dispatchEvent(new CustomEvent("draft:read", { detail: { remarks, text: sent } }));
  }

  tell(state, offline) {
    this.state.textContent = this.state.dataset[state];
    this.offline.hidden = !offline;
  }

  leaving(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.tell("local", true);
      return;
    }
    clearTimeout(this.timer);
    this.request?.abort();
    localStorage.removeItem(this.place);
  }
}

const drafts = new WeakMap();

function current() {
  const form = document.querySelector("form.composer[data-draft-url]");
  if (form && !drafts.has(form)) drafts.set(form, new Draft(form));
  return form && drafts.get(form);
}

current();
document.addEventListener("htmx:afterSettle", current);
addEventListener("online", () => current()?.later(0));
addEventListener("offline", () => current()?.tell("local", true));

// "Show" in a conflict: what is read from here on has been seen.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-seen]");
  if (!link) return;
  document.getElementById("seen").value = link.dataset.seen;
  link.closest(".say").remove();
  current()?.later(0);
});
