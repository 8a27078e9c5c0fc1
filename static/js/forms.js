// Forms: sent once, grown with the text, warned about before they are left, focused on what is wrong; filters, selections.

const RESEND_AFTER = 10000;
const sentAt = new WeakMap();
const savedState = new WeakMap();

const stateOf = (form) => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "tai-khoan")).toString();
const hasUnsaved = (form) => savedState.has(form) && savedState.get(form) !== stateOf(form);

// Sent once: a second click within ten seconds does nothing; after that the network may be to blame and it may be tried again.
// In the capture phase, so that htmx does not see the second one either; dialogs.js has asked its question before.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (Date.now() - (sentAt.get(form) || 0) < RESEND_AFTER) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sentAt.set(form, Date.now());
  form.setAttribute("aria-busy", "true");
  savedState.delete(form);
}, true);

function mayBeSentAgain(form) {
  sentAt.delete(form);
  form.removeAttribute("aria-busy");
}
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (!form) return;
  mayBeSentAgain(form);
  if (form.isConnected && form.matches("[data-guard]")) savedState.set(form, event.detail.successful ? stateOf(form) : "");
});
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(mayBeSentAgain));

const unsavedIn = (root) => [...root.querySelectorAll("form[data-guard]")].some(hasUnsaved);
addEventListener("beforeunload", (event) => { if (unsavedIn(document)) { event.preventDefault(); event.returnValue = ""; } });

// Unsaved text is not swapped away.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "post" || !unsavedIn(event.detail.target)) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("announce", { detail: { sentence: "Hãy lưu nội dung đang viết trước đã.", kind: "warning" } }));
});

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 4, innerHeight * 2)}px`;
}
document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-grow]")) grow(event.target); });
addEventListener("beforeprint", () => document.querySelectorAll("textarea[data-grow]").forEach(grow));

// On a narrow window the box of filters is folded, unless one of its fields has a fault.
for (const box of document.querySelectorAll("[data-filter-box]")) {
  if (matchMedia("(max-width: 575.98px)").matches && !box.querySelector(".field-error")) box.open = false;
}

// Filters apply themselves when a choice changes; text waits for Enter, so that nothing moves while one types.
// Not by keyboard: there a closed select changes with every arrow key, and the page must not leave under the fingers.
let byKeyboard = false;
document.addEventListener("keydown", () => { byKeyboard = true; }, true);
document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && !byKeyboard && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

// The tray: counts what is ticked, by the words given in data-noun of the boxes: "Đã chọn 29 tập thể, 137 cá nhân".
function countChosen(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][data-noun]")];
  const counts = new Map();
  for (const box of boxes) {
    const row = box.closest("tr, li");
    if (row) row.classList.toggle("is-chosen", box.checked);
    if (box.checked) counts.set(box.dataset.noun, (counts.get(box.dataset.noun) || 0) + 1);
  }
  const tray = form.querySelector("[data-tray]");
  tray.hidden = counts.size === 0;
  tray.querySelector("[data-tray-words]").textContent = `Đã chọn ${[...counts].map(([noun, count]) => `${count.toLocaleString("vi-VN")} ${noun}`).join(", ")}`;
  const all = form.querySelector("[data-choose-all]");
  if (all) {
    all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && counts.size > 0;
  }
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-choose-all]")) {
    form.querySelectorAll("input[type=checkbox][data-noun]").forEach((box) => { box.checked = event.target.checked; });
  }
  countChosen(form);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-choose-none]")) return;
  const form = event.target.closest("form");
  form.querySelectorAll("input[type=checkbox][data-noun]").forEach((box) => { box.checked = false; });
  countChosen(form);
});

// A link of the error summary leads into the field, not merely near it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details:not([open])")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus();
});

/** Make what is new on the page ready: heights, saved states, trays, and the focus on an error summary. */
function prepare(root) {
  const all = (selector) => [...root.querySelectorAll(selector), ...(root.matches?.(selector) ? [root] : [])];
  all("textarea[data-grow]").forEach(grow);
  all("form[data-guard]").forEach((form) => savedState.set(form, form.querySelector("[data-error-summary]") ? "" : stateOf(form)));
  const written = all("form[method=post]").filter((form) => form.querySelector("textarea") && !form.elements["tai-khoan"]);
  if (written.length || sessionStorage.getItem("da-gui")) import("./kept_words.js").then(({ watch }) => written.forEach(watch), () => {}); // without a net nothing is kept
  all("form[data-selection]").forEach(countChosen);
  all("[data-error-summary]")[0]?.focus();
}
prepare(document);
document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
