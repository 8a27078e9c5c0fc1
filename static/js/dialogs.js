// Dialogs over plain pages: a question before what cannot be undone, and links whose page opens in place.

const question = document.getElementById("hop-xac-nhan");
const pane = document.getElementById("hop-thoai");
const answered = new WeakSet();

// <button data-confirm="what follows" data-confirm-title="…?"> or the same on the form: asked first, then sent as if pressed.
document.addEventListener("submit", (event) => {
  const asking = event.submitter?.dataset.confirm ? event.submitter : event.target;
  if (!asking.dataset.confirm || !question.showModal) return;
  if (answered.delete(asking)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const [yes] = question.querySelectorAll("button");
  question.querySelector("h2").textContent = asking.dataset.confirmTitle || "Đồng chí chắc chắn?";
  question.querySelector("[data-consequence]").textContent = asking.dataset.confirm;
  yes.textContent = asking.dataset.confirmButton || event.submitter?.textContent.trim() || "Đồng ý";
  question.returnValue = "no";
  question.onclose = () => {
    if (question.returnValue !== "yes") { event.submitter?.focus(); return; }
    answered.add(asking);
    event.target.requestSubmit(event.submitter);
  };
  question.showModal();
}, true);

// <a href="…" data-dialog>: the same address answers htmx with the fragment that the dialog shows.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx || !pane.showModal) return;
  event.preventDefault();
  openAt(link.href);
});

/** Open the dialog with the fragment of this address; a log-in that ran out or a failure shows as on any page. */
function openAt(address) {
  window.htmx.ajax("GET", address, { target: "#hop-thoai-noi-dung", swap: "innerHTML" }).then(() => {
    const content = document.getElementById("hop-thoai-noi-dung");
    if (!content.childElementCount || pane.open) return;
    pane.showModal();
    content.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }, () => {}); // page.js has told why in the status line
}

pane.addEventListener("close", () => document.getElementById("hop-thoai-noi-dung").replaceChildren());
document.addEventListener("closeDialog", () => pane.close());
document.addEventListener("click", (event) => {
  const shut = event.target.closest("[data-close-dialog]");
  if (shut && pane.contains(shut)) { event.preventDefault(); pane.close(); }
});
document.addEventListener("openDialog", (event) => openAt(event.detail.address));
