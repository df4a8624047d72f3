// Marks of a register that were kept on this telephone while there was no network go from whichever page of ours is opened
// next. The register itself sends its own; what is refused stays for it, which says why.
const STORE = /^register:([0-9a-f-]{36})$/;
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const line = document.getElementById("marks-waiting");

const stores = () => Object.keys(localStorage).filter((key) => STORE.test(key));
const taps = (store) => JSON.parse(localStorage.getItem(store) ?? "[]");
const waiting = () => stores().flatMap((store) => taps(store).filter((tap) => !tap.refused));

async function send(store, tap) {
  const response = await fetch(`/provider/sessions/${store.match(STORE)[1]}/`, {
    method: "POST",
    redirect: "manual",
    headers: { "Idempotency-Key": tap.key, "X-CSRFToken": token },
    body: new URLSearchParams({ [tap.name]: tap.value }),
  });
  // Whoever is signed in here may not be who marked it: then it waits for them.
  if (!response.ok) throw new Error("later");
  const left = taps(store).filter((other) => other.key !== tap.key);
  if (left.length) localStorage.setItem(store, JSON.stringify(left));
  else localStorage.removeItem(store);
}

async function sendAll() {
  show();
  for (const store of stores()) {
    try {
      for (const tap of taps(store).filter((one) => !one.refused)) await send(store, tap);
    } catch {
      // The next page tries again.
    }
  }
  show();
}

function show() {
  if (!line) return;
  const number = waiting().length;
  line.hidden = !number;
  line.textContent = (number === 1 ? line.dataset.one : line.dataset.many).replace("%n", number);
}

if (token && !document.querySelector("[data-taps]")) {
  addEventListener("online", sendAll);
  sendAll();
}
