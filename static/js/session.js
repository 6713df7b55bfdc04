// Says some minutes before that the sign-in will end, and prolongs it by one press. Asked only where text is typed.
// Lengths of time, never the clock of this machine, which may be wrong.
const WARN = 5 * 60;
const LONGEST = 10 * 60; // ask again at least this often: another page may have prolonged it, or signed out

const forms = document.querySelectorAll("form[data-warn-unsaved]");
const address = "/accounts/session/";
let notice;
let timer;
let isOut = false;

async function ask(method = "GET") {
  const headers = { Accept: "application/json" };
  if (method === "POST") headers["X-CSRFToken"] = forms[0].querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, { method, headers });
  return answer.ok ? answer.json() : { seconds: 0 };
}

function build() {
  const part = document.createElement("section");
  part.className = "notice notice--warning session-end";
  part.setAttribute("aria-label", "ログインの有効期間");
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "ログインを延長する";
  button.addEventListener("click", prolong);
  part.append(words, button);
  document.getElementById("main").prepend(part);
  return { part, words, button };
}

function say(words, kind, hasButton) {
  notice ??= build();
  notice.button.hidden = !hasButton;
  if (notice.kind === kind) return;
  notice.kind = kind;
  notice.words.textContent = words;
}

function length(seconds) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `${minutes}分` : `${Math.round(minutes / 60)}時間`;
}

async function prolong() {
  const { seconds } = await ask("POST").catch(() => ({ seconds: -1 }));
  if (seconds > 0) say(`ログインを延長しました。あと${length(seconds)}有効です。`, "prolonged", false);
  else say("延長できませんでした。「下書きを保存」を押して、入力した内容を保存してください。", "failed", false);
  wait(seconds > 0 ? seconds : WARN);
}

async function look() {
  try {
    const { seconds, person, token } = await ask();
    if (seconds > 0) comeBack(person, token);
    else isOut = true;
    if (seconds <= 0) say("ログインの有効期間が過ぎました。入力した内容は、この画面に残っています。「下書きを保存」などのボタンを押してログインすると、続けて送れます。", "over", false);
    else if (seconds <= WARN) say(`あと${length(seconds)}で、ログインの有効期間が終わります。続けるときは延長してください。`, "warned", true);
    else if (notice?.kind === "warned" || notice?.kind === "over") say(`ログインは、あと${length(seconds)}有効です。`, "prolonged", false);
    wait(seconds);
  } catch {
    wait(WARN); // the network is away: look again in a minute
  }
}

/** Signed in again on another page: the security token of this page is an old one by now. */
function comeBack(person, token) {
  if (!isOut || [...forms].some((form) => form.dataset.person && form.dataset.person !== String(person))) return;
  isOut = false;
  for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
  dispatchEvent(new CustomEvent("signed-in-again"));
}

function wait(seconds) {
  clearTimeout(timer);
  const untilWarning = seconds > WARN ? seconds - WARN : 60;
  timer = setTimeout(look, Math.min(untilWarning, LONGEST) * 1000);
}

if (forms.length) {
  look();
  addEventListener("signed-out", () => { isOut = true; look(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
