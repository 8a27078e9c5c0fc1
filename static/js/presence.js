// Who else is at this form and who has just stored something, asked every few seconds; a person who looks at another
// window for a while stays present. Nothing on the page is changed but the lines that tell of the others.

import { pageAt } from "./drafts.js";
import { handIsOff } from "./hand.js";

const EVERY = 15000;
const MOVED = 2000;
const HIDDEN_FOR = 300000; // after so long out of sight, nobody is there

const section = (element) => element?.closest("[data-section]");
const seen = (root) => JSON.stringify([...root.querySelectorAll('[name$="-token"]')].map(({ name, value }) => [name, value.replace(/^\d+/, "")]));
const idOf = (box) => (box ? box.id.replace(/^muc-/, "") : "");

export class Presence {
  constructor(form, isDirty, closed) {
    Object.assign(this, { form, isDirty, closed, url: form.dataset.presence, asked: form.dataset.asked, told: new Set(), place: form.dataset.place || "" });
    this.line = form.querySelector("[data-others]");
    this.news = form.querySelector("[data-news]");
    if (!this.url) return;
    form.addEventListener("focusin", (event) => this.moved(idOf(section(event.target))));
    form.addEventListener("input", () => this.offerReload());
    document.addEventListener("sheetSaved", () => { this.offerReload(); if (this.paused) { this.paused = false; this.ask(); } });
    document.addEventListener("visibilitychange", () => this.seen());
    this.ask();
  }

  /** What a save sends besides: where the person is, and the section of the first text stored; a page that is one
   *  section as a whole (`data-place`) tells no more than that. */
  savedIn(names) {
    if (!this.url) return [];
    const control = names.map((name) => this.form.querySelector(`[name="${CSS.escape(name)}"]`)).find(section);
    return [["muc", this.place], ["luu", idOf(section(control)) || this.form.dataset.place || ""]];
  }

  moved(place) {
    if (!place || place === this.place) return;
    this.place = place;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), MOVED);
  }

  seen() {
    clearTimeout(this.leaving);
    if (document.visibilityState === "hidden") this.leaving = setTimeout(() => { this.paused = true; }, HIDDEN_FOR);
    else { this.paused = false; this.ask(); }
  }

  async ask() {
    clearTimeout(this.waiting);
    if (this.paused || this.stopped) return;
    const body = new URLSearchParams([["csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value], ["tai-khoan", this.form.dataset.user], ["muc", this.place], ["tu", this.asked]]);
    try {
      const response = await fetch(this.url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual" });
      await handIsOff();
      if (response.ok) { document.dispatchEvent(new CustomEvent("serverAnswered")); this.show(await response.json()); }
      else if (response.status === 404) this.stopped = true;
      else if (response.status === 401 || response.type === "opaqueredirect") this.paused = true; // a save tells of the log-in
    } catch { /* no connection: the saver says so where it matters */ }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), EVERY);
  }

  show(answer) {
    if (answer.closed) { this.stopped = true; this.line.textContent = ""; this.closed(answer.closed); return; }
    this.asked = answer.at;
    const words = answer.words ? answer.words[0].toUpperCase() + answer.words.slice(1) : "";
    if (this.line.textContent !== words) this.line.textContent = words;
    this.form.querySelectorAll(".here-mark").forEach((mark) => mark.remove());
    Object.entries(answer.here || {}).forEach(([id, sentence]) => this.mark(document.getElementById(id), sentence));
    (answer.saves || []).forEach((save) => this.tell(save));
  }

  mark(box, sentence) {
    const heading = box?.querySelector("h2, h3");
    if (!heading) return;
    const line = document.createElement("p");
    line.className = "here-mark";
    line.textContent = sentence;
    heading.after(line);
  }

  tell(save) {
    if (this.told.has(save.key)) return;
    this.told.add(save.key);
    const line = document.createElement("p");
    const words = document.createElement("span");
    words.textContent = `${save.words[0].toUpperCase()}${save.words.slice(1)} `;
    const reload = document.createElement("button");
    Object.assign(reload, { type: "button", className: "btn btn-outline-primary", textContent: this.news.dataset.reload });
    reload.addEventListener("click", () => { if (save.section) history.replaceState(null, "", `#${save.section}`); location.reload(); });
    line.append(words, reload);
    this.news.replaceChildren(line);
    this.news.hidden = false;
    this.offerReload();
  }

  /** Two texts became one: where the page now shows all that is stored, nothing is left to reload. */
  async lookAgain() {
    if (this.news && !this.news.hidden && seen(await pageAt(location.pathname)) === seen(this.form)) this.news.hidden = true;
  }

  /** A reload is offered only while everything typed is stored. */
  offerReload() {
    const button = this.news?.querySelector("button");
    if (button) button.hidden = this.isDirty();
  }
}
