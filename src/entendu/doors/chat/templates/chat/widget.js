/* A button on this page and, once it is pressed, a window of {{ desk|safe }} in a frame. Nothing else of this page is
   read or changed; no cookie is set. What is said stands in the frame, where this page cannot look. */
(() => {
  "use strict";
  const desk = {{ settings|safe }};
  if (document.querySelector("[data-entendu-chat]")) return;

  const script = document.currentScript;
  const asked = script?.dataset.language || document.documentElement.lang || navigator.language || "";
  const language = asked.slice(0, 2).toLowerCase() in desk.words ? asked.slice(0, 2).toLowerCase() : desk.language;
  const words = desk.words[language];
  const began = `entendu-chat-${desk.token}`;

  const styles = `
    :host { all: initial; color-scheme: light dark; --accent: #0b6a5b; --on: #fff; --line: #7d8680; --paper: #f6f7f5; }
    @media (prefers-color-scheme: dark) { :host { --accent: #66cdb7; --on: #06211b; --line: #76827c; --paper: #121816; } }
    button {
      position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; display: flex; gap: .5rem; align-items: center;
      min-height: 3rem; padding: .5rem 1.1rem; border: 0; border-radius: 1.5rem; cursor: pointer;
      background: var(--accent); color: var(--on); font: 600 1rem/1.3 system-ui, sans-serif;
      box-shadow: 0 1px 2px rgb(10 20 16 / .12), 0 6px 20px rgb(10 20 16 / .18);
    }
    button:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
    svg { width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
    iframe {
      position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483001; box-sizing: border-box; border: 1px solid var(--line);
      width: min(24rem, calc(100vw - 2rem)); height: min(38rem, calc(100dvh - 2rem)); border-radius: 12px;
      background: var(--paper); box-shadow: 0 1px 2px rgb(10 20 16 / .08), 0 8px 28px rgb(10 20 16 / .18);
    }
    @media (max-width: 30rem) { iframe { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
    @media (forced-colors: active) { button { border: 1px solid; } }
    @media print { button, iframe { display: none; } }
    .off { display: none; }`;

  const host = document.createElement("aside");
  host.dataset.entenduChat = desk.token;
  host.lang = language;
  host.setAttribute("aria-label", words.write);
  const root = host.attachShadow({ mode: "open" });
  // A sheet made by a script needs no permission of the page's policy, unlike a style element (CSSOM).
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M8 2.9c3.2 0 5.6 2 5.6 4.7s-2.4 4.7-5.6 4.7c-.65 0-1.25-.07-1.8-.2L3.1 13.2l.75-2.3c-.9-.85-1.45-2-1.45-3.3C2.4 4.9 4.8 2.9 8 2.9z");
  icon.append(path);
  const label = document.createElement("span");
  label.textContent = words.write;
  button.append(icon, label);
  root.append(button);

  let frame = null;
  let ready = false; // the window listens from then on, and asks by itself how it stands

  function tell(what) {
    if (ready) frame.contentWindow.postMessage({ entenduChat: what }, desk.origin);
  }

  function recall(name) {
    try { return localStorage.getItem(name); } catch { return null; }
  }

  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch { /* a page without storage */ }
  }

  /* Where the browser gives a frame no storage of its own, the window asks this page to keep its key. */
  function values() {
    return Object.fromEntries(["key", "unsent"].map((name) => [name, recall(`${began}-${name}`)]).filter((one) => one[1]));
  }

  function load() {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = words.window;
    frame.className = "off";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    const page = new URLSearchParams({ language, page: location.origin + location.pathname });
    frame.src = `${desk.frame}?${page}`;
    root.append(frame);
  }

  function open() {
    load();
    frame.className = "";
    button.className = "off";
    button.setAttribute("aria-expanded", "true");
    label.textContent = words.write;
    frame.focus();
    tell("open");
  }

  function close() {
    frame.className = "off";
    button.className = "";
    button.setAttribute("aria-expanded", "false");
    button.focus();
    tell("closed");
  }

  button.addEventListener("click", open);
  addEventListener("message", (event) => {
    if (event.origin !== desk.origin || event.source !== frame?.contentWindow) return;
    const said = event.data?.entenduChat;
    if (said === "close") close();
    else if (said === "ready") {
      ready = true;
      if (event.data.recalls) frame.contentWindow.postMessage({ entenduChat: "memory", values: values() }, desk.origin);
      tell(frame.className ? "closed" : "open");
    }
    else if (said === "unread" && frame.className) label.textContent = words.unread;
    else if (said === "began") keep(began, "yes");
    else if (said === "keep" && ["key", "unsent"].includes(event.data.name)) keep(`${began}-${event.data.name}`, event.data.value);
  });

  function begin() {
    document.body.append(host);
    if (recall(began) === "yes") load(); // they have written from here before: what came since is shown without a press
  }
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin, { once: true });
})();
