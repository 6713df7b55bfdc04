// Looks every few seconds whether the server shows something new in the watched part of the page, and puts it there.
// Without this module the link in that part does the same by hand.
const PAUSE = 3000;

async function look(part) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(part.id);
    if (!now) return location.reload();
    if (now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    if (!("watch" in now.dataset)) return undefined;
  } catch {
    // The network is away for a moment: the next look will tell.
  }
  return setTimeout(look, PAUSE, part);
}

for (const part of document.querySelectorAll("[data-watch]")) setTimeout(look, PAUSE, part);
