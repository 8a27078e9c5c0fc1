// How far files are on their way; without this script the same form is sent by the browser itself.

document.addEventListener("htmx:xhr:progress", (event) => {
  const line = event.target.closest("[data-upload]")?.querySelector("[data-upload-progress]");
  if (!line || !event.detail.lengthComputable) return;
  const { loaded, total } = event.detail;
  line.hidden = false;
  line.querySelector("progress").value = (100 * loaded) / total;
  line.querySelector("label").textContent = loaded < total ? "Đang tải lên" : "Đã tải lên, đang xem từng tệp…";
});
