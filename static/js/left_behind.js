// Where a review can be written no more: words that its form could not save are shown to be copied, then dropped.

import { drop, left } from "./drafts.js";

const CHOSEN = /^indicator-|-(choice|kind|stance|state|persons|shares|due_on|[a-z_]+_id)$/;
const box = document.querySelector("[data-left-behind]");
const drafts = (await left(box.dataset.user, box.dataset.leftBehind)).filter((draft) => !CHOSEN.test(draft.name) && draft.value.join("").trim());

if (drafts.length && !document.querySelector("[data-primary][href$='/sua/']")) {
  drafts.forEach((draft) => {
    const text = Object.assign(document.createElement("p"), { className: "running-text kept-text", textContent: draft.value.join("\n") });
    box.querySelector("[data-texts]").append(text);
  });
  box.hidden = false;
  box.querySelector("[data-drop]").addEventListener("click", () => { box.hidden = true; drop(drafts); });
}
