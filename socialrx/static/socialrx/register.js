// A register saved tap by tap. Without this file the whole form is saved at once.
import { Marks } from "./marks.js";

const form = document.querySelector("[data-taps]");
const words = form.dataset;
const marks = new Marks(words.keeper, words.taps, location.pathname);
const line = document.getElementById("waiting");
const trouble = document.getElementById("not-saved");
const saved = new Set();
const AGAIN_AFTER = 15_000;
let sending = false;
let isStuck = false;
let isLeaving = false;
let isSignedOut = false;
let timer;
let left;

const inputs = (name) => [...form.elements].filter((input) => input.name === name);

function add(input) {
  saved.delete(input.name);
  // The last tap stands: an earlier one on the same line, sent or not, need not be sent again.
  const others = marks.all.filter((tap) => tap.name !== input.name);
  marks.keep([...others, { key: crypto.randomUUID(), name: input.name, value: input.value }]);
}

async function send() {
  show();
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let [tap] = marks.waiting; tap; [tap] = marks.waiting) {
      const answer = await marks.send(tap, form.elements.csrfmiddlewaretoken?.value ?? "", words.refused);
      if (answer.isSaved) {
        left = answer.left;
        saved.add(tap.name);
      }
      isStuck = isSignedOut = false;
      show();
    }
    if (isLeaving && navigator.onLine) form.submit();
  } catch (later) {
    // Opened anew, through the sign-in if need be, the register sends what waits.
    isSignedOut = later.isSignedOut ?? isSignedOut;
    isStuck = true;
    isLeaving = false;
    timer = setTimeout(send, AGAIN_AFTER);
    show();
  } finally {
    sending = false;
  }
}

function show() {
  const number = marks.waiting.length;
  const isDone = left === 0 && !number;
  line.hidden = !(number && isStuck) && !isDone;
  line.textContent = isDone ? words.complete : (number === 1 ? words.one : words.many).replace("%n", number);
  if (number && isSignedOut) line.replaceChildren(words.signedOut.replace("%n", number), " ", openAnew());
  for (const note of form.querySelectorAll("[data-saved]")) {
    const [input] = inputs(note.dataset.saved);
    const tap = marks.all.find((one) => one.name === input.name);
    note.textContent = tap ? tap.refused ?? (isStuck ? words.waits : "") : saved.has(input.name) ? words.saved : "";
    note.classList.toggle("app-late", Boolean(tap?.refused));
  }
  // Whoever is no longer on the page has no line of their own.
  const lost = marks.all.filter((tap) => tap.refused && !inputs(tap.name).length);
  trouble.hidden = !lost.length;
  trouble.querySelector("[data-why]").textContent = lost.map((tap) => tap.refused).join(" ");
}

function openAnew() {
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = words.openAnew;
  return link;
}

function makeNotes() {
  const names = new Set([...form.elements].map((input) => input.name).filter((name) => /^person-|^walk_ins$/.test(name)));
  for (const name of names) {
    const note = document.createElement("span");
    note.className = "app-saved";
    note.dataset.saved = name;
    inputs(name)[0].closest(".nhsuk-form-group").append(note);
  }
}

// What was tapped before the page was closed is what the page shows.
function restore() {
  for (const tap of marks.all) {
    for (const input of inputs(tap.name)) {
      if (input.type === "radio") input.checked = input.value === tap.value;
      else input.value = tap.value;
    }
  }
}

function markTheRest(button) {
  for (const input of form.querySelectorAll(`input[type=radio][value=${button.value}]`)) {
    if (inputs(input.name).some((one) => one.checked)) continue;
    input.checked = true;
    add(input);
  }
  button.closest("details").open = false;
}

form.addEventListener("change", (event) => {
  add(event.target);
  send();
});

form.addEventListener("submit", (event) => {
  const isRest = event.submitter?.name === "rest";
  if (!isRest && !marks.waiting.length && navigator.onLine) return;
  event.preventDefault();
  if (isRest) markTheRest(event.submitter);
  // The whole form goes once the taps have gone.
  else isLeaving = true;
  send();
});

trouble.querySelector("button").addEventListener("click", () => {
  marks.keep(marks.all.filter((tap) => !tap.refused || inputs(tap.name).length));
  show();
});

addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
makeNotes();
restore();
send();
