// Finds 取組 in a picker as one types. Without this module the same boxes lie below the summaries of their 基本目標.

const ANNOUNCED = 500;
const plain = (text) => text.normalize("NFKC").replace(/[‐‑–—−－]/g, "-").toLowerCase();

/** The box that narrows the picker, above its boxes; what it holds is not sent. */
function searchBox(picker, number) {
  const part = document.createElement("div");
  part.className = "picker__search";
  const box = document.createElement("input");
  Object.assign(box, { type: "search", id: `picker_${number}`, autocomplete: "off" });
  const label = document.createElement("label");
  label.htmlFor = box.id;
  label.textContent = "番号・名前で探す";
  const voice = document.createElement("p");
  voice.className = "hint";
  voice.setAttribute("role", "status");
  part.append(label, box, voice);
  picker.querySelector(".picker__chosen").after(part);
  return { box, voice };
}

function makePicker(picker, number) {
  const { box, voice } = searchBox(picker, number);
  const rows = [...picker.querySelectorAll("details label")].map((label) => ({ label, text: plain(label.textContent) }));
  const shelves = [...picker.querySelectorAll("details")].reverse(); // inner ones first
  const wasOpen = new Map();
  let pause;

  const narrow = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    if (words.length && !wasOpen.size) for (const shelf of shelves) wasOpen.set(shelf, shelf.open);
    let found = 0;
    for (const { label, text } of rows) {
      label.hidden = !words.every((word) => text.includes(word));
      if (!label.hidden) found += 1;
    }
    for (const shelf of shelves) {
      shelf.hidden = shelf.querySelector("label:not([hidden])") === null;
      shelf.open = words.length ? !shelf.hidden : wasOpen.get(shelf) ?? shelf.open;
    }
    if (!words.length) wasOpen.clear();
    clearTimeout(pause);
    pause = setTimeout(() => { voice.textContent = words.length ? `${found}件が当てはまります。` : ""; }, ANNOUNCED);
  };
  box.addEventListener("input", (event) => { event.stopPropagation(); narrow(); }); // typed here is nothing unsaved
  box.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) event.preventDefault(); });

  const chosen = picker.querySelector(".picker__chosen > span");
  chosen.parentElement.setAttribute("role", "status");
  picker.addEventListener("change", () => {
    const ticked = rows.filter(({ label }) => label.querySelector("input").checked);
    chosen.textContent = ticked.map(({ label }) => label.textContent.trim()).join("、") || "なし";
  });
}

document.querySelectorAll("[data-picker]").forEach(makePicker);
