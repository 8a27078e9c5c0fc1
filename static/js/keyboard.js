// Shortcuts: Ctrl+S saves, Ctrl+Enter does the primary action, "/" searches, "?" lists them all.

const isTyping = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const tell = (sentence) => document.dispatchEvent(new CustomEvent("announce", { detail: { sentence, kind: "info" } }));
const isShown = (element) => element.getClientRects().length > 0;

/** The button that Ctrl+Enter presses: of the open dialog, else of the form one is in, else of the page. */
function primaryButton(from) {
  const dialog = document.querySelector("dialog[open]");
  const places = dialog ? [dialog] : [from.closest("form"), document];
  const selector = dialog ? "[data-primary], .btn-primary" : "[data-primary]";
  return places.filter(Boolean).flatMap((place) => [...place.querySelectorAll(selector)]).find(isShown);
}

function save(from) {
  const ask = new CustomEvent("saveNow", { cancelable: true });
  if (!document.dispatchEvent(ask)) return; // autosave has taken it, and says so itself
  const form = from.closest("form[data-save]") || document.querySelector("form[data-save]");
  if (!form) { tell("Trang này không có gì phải lưu."); return; }
  tell("Đang lưu…");
  form.requestSubmit(form.querySelector("[data-save-button]") || undefined);
}

function act(from) {
  const button = primaryButton(from);
  if (!button) return;
  if (button.disabled) tell(document.getElementById(button.getAttribute("aria-describedby"))?.textContent || "Chưa làm được việc này.");
  else button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const from = event.target.closest ? event.target : document.body;
  const withCtrl = event.ctrlKey || event.metaKey;
  if (withCtrl && !event.shiftKey && event.key.toLowerCase() === "s") { event.preventDefault(); save(from); }
  else if (withCtrl && event.key === "Enter") { event.preventDefault(); act(from); }
  else if (withCtrl || isTyping(from) || document.querySelector("dialog[open]")) return;
  else if (event.key === "?") { event.preventDefault(); document.querySelector("[data-shortcuts]")?.click(); }
  else if (event.key === "/") { event.preventDefault(); document.querySelector("[data-search]")?.focus(); }
});
