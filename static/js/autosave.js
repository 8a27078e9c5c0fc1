// The form of a review: autosave, two texts side by side where two people wrote, cards added and taken out in place.

import { forget } from "./drafts.js";
import { Presence } from "./presence.js";
import { Saver, announce, showAbove } from "./saver.js";

const form = document.querySelector("form[data-autosave]");
const rowOf = (name) => name.replace(/-[a-z_]+$/, "");
const said = (name) => form.querySelector(`[data-said="${CSS.escape(name)}"]`);
const tokenField = (row) => form.elements[`${row}-token`];
const notice = document.getElementById("tin-luu");

const hooks = {
  extra: (names) => presence.savedIn(names),
  tokensFor: (names) => [...new Set(names.map(rowOf))].filter(tokenField).map((row) => [`${row}-token`, tokenField(row).value]),
  isClashing: (name) => Boolean(said(name)?.querySelector(".clash")),
  isRefused: (name) => document.getElementById(name)?.classList.contains("is-invalid"),
  told(answer, sent) {
    if (answer.sentence && !answer.at) { saver.stopped = true; hooks.refused(answer.sentence); hooks.say("Chưa lưu được; xem lời nhắc ở đầu trang.", sent); return sent; }
    Object.entries(answer.tokens || {}).forEach(([row, token]) => { if (tokenField(row)) tokenField(row).value = token; });
    Object.entries(answer.values || {}).forEach(([name, value]) => { if (sent.includes(name) || !saver.dirty.has(name)) settle(name, value); });
    const gone = new Set(answer.gone || []);
    const lacking = sent.filter((name) => (name in (answer.refusals || {}) && !answer.kept?.includes(name)) || name in (answer.clashes || {}) || gone.has(rowOf(name)));
    sent.forEach((name) => { if (said(name)) said(name).replaceChildren(); document.getElementById(name)?.classList.remove("is-invalid"); });
    Object.entries(answer.refusals || {}).forEach(([name, sentence]) => refuse(name, sentence));
    Object.entries(answer.clashes || {}).forEach(([name, html]) => { if (said(name)) said(name).innerHTML = html; });
    const hinted = Object.entries(answer.hints || {}).filter(([name, html]) => hint(name, html));
    if (hinted.length || Object.keys(answer.values || {}).length || sent.some(mayMoveMarks)) document.dispatchEvent(new CustomEvent("marksMoved"));
    gone.forEach((row) => { const box = document.getElementById(row); if (box) box.prepend(line("Phần này vừa bị đồng chí khác bỏ hoặc vừa chuyển chỗ nên chưa lưu được. Nội dung vẫn còn ở đây; hãy chép sang chỗ khác.")); });
    lacking.forEach((name) => saver.held.add(name));
    return lacking;
  },
  say(words, names) {
    const places = new Set(names.map((name) => nearestLine(document.getElementById(name) || document.getElementById(rowOf(name)))));
    places.forEach((place) => { if (place) place.textContent = words; });
    const all = form.querySelector("[data-saved-all]");
    if (all) all.textContent = words;
  },
  refused: (sentence, isPassing) => show(sentence, isPassing),
  asStored(name) {
    saver.held.delete(name);
    if (!hooks.isClashing(name)) said(name)?.replaceChildren();
    document.getElementById(name)?.classList.remove("is-invalid");
    if (!saver.unsaved()) hooks.say("Mọi nội dung đã được lưu.", [name]);
  },
  expired: () => show("Phiên làm việc đã hết. Nội dung vừa viết được giữ trên máy này; đăng nhập lại rồi trở về đúng trang này để lưu tiếp.", true, form.dataset.login),
  calm: () => { if (!saver.stopped && notice.dataset.passing) { notice.hidden = true; } },
};

function line(sentence, css = "notice notice-warning") {
  const paragraph = document.createElement("p");
  paragraph.className = css;
  paragraph.textContent = sentence;
  return paragraph;
}

function show(sentence, isPassing = false, login = "") {
  hooks.say("Chưa lưu được; xem lời nhắc ở đầu trang.", []);
  showAbove(notice, sentence, isPassing, login);
}

function nearestLine(element) {
  for (let box = element?.closest("[data-row], section"); box && form.contains(box); box = box.parentElement.closest("[data-row], section")) {
    const found = box.querySelector("[data-saved]");
    if (found) return found;
  }
  return null;
}

/** What the text leaves open, as a question below its control; whether that is another one than before. */
function hint(name, html) {
  const box = form.querySelector(`[data-control="${CSS.escape(name)}"]`);
  const words = () => box?.querySelector(":scope > .hints")?.textContent.replace(/\s+/g, " ").trim() || "";
  const before = words();
  box?.querySelector(":scope > .hints")?.remove();
  if (html) box?.insertAdjacentHTML("beforeend", html);
  return words() !== before;
}

/** Marks of the index ask of a long text only whether there is one: a word more need not have the index made anew, save
 *  where it is asked whether a returned part was touched at all. */
function mayMoveMarks(name) {
  if (document.getElementById("phai-bo-sung")) return true;
  const isThere = (values) => values.join("").trim() !== "";
  const isLongText = form.querySelector(`textarea[name="${CSS.escape(name)}"]`) !== null;
  return !isLongText || isThere(saver.values(name)) !== isThere(JSON.parse(saver.base.get(name) || "[]"));
}

function refuse(name, sentence) {
  const paragraph = line(sentence, "field-error");
  paragraph.id = `${name}-loi`;
  said(name)?.replaceChildren(paragraph);
  const control = document.getElementById(name);
  control?.classList.add("is-invalid");
  control?.setAttribute("aria-describedby", paragraph.id);
}

/** A conflict was settled, or what could not be can be by now: what stands now goes into the control, unless the person is still typing elsewhere in it. */
function settle(name, value) {
  document.getElementById(name)?.classList.remove("is-invalid");
  const list = Array.isArray(value) ? value : [value];
  form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((control) => {
    put(control, list);
    if (/^(text|textarea)$/.test(control.type)) control.dispatchEvent(new Event("input", { bubbles: true }));
  });
  saver.held.delete(name);
  saver.base.set(name, JSON.stringify(saver.values(name)));
  saver.dirty.delete(name);
  said(name)?.replaceChildren();
  forget(saver.user, saver.key, [name]);
}

/** The values of a field into one of its controls: of several lists of one name each takes what it offers. */
function put(control, values) {
  if (control.type === "checkbox") control.checked = values.includes(control.value);
  else if (control.type === "select-one") control.value = [...control.options].map((option) => option.value).find((value) => value && values.includes(value)) ?? "";
  else if (control.type !== "hidden") control.value = values[0] ?? "";
}

const saver = new Saver(form, `kiem-diem/${form.dataset.autosave}`, hooks);
const presence = new Presence(form, () => saver.unsaved(), (sentence) => saver.close(sentence));

// Buttons inside the form: settle a conflict, add or take out a card; everything typed is sent before.
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name]");
  if (!button || saver.stopped) return;
  if (button.matches("[data-keep]")) { event.preventDefault(); button.closest(".removal").remove(); }
  else if (button.name === "chon") { event.preventDefault(); choose(button); }
  else if (button.name === "viec" && button.value) { event.preventDefault(); step(button); }
  else if (button.matches("[data-save-button]")) { event.preventDefault(); saver.saveNow(); }
});

async function choose(button) {
  const name = button.value.split(":")[0];
  await saver.holdingStill(name, async () => {
    while (saver.sending) await saver.sending;
    saver.sending = saver.send([name], hooks.tokensFor([name]), [["chon", button.value]]).finally(() => { saver.sending = null; });
    await saver.sending;
  });
  presence.lookAgain();
  document.getElementById(name)?.focus();
}

async function step(button) {
  button.disabled = true;
  await saver.flush();
  const body = new URLSearchParams([["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["dang", "json"], ["viec", button.value]]);
  const answer = await saver.post(body, false);
  button.disabled = false;
  if (!answer) return;
  const [verb, subject] = button.value.split(":");
  if (answer.html && answer.added) { button.closest(".removal")?.remove(); insert(answer.added, answer.html, subject); }
  else if (answer.html) { button.closest(".removal")?.remove(); document.getElementById(subject)?.insertAdjacentHTML("beforeend", answer.html); document.getElementById(subject)?.querySelector(".removal button")?.focus(); }
  else if (answer.sentence) announce(answer.sentence, "error");
  else if (verb === "thoi-nhac") waveAway(button);
  else if (verb.startsWith("bo")) takeOut(subject, answer.undo);
  ["sheetSaved", "marksMoved"].forEach((name) => document.dispatchEvent(new CustomEvent(name)));
}

function insert(name, html, subject) {
  const kind = name.split("-")[0];
  const box = form.querySelector(`[data-rows="${kind === "remedy" ? `remedy:${subject}` : kind}"]`);
  box.querySelector(":scope > .nothing-yet")?.remove();
  box.insertAdjacentHTML("beforeend", html);
  const added = document.getElementById(name);
  saver.learn(added);
  added.scrollIntoView({ block: "center" });
  added.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}

function waveAway(button) {
  const [item, list] = [button.closest("li"), button.closest(".hints")];
  const control = document.getElementById(list?.id.replace(/-nhac$/, ""));
  item?.remove();
  if (list && !list.children.length) list.remove();
  control?.focus();
}

function takeOut(name, undo) {
  const row = document.getElementById(name);
  if (!row) return;
  saver.forgetControls(row);
  if (undo) row.insertAdjacentHTML("afterend", undo);
  const following = row.nextElementSibling;
  const next = (undo && following.querySelector("button")) || following || row.parentElement.nextElementSibling;
  row.remove();
  if (undo) next.scrollIntoView({ block: "center" });
  next?.focus();
}

// What is pointed out before submitting comes anew with the index.
document.addEventListener("htmx:afterSwap", () => {
  const button = document.querySelector('button[form="ban-kiem-diem"][data-confirm]');
  const words = document.getElementById("muc-luc")?.dataset.consequence;
  if (button && words) button.dataset.confirm = words;
});

// Submitting: what is typed goes with the form itself; nothing of it may be lost on the way.
document.addEventListener("submit", (event) => { if (event.target === form) saver.keepNow(); });

/** Back into the controls with the token of that time, however often it has to be sent: newer words of others show as a conflict. */
function restore(drafts) {
  const rows = new Map();
  drafts.forEach((draft) => {
    const controls = form.querySelectorAll(`[name="${CSS.escape(draft.name)}"]`);
    if (!controls.length) { showLost(draft); return; }
    controls.forEach((control) => put(control, draft.value));
    if (!rows.has(rowOf(draft.name))) draft.tokens.forEach(([field, value]) => { if (form.elements[field]) form.elements[field].value = value; });
    rows.set(rowOf(draft.name), draft.name);
    saver.putBack(draft.name);
  });
  document.getElementById([...rows.keys()][0])?.scrollIntoView({ block: "center" });
}

function showLost(draft) {
  const words = draft.value.filter(Boolean).join("; ");
  if (words) notice.append(line(`Thẻ chứa nội dung này không còn; hãy chép lại nếu cần (${draft.label ?? ""}):`), line(words, "running-text kept-text"));
  notice.hidden = false;
}

saver.offerDrafts("ô", restore);
