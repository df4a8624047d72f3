// Keys for whoever works on these pages all day. Each does what a link or box of the page does; none is needed.
const finder = document.getElementById("finder");
const found = document.getElementById("finder-found");

const links = () => [...found.querySelectorAll("a")];

finder.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && links().length) {
    event.preventDefault();
    links()[0].focus();
  }
});

found.addEventListener("keydown", (event) => {
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? finder : all[Math.min(next, all.length - 1)]).focus();
  }
});

// What was found closes with Escape, and when somebody goes on elsewhere.
finder.form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  found.replaceChildren();
  finder.focus();
});
document.addEventListener("focusin", (event) => {
  if (!finder.form.contains(event.target)) found.replaceChildren();
});

const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    finder.focus();
    finder.select();
  }
});

// A table of people: j and k go through it, c notes a contact, Enter opens as with any link, ? shows the keys.
const rows = [...document.querySelectorAll("[data-rows] tr")];
const keysShown = document.querySelector(".app-keys")?.closest("details");

const rowAt = () => rows.findIndex((row) => row.contains(document.activeElement));
const goTo = (index) => {
  const link = rows[Math.max(0, Math.min(index, rows.length - 1))]?.querySelector("[data-open]");
  link?.focus();
  link?.closest("tr").scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !rows.length) return;
  if (event.key === "j") goTo(rowAt() + 1);
  if (event.key === "k") goTo(rowAt() < 0 ? 0 : rowAt() - 1);
  if (event.key === "c") rows[rowAt()]?.querySelector("[data-contact]")?.click();
  if (event.key === "?" && keysShown) {
    keysShown.open = true;
    keysShown.querySelector("summary").focus();
  }
});
