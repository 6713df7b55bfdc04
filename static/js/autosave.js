// A net under 「下書きを保存」: what is typed is kept on the server, beside the record, in a moment of rest.
// Nothing is ever put into the browser's own storage, which the next person at a shared machine could read.

const REST = 3000; // after the last key
const RETRY = 5000; // after a failure, twice as long each time
const LONGEST = 120000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.bar = form.querySelector("[data-save-bar]");
    this.voice = document.createElement("p"); // speaks only when something is different, not at every save
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    this.bar.after(this.voice);
    this.typed = 0; // counts what was typed, so that an answer knows whether it is still true
    this.kept = 0;
    this.retry = RETRY;
    form.addEventListener("input", () => { this.typed += 1; this.rest(REST); });
    // While kanji are being chosen the boxes hold text that is not typed yet.
    form.addEventListener("compositionstart", () => { this.composing = true; clearTimeout(this.timer); });
    form.addEventListener("compositionend", () => { this.composing = false; this.typed += 1; this.rest(REST); });
    form.addEventListener("submit", () => { this.leaving = true; clearTimeout(this.timer); this.abort?.abort(); });
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("online", () => { if (this.kept < this.typed) this.rest(0); });
    addEventListener("signed-in-again", () => { this.ended = false; if (this.kept < this.typed) this.rest(0); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.kept < this.typed) this.rest(0); });
  }

  rest(pause) {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.busy || this.composing || this.leaving) return;
    this.busy = true;
    this.abort = new AbortController();
    const typed = this.typed;
    try {
      this.tell(...(await this.send(typed)));
      this.retry = RETRY;
    } catch {
      if (this.leaving) return;
      this.tell("network", "つながらないため、自動保存できていません。入力した内容は、この画面に残っています。つながると、もう一度試します。");
      this.rest(this.retry);
      this.retry = Math.min(this.retry * 2, LONGEST);
    } finally {
      this.busy = false;
    }
    if (this.kept < this.typed && this.retry === RETRY) this.rest(REST);
  }

  /** Give the kind of what happened and the words for it; throw when it should be tried again. */
  async send(typed) {
    const answer = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body: new FormData(this.form),
      headers: { Accept: "application/json" },
      signal: this.abort.signal,
    });
    if (answer.status >= 500) throw new Error(answer.status);
    const says = await answer.json().catch(() => ({}));
    if (answer.ok || answer.status === 409) {
      this.kept = typed;
      if (this.kept === this.typed) this.form.dispatchEvent(new CustomEvent("autosaved"));
    }
    if (answer.ok) this.wasRefused = false;
    if (answer.ok) return ["saved", `${says.saved_at}に自動保存しました`];
    if (answer.status === 409) return ["conflict", says.message];
    this.ended = true;
    // 403: somebody signed in on another page meanwhile. js/session.js looks whether it is the same person.
    if (answer.status === 401 || (answer.status === 403 && !this.wasRefused)) dispatchEvent(new CustomEvent("signed-out"));
    this.wasRefused = answer.status === 403;
    if (answer.status === 401) {
      return ["signed-out", `${says.message}「${this.form.dataset.saveLabel ?? "下書きを保存"}」を押してログインすると、続けて送れます。`];
    }
    return ["refused", says.message ?? "自動保存できません。入力した内容を控えて、画面を開き直してください。"];
  }

  tell(kind, words) {
    this.bar.hidden = false;
    this.bar.textContent = words;
    this.bar.classList.toggle("save-bar--trouble", kind !== "saved");
    if (kind === this.kind) return;
    this.kind = kind;
    this.voice.textContent = kind === "saved" ? "自動保存しています" : words;
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
