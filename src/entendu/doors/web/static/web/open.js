/* What stays as it is when htmx brings a case or its thread: a row opened beside the list leaves the list alone, is
   marked in it, and focus goes to the new heading. */

function mark(number) {
  for (const row of document.querySelectorAll(".row")) {
    const isOpen = row.id === `row-${number}`;
    row.toggleAttribute("aria-current", isOpen);
    if (!isOpen) continue;
    row.setAttribute("aria-current", "true");
    row.classList.remove("is-unread");
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  const conversation = document.getElementById("conversation");
  // After an outerHTML swap htmx settles the new element itself.
  if (!conversation || event.target !== conversation) return;
  mark(conversation.dataset.ticket);
  document.getElementById("case-h").focus();
});

// What somebody unfolded in the thread stays unfolded when the thread is asked again.
let unfolded = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "entries") return;
  unfolded = [...event.target.querySelectorAll("details.fate[open]")].map((details) => details.id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "entries") return;
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});
