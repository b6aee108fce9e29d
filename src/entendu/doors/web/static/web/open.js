/* A row opened beside the list: the list stays as it is, the row is marked, focus goes to the new heading. */

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
