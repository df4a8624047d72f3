// Marks of a register, kept on this telephone until the server has answered them: a random key, a field's name (which
// holds an id) and an answer, never a name of anybody. The key makes a mark that is sent twice count once.
//
// They are kept for whoever made them (`keeper`: a member's id, or "link" for a volunteer's link), so that a colleague
// who uses the same telephone neither sends nor sees them.
const STORE = /^register:([^:]+):([^:]+)$/;
// What a repeat will not mend. Anything else, a sign-in that ended included, is tried again later.
const REFUSED = [400, 404, 409];
const OF_ANOTHER_SIGN_IN = 403;

class LaterError extends Error {
  constructor({ type, status }) {
    super("later");
    // Who is signed out is led elsewhere; who signed in again in another window has another check against forgery.
    this.isSignedOut = type === "opaqueredirect" || status === OF_ANOTHER_SIGN_IN;
  }
}

export class Marks {
  constructor(keeper, session, address) {
    this.store = `register:${keeper}:${session}`;
    this.address = address;
  }

  // A member's marks of every register.
  static of(member) {
    const stores = Object.keys(localStorage).map((store) => store.match(STORE));
    const own = stores.filter((found) => found?.[1] === member);
    return own.map(([, , session]) => new Marks(member, session, `/provider/sessions/${session}/`));
  }

  get all() {
    return JSON.parse(localStorage.getItem(this.store) ?? "[]");
  }

  get waiting() {
    return this.all.filter((mark) => !mark.refused);
  }

  get refused() {
    return this.all.filter((mark) => mark.refused);
  }

  keep(marks) {
    if (marks.length) localStorage.setItem(this.store, JSON.stringify(marks));
    else localStorage.removeItem(this.store);
  }

  // Forgotten once it is saved; kept with the reason, or with `refusal`, where it is refused. Throws what has to wait.
  async send(mark, token, refusal) {
    const response = await fetch(this.address, {
      method: "POST",
      redirect: "manual",
      headers: { "Idempotency-Key": mark.key, "X-CSRFToken": token },
      body: new URLSearchParams({ [mark.name]: mark.value }),
    });
    if (!response.ok && !REFUSED.includes(response.status)) throw new LaterError(response);
    const answer = await response.json().catch(() => ({}));
    const others = this.all.filter((other) => other.key !== mark.key);
    if (response.ok) this.keep(others);
    // Not one that was tapped anew meanwhile.
    else if (others.length < this.all.length) this.keep([...others, { ...mark, refused: answer.message ?? refusal }]);
    return { isSaved: response.ok, left: answer.left };
  }
}
