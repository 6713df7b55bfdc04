// Comfort for forms. Without this module every form does the same work, only without these reminders.

const UNANNOUNCED = 1000;

/** Read out what is wrong as soon as the page is there. */
function focusErrorSummary() {
  document.querySelector(".error-summary")?.focus();
}

/** Say below a box how many characters are left or over. Nothing is ever cut. */
function addCounter(box) {
  const limit = Number(box.dataset.maxlength);
  const counter = document.getElementById(`${box.id}_counter`);
  if (!limit || !counter) return;
  // A second line speaks, so that a screen reader is not interrupted at every key.
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  counter.after(voice);
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") ?? ""} ${counter.id}`.trim());

  let composing = false;
  let pause;
  const count = () => {
    if (composing) return;
    const length = [...box.value].length; // as the server counts: 𠮷 is one character
    const isOver = length > limit;
    counter.textContent = isOver
      ? `${length - limit}文字多くなっています（${limit}文字以内で書いてください。今は${length}文字）`
      : `あと${limit - length}文字（${limit}文字以内）`;
    counter.classList.toggle("counter--over", isOver);
    clearTimeout(pause);
    if (isOver) pause = setTimeout(() => { voice.textContent = counter.textContent; }, UNANNOUNCED);
    else voice.textContent = "";
  };
  // While kanji are being chosen the box holds text that is not typed yet.
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; count(); });
  box.addEventListener("input", count);
  count();
}

/** Ask before the page is left with text that the server does not have. */
function warnUnsaved(form) {
  let isUnsaved = "unsaved" in form.dataset || form.querySelector(".error-summary") !== null;
  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("autosaved", () => { isUnsaved = false; }); // kept on the server, and offered on coming back
  form.addEventListener("submit", () => { isUnsaved = false; });
  addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });
}

/** Write a text that stands beside a box (last year's, or a share: name@share) into it, below what is there, without asking the server. Nothing is overwritten. */
function copyBeside(button) {
  const box = button.form.elements[button.value.split("@")[0]];
  const voice = document.createElement("span");
  voice.className = "hint";
  voice.setAttribute("role", "status");
  button.after(voice);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const here = box.value.trimEnd();
    box.value = here ? `${here}\n${button.dataset.copies}` : button.dataset.copies;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    voice.textContent = here ? "書いてある文の後ろに写しました。" : "写しました。";
    box.focus();
  });
}

document.querySelectorAll("button[data-copies]").forEach(copyBeside);
document.querySelectorAll("textarea[data-maxlength]").forEach(addCounter);
document.querySelectorAll("form[data-warn-unsaved]").forEach(warnUnsaved);
focusErrorSummary();
