// Everything works without this file; it adds what NHS.UK frontend does better with a script.
import { initAll } from "../vendor/nhsuk/nhsuk-frontend.min.js";

const components = (scope) => initAll({ scope });

// NHS.UK frontend asks for this class before it starts; it is set here because the page allows no inline script.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
components(document);

// Parts of a page that htmx brings in later are components too.
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) components(event.detail.elt);
});

// A table wider than its box can be scrolled with the keyboard too; one that fits is no stop for the Tab key.
const boxes = new ResizeObserver((entries) => {
  for (const { target } of entries) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});
for (const box of document.querySelectorAll(".app-table-box")) boxes.observe(box);

// A form that is half filled in is not left without a word. Searches, filters and a register's taps are no such forms.
const begun = new Set();
const isTyped = ({ form, type }) => form?.method === "post" && type !== "password" && !form.matches("[data-taps], [role=search]");
document.addEventListener("input", ({ target }) => isTyped(target) && begun.add(target.form));
document.addEventListener("submit", ({ target }) => begun.delete(target));
addEventListener("beforeunload", (event) => {
  if ([...begun].some((form) => form.isConnected)) event.preventDefault();
});

// Whoever leaves quickly is not led back by the browser's Back.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.value ?? source.innerText);
    } else {
      // Without a clipboard the text is chosen as by hand.
      getSelection().selectAllChildren(source);
      source.select?.();
      document.execCommand("copy");
    }
    document.getElementById(button.dataset.copied).textContent = button.dataset.done;
  });
}
