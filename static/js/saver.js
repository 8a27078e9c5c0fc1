// Saves the controls of one form while people type: to this browser at once, to the server after a pause.
// It never changes what stands in a control; what it is told by the server goes to the hooks of the page.

import { areSame, drop, forget, keep, left, pageAt, valuesIn } from "./drafts.js";
import { handIsOff } from "./hand.js";

const IDLE = 1500;
const KEEP_EVERY = 1000;
const RETRY = [5000, 10000, 30000];
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies once the page is going away

const announce = (sentence, kind = "info") => document.dispatchEvent(new CustomEvent("announce", { detail: { sentence, kind } }));

export class Saver {
  /** hooks: isRefused(name) → whether the server has its words and could not take them, tokensFor(names) → [[name, value]], told(answer, sent) → names not stored, extra(names) → [[name, value]] sent besides. */
  constructor(form, key, hooks) {
    Object.assign(this, { form, key, hooks, user: form.dataset.user, url: form.getAttribute("action") });
    this.base = new Map();
    this.dirty = new Set();
    this.held = new Set();
    this.unkept = new Map();
    this.failures = 0;
    this.inDoubt = null; // what was sent and not answered: the server may have it
    this.stopped = false;
    this.isKept = true;
    this.learn(form);
    this.listen();
  }

  isOurs(control) { return control.name && !["csrfmiddlewaretoken", "version", "seen", "tai-khoan"].includes(control.name) && !control.name.endsWith("-token") && control.type !== "submit"; }

  values(name) { return valuesIn(this.form, name); }

  valuesOf(names) { return new Map(names.map((name) => [name, this.values(name)])); }

  /** Take what stands in these controls now as what the server has. */
  learn(root) {
    const names = new Set([...root.querySelectorAll("[name]")].filter((c) => this.isOurs(c) && c.tagName !== "BUTTON").map((c) => c.name));
    names.forEach((name) => { if (!this.base.has(name)) this.base.set(name, JSON.stringify(this.values(name))); });
  }

  forgetControls(root) {
    root.querySelectorAll("[name]").forEach((c) => { this.base.delete(c.name); this.dirty.delete(c.name); this.held.delete(c.name); forget(this.user, this.key, [c.name]); });
  }

  listen() {
    const changed = (event) => { if (this.isOurs(event.target)) this.touched(event.target.name); };
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("focusout", () => { if (this.dirty.size) this.flush(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); else if (this.unsaved()) this.flush(); });
    addEventListener("pagehide", () => this.leave());
    ["online", "focus"].forEach((name) => addEventListener(name, () => { if (this.unsaved()) this.flush(); }));
    document.addEventListener("serverAnswered", () => this.tryAgain());
    document.addEventListener("saveNow", (event) => { event.preventDefault(); this.saveNow(); });
    addEventListener("beforeunload", (event) => { if (this.unsaved() && !this.isKept && !this.sending) { event.preventDefault(); event.returnValue = ""; } });
    document.addEventListener("loggingOut", (event) => { if (this.unsaved()) event.detail.push(this.flush()); });
  }

  touched(name) {
    const now = JSON.stringify(this.values(name));
    if (now === this.base.get(name) && !this.hooks.isRefused?.(name)) { this.unkept.delete(name); forget(this.user, this.key, [name]); if (this.dirty.delete(name)) this.hooks.asStored?.(name); return; }
    this.dirty.add(name);
    if (this.held.has(name) && !this.hooks.isClashing(name)) this.held.delete(name);
    this.unkept.set(name, now);
    this.keeping ??= setTimeout(() => this.keepNow(), KEEP_EVERY);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.flush(), IDLE);
    this.hooks.say?.("Đang viết…", [name]);
  }

  async keepNow() {
    clearTimeout(this.keeping);
    this.keeping = null;
    const entries = [...this.unkept.keys()].filter((name) => this.dirty.has(name)).map((name) => ({ name, value: this.values(name), label: this.labelOf(name), tokens: this.hooks.tokensFor([name]) }));
    this.unkept.clear();
    if (entries.length) this.isKept = await keep(this.user, this.key, entries);
  }

  /** What a text is called where it has to be shown without its control. */
  labelOf(name) {
    const control = this.form.querySelector(`[name="${CSS.escape(name)}"]`);
    const wordsOf = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const [place, own] = [wordsOf(control?.closest("section")?.querySelector("h2, h3")), wordsOf(control?.labels?.[0] ?? control?.closest("fieldset")?.querySelector("legend"))];
    return place.includes(own) ? place : [place, own].filter(Boolean).join(": ");
  }

  unsaved() { return this.dirty.size > 0 || this.inDoubt !== null; }
  ready() { return [...this.dirty].filter((name) => !this.held.has(name)); }

  leave() {
    this.keepNow();
    if (!this.sending) this.flush(true);
  }

  async saveNow() {
    const stored = await this.flush();
    if (stored) { announce(this.lastSaved || "Mọi nội dung đã được lưu.", "success"); return; }
    const first = [...this.held].map((name) => document.getElementById(name) || this.form.elements[name]).find((one) => one?.focus);
    if (first) { first.focus(); announce("Còn ô chưa lưu được; con trỏ đã ở ô đó.", "warning"); }
  }

  /**
   * Send what changed; true once everything that may be sent is stored. One request at a time. What was not answered goes
   * once more as it was, before what has been written since: else the own text, had it arrived, would meet the new one as
   * another person's.
   */
  async flush(leaving = false) {
    clearTimeout(this.waiting);
    if (this.stopped) return false;
    while (this.sending) await this.sending;
    if (this.stopped) return false;
    const doubt = leaving ? null : this.inDoubt;
    const names = doubt ? [...doubt.sent.keys()] : this.ready();
    if (!names.length) return !this.unsaved();
    this.keepNow();
    const request = doubt || { sent: this.valuesOf(names), tokens: this.hooks.tokensFor(names) };
    this.inDoubt ??= request;
    this.sending = this.send(names, request.tokens, [], leaving, request.sent).finally(() => { this.sending = null; });
    const answered = await this.sending;
    if (answered && doubt) return this.flush();
    if (answered && this.ready().length && !leaving) { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.flush(), IDLE); }
    return Boolean(answered) && !this.unsaved();
  }

  /** One request with these controls; resolves to the server's answer, or null where there was none. */
  async send(names, tokens, more, leaving = false, sent = this.valuesOf(names)) {
    const body = new URLSearchParams([["csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value], ["dang", "json"], ...tokens, ...more, ...(this.hooks.extra?.(names) || [])]);
    sent.forEach((values, name) => values.forEach((value) => body.append(name, value)));
    const answer = await this.post(body, leaving);
    if (answer !== undefined && this.inDoubt && [...this.inDoubt.sent.keys()].every((name) => sent.has(name))) this.inDoubt = null;
    if (!answer) return null;
    const lacking = new Set(this.hooks.told(answer, [...sent.keys()]));
    const stored = [...sent.keys()].filter((name) => !lacking.has(name));
    stored.forEach((name) => this.confirm(name, JSON.stringify(sent.get(name))));
    if (answer.at && stored.length) { this.lastSaved = answer.at; this.hooks.say?.(answer.at, stored); document.dispatchEvent(new CustomEvent("sheetSaved")); }
    if (answer.at) this.sayWhatIsOpen();
    return answer;
  }

  /** An answer speaks of what was sent; what has been written since, or could not be stored, must not read as saved. */
  sayWhatIsOpen() {
    const writing = this.ready();
    const refused = [...this.dirty].filter((name) => this.held.has(name));
    if (refused.length) this.hooks.say?.("Có ô chưa lưu được; xem lời nhắc ở ô đó.", refused);
    if (writing.length) this.hooks.say?.("Đang viết…", writing);
  }

  confirm(name, value) {
    this.base.set(name, value);
    if (JSON.stringify(this.values(name)) !== value) { this.dirty.add(name); return; } // also where it was put back meanwhile
    this.dirty.delete(name);
    this.unkept.delete(name);
    forget(this.user, this.key, [name]);
  }

  /** While a choice between two texts is under way nothing is typed into its control: the answer puts a text there. */
  async holdingStill(name, act) {
    const controls = [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    controls.forEach((control) => { control.readOnly = true; });
    try { await act(); } finally { controls.forEach((control) => { control.readOnly = false; }); }
  }

  /** The server's answer; null where it has refused, undefined where it may have stored what was sent or not. */
  async post(body, leaving, secondTry = false) {
    body.set("tai-khoan", this.user);
    const text = body.toString();
    const response = await fetch(this.url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual", keepalive: leaving && text.length < KEEPALIVE_LIMIT }).catch(() => null);
    await handIsOff();
    if (!response) return this.failed();
    if (response.status === 200 || response.status === 422) { this.failures = 0; this.isAway = false; this.hooks.calm?.(); return response.json().catch(() => this.failed(response.status)); }
    if (response.status === 403 && !secondTry && await this.freshToken()) { body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value); return this.post(body, leaving, true); }
    this.isAway = true;
    if (response.status === 409) this.hooks.refused((await response.json()).sentence, true); // somebody else is logged in here now
    else if (response.status === 401 || response.type === "opaqueredirect") this.hooks.expired();
    else if (response.status === 404) { this.stopped = true; this.hooks.refused("Đồng chí không còn quyền ghi vào bản này. Nội dung vẫn còn trên trang; hãy chép lại nếu cần."); }
    else if (response.status === 400 || response.status === 413) this.hooks.refused("Nội dung gửi lên lớn quá hoặc không đọc được nên chưa lưu. Nội dung vẫn còn trên trang.");
    else return this.failed(response.status);
    return null;
  }

  /** No answer, or (with its status) one that stores nothing: tried again by itself, later and later. */
  async failed(status = 0) {
    this.isAway = true;
    const wait = RETRY[Math.min(this.failures++, RETRY.length - 1)];
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.flush(), wait);
    await this.keepNow();
    const where = this.isKept ? "nội dung giữ trên máy này" : "nội dung chỉ còn trên trang này (đừng đóng trang)";
    const fault = status ? `Máy chủ báo lỗi (mã ${status}), chưa lưu được` : "Chưa nối được máy chủ";
    const when = status ? `gửi lại lúc ${new Date(Date.now() + wait).toLocaleTimeString("vi-VN")}` : "lưu khi có mạng";
    this.hooks.say?.(`${fault}; ${where} và sẽ tự ${when}.`, [...this.dirty]);
    return undefined;
  }

  /** The server takes this person's requests again: what had to wait goes now, and nothing on the page says otherwise. */
  tryAgain() {
    if (!this.isAway || this.stopped) return;
    this.isAway = false;
    if (this.unsaved()) { this.flush(); return; }
    this.hooks.calm?.();
    this.hooks.say?.("Mọi nội dung đã được lưu.", []);
  }

  /** After a log-in in another window the token of this page is old: ask the page for the new one. */
  async freshToken() {
    const found = (await pageAt(location.pathname)).querySelector("[name=csrfmiddlewaretoken]");
    if (!found) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = found.value; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": found.value }));
    return true;
  }

  /**
   * What earlier visits could not save is offered, never put back without being asked: of each control the last text, an
   * older one at the next visit. `words`: what there are so many of; `restore` puts the oldest back first.
   */
  async offerDrafts(words, restore) {
    const drafts = await left(this.user, this.key);
    const isStored = ({ name, value }) => this.base.has(name) && areSame(value, JSON.parse(this.base.get(name)));
    drop(drafts.filter(isStored));
    const newest = new Map(drafts.map((draft) => [draft.name, draft]));
    const offered = drafts.filter((draft) => newest.get(draft.name) === draft && !isStored(draft));
    if (!offered.length) return;
    const box = document.getElementById("khoi-phuc");
    const last = new Date(offered.at(-1).at);
    box.querySelector("[data-words]").textContent = `Lần trước còn ${offered.length} ${words} chưa lưu được (viết lúc ${last.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })} ngày ${last.toLocaleDateString("vi-VN")}). Nội dung đó còn giữ trên máy này.`;
    box.hidden = false;
    if (!location.hash) box.scrollIntoView({ block: "nearest" }); // below the index on a narrow screen
    box.addEventListener("click", async (event) => {
      if (!event.target.closest("[data-drop], [data-restore]")) return;
      box.hidden = true;
      const chosen = offered.splice(0);
      if (event.target.closest("[data-drop]")) { drop(chosen); return; }
      await this.flush();
      const isFree = (draft) => !this.dirty.has(draft.name); // nothing is put over what is being written and could not be sent
      const free = chosen.filter(isFree);
      offered.push(...chosen.filter((draft) => !isFree(draft)));
      box.hidden = !offered.length;
      restore(free);
      await this.keepNow();
      if (this.isKept) drop(free);
      this.flush();
    });
  }

  /** The form was closed by somebody else: what stands in it stays to be read and copied, and nothing more is written. */
  async close(sentence) {
    await this.keepNow();
    this.stopped = true;
    this.hooks.refused(sentence);
    if (!this.unsaved()) this.hooks.say?.("Mọi nội dung đã được lưu.", []);
    [...this.form.elements].forEach((one) => { one[/^text/.test(one.type) ? "readOnly" : "disabled"] = one.type !== "hidden"; });
  }

  /** A text of an earlier visit stands in its control again and has to be sent. */
  putBack(name) {
    this.dirty.add(name);
    this.unkept.set(name, "");
  }
}

/** A sentence above the form for as long as it is true; what is being written stays beside it, not below. */
export function showAbove(notice, sentence, isPassing, login) {
  notice.dataset.passing = isPassing ? "true" : "";
  const paragraph = Object.assign(document.createElement("p"), { className: "notice notice-error", textContent: sentence });
  if (login) paragraph.append(" ", Object.assign(document.createElement("a"), { href: login, className: "btn btn-primary", textContent: "Đăng nhập lại" }));
  notice.replaceChildren(paragraph);
  notice.hidden = false;
  if (document.activeElement?.closest("form[data-user]")) document.activeElement.scrollIntoView({ block: "nearest" });
}

export { announce };
