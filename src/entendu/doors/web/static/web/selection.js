/* "Note a limit": what is selected on the page, in the conversation or the draft, goes along as its first words. */

function selected() {
  const field = document.activeElement;
  if (field?.matches("textarea") && field.selectionStart !== field.selectionEnd) {
    return field.value.slice(field.selectionStart, field.selectionEnd);
  }
  return String(getSelection());
}

let words = "";
// Opening a menu moves focus and may clear a selection, so it is noted while it stands.
document.addEventListener("selectionchange", () => { words = selected() || words; });
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("details.menu, .conv-acts")) words = "";
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-with-selection]");
  const line = words.split(/\s+/).filter(Boolean).join(" ").slice(0, 200);
  if (!link || !line) return;
  const address = new URL(link.href);
  address.searchParams.set("title", line);
  link.href = address.href;
});
