// The review as it reads, beside the form: fetched when opened, and again after each save.

const preview = document.querySelector("[data-preview]");
const place = preview?.querySelector("[data-place]");
let waiting;

async function show() {
  if (!preview.open) return;
  try {
    const answer = await fetch(preview.dataset.preview, { credentials: "same-origin", redirect: "manual" });
    const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const paper = page?.querySelector("article.sheet");
    if (!paper) return;
    paper.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id")); // the form beside it has the same ones
    const { scrollTop } = place;
    place.replaceChildren(document.adoptNode(paper));
    place.scrollTop = scrollTop;
  } catch { /* what is shown stays; the form says by itself that the server cannot be reached */ }
}

const button = document.querySelector("[data-preview-toggle]");
if (preview && button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    preview.open = !preview.open;
    if (preview.open && preview.getBoundingClientRect().top > innerHeight) preview.scrollIntoView(); // below the form on a narrow screen
  });
}
preview?.addEventListener("toggle", show);
document.addEventListener("sheetSaved", () => { clearTimeout(waiting); waiting = setTimeout(show, 600); });
