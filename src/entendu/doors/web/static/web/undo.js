/* The undo bar counts down. At zero the message has left: the bar goes and the thread is asked again. */

const RING = 44; // the length of the ring's circle, 2πr

function countDown(bar) {
  const total = Number(bar.dataset.total) || 1;
  const end = performance.now() + Number(bar.dataset.left) * 1000;
  const seconds = bar.querySelector("[data-seconds]");
  const ring = bar.querySelector(".ring circle + circle");
  const timer = setInterval(() => {
    const left = Math.max(0, (end - performance.now()) / 1000);
    seconds.textContent = Math.ceil(left);
    ring.setAttribute("stroke-dashoffset", String(RING * (1 - left / total)));
    if (left > 0 && bar.isConnected) return;
    clearInterval(timer);
    leave(bar);
  }, 250);
}

function leave(bar) {
  if (!bar.isConnected) return;
  const hadFocus = bar.contains(document.activeElement);
  bar.remove();
  if (hadFocus) document.querySelector("main")?.focus();
  window.htmx.trigger(document.body, "desk:thread");
  window.htmx.trigger(document.body, "desk:list");
}

function start(root) {
  for (const bar of root.querySelectorAll(".undo[data-left]:not([data-running])")) {
    bar.dataset.running = "";
    countDown(bar);
  }
}

start(document);
document.addEventListener("htmx:afterSettle", () => start(document));
