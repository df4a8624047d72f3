// Marks of a register that were kept on this telephone while there was no network go from whichever page of ours is opened
// next. The register itself sends its own. What is refused stays, and the page that says what waits says why.
import { Marks } from "./marks.js";

const { keeper, refused } = document.querySelector("script[data-keeper]").dataset;
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const line = document.getElementById("marks-waiting");
const trouble = document.getElementById("not-saved");

async function sendAll() {
  show();
  for (const register of Marks.of(keeper)) {
    try {
      for (const mark of register.waiting) await register.send(mark, token, refused);
    } catch {
      // The next page tries again.
    }
  }
  show();
}

function show() {
  if (!line) return;
  const registers = Marks.of(keeper);
  const number = registers.flatMap((register) => register.waiting).length;
  line.hidden = !number;
  line.textContent = (number === 1 ? line.dataset.one : line.dataset.many).replace("%n", number);
  const lost = registers.filter((register) => register.refused.length);
  trouble.hidden = !lost.length;
  trouble.querySelector("[data-why]").replaceChildren(...lost.flatMap((register) => [why(register), " "]));
}

// The register itself tells of whom.
function why(register) {
  const link = document.createElement("a");
  link.href = register.address;
  link.textContent = [...new Set(register.refused.map((mark) => mark.refused))].join(" ");
  return link;
}

if (token && !document.querySelector("[data-taps]")) {
  addEventListener("online", sendAll);
  trouble?.querySelector("button").addEventListener("click", () => {
    for (const register of Marks.of(keeper)) register.keep(register.waiting);
    show();
  });
  sendAll();
}
