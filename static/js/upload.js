// How far a file is on its way; without this script the same form is sent by the browser itself.

document.addEventListener("htmx:xhr:progress", (event) => {
  const line = event.target.closest("[data-upload]")?.querySelector("[data-upload-progress]");
  if (!line || !event.detail.lengthComputable) return;
  line.hidden = false;
  line.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
});
