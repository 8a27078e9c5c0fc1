// Forms that a button saves: their long texts are kept in this browser while they are typed, offered again when the form
// comes back without them, and forgotten once the server has taken the form.

import { VISIT, areSame, drop, forget, keep, left } from "./drafts.js";

const KEEP_EVERY = 1000;
const SENT = "da-gui";
const user = document.querySelector("[data-logout]")?.dataset.logout;
const wordsIn = (form) => [...form.querySelectorAll("textarea[name]")];
const moment = (at) => new Date(at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", year: "numeric" });

/** Keep what is typed in this form from now on, and offer what an earlier visit could not send. */
export function watch(form) {
  const controls = wordsIn(form);
  if (!user || form.method !== "post" || !controls.length || form.elements["tai-khoan"]) return;
  const key = `nut${(form.getAttribute("action") || location.pathname).split("?")[0]}`;
  const wasRefused = Boolean(document.querySelector("main [data-error-summary], main .field-error")); // then nothing of it is stored
  const stored = new Map(controls.map((control) => [control.name, wasRefused ? "" : control.value]));
  const typed = new Set();
  let waiting = null;

  function keepNow() {
    clearTimeout(waiting);
    waiting = null;
    const now = controls.filter((control) => typed.has(control.name));
    typed.clear();
    const [same, other] = [[], []];
    now.forEach((control) => (areSame([control.value], [stored.get(control.name)]) ? same : other).push(control));
    forget(user, key, same.map((control) => control.name));
    return keep(user, key, other.map(({ name, value, labels }) => ({ name, value: [value], label: labels?.[0]?.textContent.trim(), ...(!wasRefused && { base: stored.get(name) }) })));
  }

  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "tai-khoan", value: user })); // who opened it
  form.addEventListener("input", ({ target }) => {
    if (!controls.includes(target)) return;
    typed.add(target.name);
    waiting ??= setTimeout(keepNow, KEEP_EVERY);
  });
  addEventListener("pagehide", () => { if (typed.size) keepNow(); });
  form.addEventListener("submit", () => { keepNow(); sessionStorage.setItem(SENT, JSON.stringify([key, VISIT])); });
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr, requestConfig } }) => {
    if (elt.closest("form") !== form) return;
    sessionStorage.removeItem(SENT); // its answer has come, on this page
    if (successful && requestConfig.verb === "post" && !xhr.getResponseHeader("X-Login-Required")) forget(user, key, controls.map((control) => control.name));
  });
  if (wasRefused) { controls.forEach((control) => { if (control.value) typed.add(control.name); }); keepNow(); }
  offer(form, key, controls, stored);
}

async function offer(form, key, controls, stored) {
  await taken;
  const drafts = await left(user, key);
  const control = (draft) => controls.find((one) => one.name === draft.name);
  const isThere = (draft) => control(draft) && areSame(draft.value, [control(draft).value]);
  drop(drafts.filter(isThere)); // stored, or kept anew by this visit
  const newest = new Map(drafts.filter((draft) => control(draft) && !isThere(draft) && draft.value[0].trim()).map((draft) => [draft.name, draft]));
  if (!newest.size) return;
  const box = Object.assign(document.createElement("div"), { className: "notice notice-warning" });
  const said = document.createElement("p");
  said.textContent = `Lần trước còn ${newest.size} ô viết ở đây mà chưa lưu (lúc ${moment(drafts.at(-1).at)}). Nội dung đó còn giữ trên máy này.`;
  const button = (words, css, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: `btn ${css}`, textContent: words });
    made.addEventListener("click", () => { box.remove(); act(); });
    return made;
  };
  const putBack = (draft) => {
    const one = control(draft);
    const isWriting = one.value !== stored.get(one.name);
    const isOthers = draft.base !== undefined && !areSame([draft.base], [one.value]); // stored since by somebody else
    one.value = one.value && (isWriting || isOthers) ? `${one.value}\n${draft.value[0]}` : draft.value[0]; // what stands there stays, in front
    one.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const actions = Object.assign(document.createElement("div"), { className: "actions" });
  actions.append(button("Khôi phục", "btn-primary", () => newest.forEach(putBack)), button("Bỏ phần đó", "btn-outline-secondary", () => drop(drafts)));
  box.setAttribute("role", "status");
  box.append(said, actions);
  form.prepend(box);
}

/** The form that was sent from the page before led on to another one: the server has taken it. */
async function forgetWhatWasTaken() {
  const [key, visit] = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  if (!key || !user || !performance.getEntriesByType("navigation")[0]?.redirectCount) return;
  await drop((await left(user, key)).filter((draft) => draft.key.endsWith(visit)));
}
const taken = sessionStorage.getItem(SENT) ? forgetWhatWasTaken() : null;
addEventListener("pageshow", (event) => { if (event.persisted) sessionStorage.removeItem(SENT); }); // gone back to
