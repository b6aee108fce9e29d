/* The keyboard. An element says which key reaches it: data-key="r", data-key="g i", data-key="ctrl+enter".
   Pages thus never need a second list of shortcuts. Single keys work outside fields only and can be
   switched off (WCAG 2.1.4); combinations with Ctrl (Cmd on a Mac) always work. */

const SEQUENCE_MS = 1500;
let pending = "";
let pendingTimer = 0;

const shown = (element) => element.getClientRects().length > 0;
const singleKeysOn = () => document.body.dataset.singleKeys !== "off";

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");
}

function reach(key) {
  // A row with keys of its own answers for itself while focus is in it.
  const own = document.activeElement?.closest("[data-within]")?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (own) return own;
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]:not([data-within] *)`)];
  // A radio button is laid over its label, a link may sit in a pane that this screen does not show.
  return found.find(shown) ?? found.find((element) => element.matches("a[href]"));
}

function act(element) {
  if (element.matches("input[type=radio]")) {
    element.click();
    element.form.querySelector("textarea")?.focus();
    return;
  }
  element.click();
  const menu = element.closest("details[open], details.menu");
  if (menu && element.matches("summary")) menu.querySelector(".pop :is(button, a, input:not([type=hidden]))")?.focus();
}

/** Moves focus to the next or previous row of the list; without focus there, to the open or first one. */
function step(by) {
  const rows = [...document.querySelectorAll(".row, [data-step]")].filter(shown);
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  const open = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = here >= 0 ? here + by : open >= 0 ? open + by : 0;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
  return true;
}

/** Moves focus to the next or previous pane that is on the screen. */
function stepPane(by) {
  const panes = [...document.querySelectorAll("[data-pane-stop]")].filter(shown);
  if (!panes.length) return;
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const pane = panes[(here + by + panes.length) % panes.length];
  const inside = pane.matches("form") ? pane.querySelector("textarea") : pane.querySelector("[aria-current]");
  if (inside && shown(inside)) inside.focus();
  else {
    if (!pane.hasAttribute("tabindex")) pane.tabIndex = -1;
    pane.focus();
  }
}

function withMenu(key) {
  const menu = document.activeElement?.closest("details.menu[open]");
  const item = menu?.querySelector(`[data-menu-key="${CSS.escape(key)}"]`);
  if (!item) return false;
  if (item.matches("input")) item.focus();
  else item.click();
  return true;
}

/** Escape leaves a field, and from outside one goes back to the list. An open menu is closed by menus.js first. */
function escape(event) {
  if (typing(event.target)) {
    event.target.blur();
    return true;
  }
  const back = reach("u");
  back?.click();
  return Boolean(back);
}

function combination(event) {
  const key = event.key.toLowerCase();
  if (key !== "enter") return false;
  const target = reach(event.shiftKey ? "ctrl+shift+enter" : "ctrl+enter");
  if (!target) return false;
  target.click();
  return true;
}

function single(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const wanted = pending ? `${pending} ${key}` : key;
  clearTimeout(pendingTimer);
  pending = "";
  if (withMenu(key)) return true;
  if (key === "j" && wanted === key) return step(1);
  if (key === "k" && wanted === key) return step(-1);
  if (document.querySelector(`[data-key^="${CSS.escape(wanted)} "]`)) {
    pending = wanted;
    pendingTimer = setTimeout(() => { pending = ""; }, SEQUENCE_MS);
    return true;
  }
  const target = reach(wanted);
  if (target) act(target);
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  let done = false;
  if (event.key === "F6") {
    stepPane(event.shiftKey ? -1 : 1);
    done = true;
  } else if (event.key === "Escape") {
    done = escape(event);
  } else if (event.ctrlKey || event.metaKey) {
    done = combination(event);
  } else if (singleKeysOn() && !event.altKey && !typing(event.target)) {
    done = single(event);
  }
  if (done) event.preventDefault();
});
