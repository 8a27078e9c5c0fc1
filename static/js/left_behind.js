// On the page of a submitted review: words that the form could not save any more are shown to be copied, then dropped.

import { forget, kept } from "./drafts.js";

const box = document.querySelector("[data-left-behind]");
const form = `kiem-diem/${box.dataset.leftBehind}`;
const drafts = (await kept(box.dataset.user, form)).filter((draft) => draft.value.some((text) => / /.test(text.trim())));

if (drafts.length && !document.querySelector("[data-primary][href$='/sua/']")) {
  drafts.forEach((draft) => {
    const text = Object.assign(document.createElement("p"), { className: "running-text kept-text", textContent: draft.value.filter(Boolean).join("\n") });
    box.querySelector("[data-texts]").append(text);
  });
  box.hidden = false;
  box.querySelector("[data-drop]").addEventListener("click", () => { box.hidden = true; forget(box.dataset.user, form, drafts.map((draft) => draft.name)); });
}
