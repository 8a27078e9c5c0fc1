// Where a review can be written no more: words that its form could not save are shown to be copied, then dropped.

import { areSame, drop, left } from "./drafts.js";

const CHOSEN = /^indicator-|-(choice|kind|stance|state|persons|shares|due_on|[a-z_]+_id)$/;
const box = document.querySelector("[data-left-behind]");
const shown = [...document.querySelectorAll("main .running-text, main dd, main td")].map((one) => one.lastChild?.textContent ?? "");
const isShown = ({ value }) => shown.some((text) => areSame([text], value)); // it did arrive, its page was not told
const waiting = await left(box.dataset.user, box.dataset.leftBehind);
drop(waiting.filter(isShown));
const drafts = waiting.filter((draft) => !isShown(draft) && !CHOSEN.test(draft.name) && draft.value.join("").trim());

if (drafts.length && !document.querySelector("[data-primary][href$='/sua/']")) {
  drafts.forEach((draft) => {
    const title = Object.assign(document.createElement("p"), { className: "clash-title", textContent: draft.label ?? "" });
    const text = Object.assign(document.createElement("p"), { className: "running-text kept-text", textContent: draft.value.join("\n") });
    box.querySelector("[data-texts]").append(title, text);
  });
  box.hidden = false;
  box.querySelector("[data-drop]").addEventListener("click", () => { box.hidden = true; drop(drafts); });
}
