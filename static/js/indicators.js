// The table of manifestations: keys 1 2 3 ↑ ↓, whole groups in one act, each item saved by itself.

import { forget } from "./drafts.js";
import { Presence } from "./presence.js";
import { Saver, announce, showAbove } from "./saver.js";

const form = document.querySelector("form[data-autosave-indicators]");
const rows = [...form.querySelectorAll("[data-indicator]")];
const rowAt = new Map(rows.map((row) => [Number(row.dataset.indicator), row]));
const notice = document.getElementById("tin-luu");
const firstAnswers = form.elements.seen.value;
let seen = firstAnswers; // what the server has, as far as this page knows

const valueOf = (row) => form.querySelector(`[name="indicator-${row.dataset.indicator}"]:checked`)?.value || "0";
const said = (name) => form.querySelector(`[data-said="${CSS.escape(name)}"]`);

const hooks = {
  extra: (names) => presence.savedIn(names),
  tokensFor: (names) => [["seen", seen], ...names.filter((name) => name.startsWith("note-")).map((name) => [`${name}-token`, form.elements[`${name}-token`].value])],
  isClashing: (name) => Boolean(said(name)?.querySelector(".clash")),
  told(answer, sent) {
    if (answer.sentence && !answer.at) { saver.stopped = true; show(answer.sentence); return sent; }
    if (answer.sentence) announce(answer.sentence, "error");
    Object.entries(answer.tokens || {}).forEach(([name, token]) => { form.elements[`${name}-token`].value = token; });
    Object.entries(answer.values || {}).forEach(([name, text]) => { form.elements[name].value = text; saver.held.delete(name); saver.confirm(name, JSON.stringify([text])); });
    sent.filter((name) => said(name)).forEach((name) => said(name).replaceChildren());
    Object.entries(answer.clashes || {}).forEach(([name, html]) => { said(name).innerHTML = html; });
    Object.entries(answer.refusals || {}).forEach(([name, words]) => { said(name).textContent = words; });
    const notes = sent.filter((name) => name in (answer.clashes || {}) || (name in (answer.refusals || {}) && !answer.kept?.includes(name)));
    notes.forEach((name) => saver.held.add(name));
    if (answer.answers) takeOver(answer, sent);
    return notes;
  },
  say(words) { form.querySelector("[data-saved-all]").textContent = words; },
  refused: (sentence, isPassing) => show(sentence, isPassing),
  expired: () => show("Phiên làm việc đã hết. Câu trả lời vừa chọn được giữ trên máy này; đăng nhập lại để lưu tiếp.", true, form.dataset.login),
  calm: () => { if (!saver.stopped && notice.dataset.passing) notice.hidden = true; },
};

let ownGroup = new Set(); // the rows that this page is answering in one act: what comes back for them is nobody else's

/** The answers that stand on the server; those that somebody else gave show at once, with a word beside them. */
function takeOver(answer, sent) {
  const before = seen;
  seen = answer.answers;
  rowAt.forEach((row, position) => {
    const name = `indicator-${position}`;
    const refused = answer.refused.includes(position);
    if (!refused && saver.dirty.has(name) && !sent.includes(name)) { seen = withAnswer(seen, position, before[position]); return; } // not shown, so not seen
    if (!refused && sent.includes(name)) return;
    const mine = valueOf(row);
    if (mine === seen[position]) { saver.base.set(name, JSON.stringify(saver.values(name))); return; }
    row.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = radio.value === seen[position]; });
    saver.dirty.delete(name);
    saver.base.set(name, JSON.stringify(saver.values(name)));
    forget(saver.user, saver.key, [name]);
    const both = () => `đồng chí khác vừa chọn “${inWords(row, seen[position])}”; đồng chí đã chọn “${inWords(row, mine)}”, hãy chọn lại nếu giữ ý mình`;
    if (ownGroup.has(row)) mark(row);
    else mark(row, refused && mine !== "0" ? both() : "đồng chí khác vừa trả lời dòng này");
  });
  ownGroup = new Set();
  form.querySelectorAll("[data-act]").forEach((word) => { word.hidden = !answer.acts.includes(Number(word.dataset.act)); });
  count();
}

const inWords = (row, value) => row.querySelector(`input[value="${value}"]`)?.closest("label").textContent.trim().toLowerCase() || "chưa trả lời";
const withAnswer = (answers, position, value) => answers.slice(0, position) + value + answers.slice(position + 1);

function show(sentence, isPassing = false, login = "") {
  hooks.say("Chưa lưu được; xem lời nhắc ở đầu trang.");
  showAbove(notice, sentence, isPassing, login);
}

function mark(row, words = "") {
  const value = valueOf(row);
  const before = firstAnswers[Number(row.dataset.indicator)];
  const admitted = value === "2" || value === "3";
  if (admitted) openNote(row);
  row.classList.toggle("is-admitted", admitted);
  const changed = words || (before !== "0" && before !== undefined && before !== value ? "đã đổi" : "");
  let told = row.querySelector(".indicator-said");
  if (changed && !told) row.children[1].append(told = Object.assign(document.createElement("span"), { className: "indicator-said" }));
  if (told) told.textContent = changed;
}

/** The note of a row that had none: the page carries one pattern of it instead of 135. */
function openNote(row) {
  if (row.querySelector("[data-note-box]")) return;
  const position = row.dataset.indicator;
  const box = document.getElementById("mau-ghi-chu").content.cloneNode(true).firstElementChild;
  const rename = (attribute) => box.querySelectorAll(`[${attribute}]`).forEach((one) => one.setAttribute(attribute, one.getAttribute(attribute).replace("note-0", `note-${position}`)));
  ["id", "for", "name", "data-said"].forEach(rename);
  row.append(box);
  saver.learn(row);
}

function count() {
  const done = new Map();
  let answered = 0;
  rows.forEach((row) => {
    const { group } = row.closest("[data-group]").dataset;
    const [all, there] = done.get(group) || [0, 0];
    const has = valueOf(row) !== "0";
    answered += has;
    done.set(group, [all + 1, there + has]);
  });
  document.querySelector("[data-answered]").textContent = answered;
  document.querySelector(".sheet-index progress").value = answered;
  done.forEach(([all, there], group) => { document.querySelector(`[data-group-count="${group}"]`).textContent = `${there}/${all}`; });
}

const saver = new Saver(form, `bieu-hien/${form.dataset.autosaveIndicators}`, hooks);
const presence = new Presence(form, () => saver.unsaved(), (sentence) => saver.close(sentence));

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-indicator]");
  if (!row || event.target.type !== "radio") return;
  mark(row);
  count();
});

// 1 2 3 answer the row one is in; ↑ ↓ go to the row above or below. Never inside a note.
form.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea")) return;
  const row = event.target.closest("[data-indicator]");
  if (!row) return;
  if (["1", "2", "3"].includes(event.key)) {
    event.preventDefault();
    const radio = row.querySelector(`input[value="${event.key}"]`);
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    const radio = next?.querySelector("input:checked") || next?.querySelector("input[type=radio]");
    radio?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name]");
  if (!button || saver.stopped) return;
  if (button.name === "nhom") { event.preventDefault(); answerGroup(button); }
  else if (button.name === "chon") { event.preventDefault(); choose(button); }
  else if (button.matches("[data-save-button]")) { event.preventDefault(); saver.saveNow(); }
  else if (button.value === "them-han-che") { event.preventDefault(); saver.flush().then(() => { saver.keepNow(); form.requestSubmit(button); }); }
});

/** One request at a time, whole groups too: an answer that came late would take the later ones back on screen. */
async function inTurn(names, tokens, more) {
  while (saver.sending) await saver.sending;
  saver.sending = saver.send(names, tokens(), more).finally(() => { saver.sending = null; });
  return saver.sending;
}

const busy = new Set();

async function answerGroup(button) {
  const group = [...button.closest("[data-group]").querySelectorAll("[data-indicator]")];
  if (busy.has(button)) return; // not disabled: that would take the focus away, and giving it back moves the page
  busy.add(button);
  await saver.flush();
  const answer = await inTurn([], () => { ownGroup = new Set(group); return [["seen", seen]]; }, [["nhom", button.value]]);
  busy.delete(button);
  if (answer?.at && !answer.sentence) { hooks.say(answer.at); saver.sayWhatIsOpen(); }
  if (!answer) group.filter((row) => valueOf(row) === "0").forEach(answerWhenItCan);
}

/** The server did not take the group: its rows are answered one by one as soon as it does. */
function answerWhenItCan(row) {
  row.querySelector('input[value="1"]').checked = true;
  mark(row);
  saver.touched(`indicator-${row.dataset.indicator}`);
  count();
}

async function choose(button) {
  const name = button.value.split(":")[0];
  await saver.holdingStill(name, () => inTurn([name], () => hooks.tokensFor([name]), [["chon", button.value]]));
  form.elements[name].focus();
}

function restore(drafts) {
  drafts.filter(({ name }) => rowAt.has(Number(name.split("-")[1]))).forEach((draft) => {
    const row = rowAt.get(Number(draft.name.split("-")[1]));
    if (draft.name.startsWith("note-")) { openNote(row); form.elements[draft.name].value = draft.value[0] ?? ""; }
    else row.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = draft.value.includes(radio.value); });
    mark(row);
    asSeenThen(draft);
    saver.putBack(draft.name);
  });
  count();
}

/** Goes out with what was seen when it was chosen, however often it has to be sent: what others did since shows as theirs. */
function asSeenThen({ name, tokens }) {
  const position = Number(name.split("-")[1]);
  tokens.forEach(([field, value]) => {
    if (field === "seen") { if (name.startsWith("indicator-")) seen = withAnswer(seen, position, value[position] ?? "0"); }
    else if (form.elements[field]) form.elements[field].value = value;
  });
}

saver.offerDrafts("câu trả lời, ghi chú", restore);
count();
