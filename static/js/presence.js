// Tells the server that this page is open, and the person who else has it open.
const EVERY = 30000;

async function appear(line) {
  const token = document.querySelector("form [name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(line.dataset.presence, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
    if (!answer.ok) return;
    const { others } = await answer.json();
    if (line.textContent !== others) line.textContent = others; // read out only when it is news
  } catch {
    // The network is away for a moment: the next time will tell.
  }
}

for (const line of document.querySelectorAll("[data-presence]")) {
  appear(line);
  setInterval(() => { if (!document.hidden) appear(line); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) appear(line); });
}
