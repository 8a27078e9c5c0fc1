// The frame of every page: navigation on narrow windows, menus, the status line, and what htmx could not fetch.

const status = document.getElementById("thong-bao");

/** Show a sentence in the status line, where screen readers read it out. kind: info, success, warning, error. */
function announce(sentence, kind = "success") {
  const line = document.getElementById("mau-thong-bao").content.cloneNode(true).firstElementChild;
  line.classList.add(`notice-${kind}`);
  line.querySelector("span").textContent = sentence;
  status.replaceChildren(line);
  if (line.getBoundingClientRect().top < 0 || line.getBoundingClientRect().top > innerHeight) status.classList.add("is-afloat");
  setTimeout(() => status.classList.remove("is-afloat"), 6000);
}

document.addEventListener("announce", (event) => announce(event.detail.sentence, event.detail.kind));
// The session ran out while htmx was sending a form: send it as a plain one, which the server answers with a page that keeps
// what was typed. A form that saves itself keeps its text in the browser and just goes to the log-in page.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig, elt } = event.detail;
  if (!xhr.getResponseHeader("X-Login-Required") || requestConfig.verb !== "post" || elt.closest("[data-autosave]")) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = requestConfig.path;
  for (const [name, value] of requestConfig.formData) {
    if (typeof value !== "string") continue;
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  form.submit();
});

document.addEventListener("htmx:sendError", () => announce("Không nối được với máy chủ. Nội dung trên trang vẫn còn; mời kiểm tra mạng rồi làm lại.", "error"));
document.addEventListener("htmx:timeout", () => announce("Máy chủ trả lời chậm quá. Nội dung trên trang vẫn còn; mời làm lại sau ít phút.", "error"));
document.addEventListener("htmx:responseError", (event) => {
  const sentences = {
    403: "Yêu cầu bị từ chối. Nội dung trên trang vẫn còn; mời tải lại trang rồi làm lại.",
    404: "Không tìm thấy nội dung này, hoặc đồng chí không có quyền xem.",
    413: "Nội dung gửi lên lớn quá.",
    429: "Đồng chí thao tác nhanh quá. Mời chờ một phút rồi làm lại.",
  };
  announce(sentences[event.detail.xhr.status] || "Máy chủ gặp lỗi, việc vừa rồi chưa thực hiện được. Nội dung trên trang vẫn còn; mời làm lại sau ít phút.", "error");
});

// Log-out: what forms kept in this browser for the case of a failure does not stay on a shared computer. An open form first
// sends what it still has; what could not be stored goes only where one insists.
document.addEventListener("submit", async (event) => {
  const leaving = event.target;
  if (!leaving.matches("[data-logout]")) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // it is not sent yet
  const { clear } = await import("./drafts.js"); // no other page needs it
  const saves = [];
  document.dispatchEvent(new CustomEvent("loggingOut", { detail: saves }));
  const insists = Boolean(leaving.dataset.insists);
  const isStored = (await Promise.all(saves)).every(Boolean);
  if ((isStored || insists) && await clear(leaving.dataset.logout, insists)) { leaving.submit(); return; }
  leaving.dataset.insists = "true";
  announce("Trên máy này còn nội dung chưa lưu được; đăng xuất bây giờ sẽ mất phần đó. Bấm Đăng xuất lần nữa nếu vẫn muốn ra.", "warning");
}, true);

const navigation = document.getElementById("dieu-huong");
const toggle = document.querySelector("[data-nav-toggle]");

function openNavigation(open) {
  navigation.classList.toggle("is-open", open);
  toggle.setAttribute("aria-expanded", open);
  (open ? navigation.querySelector("a[href]") : toggle).focus();
}

if (navigation && toggle) {
  toggle.setAttribute("role", "button");
  toggle.setAttribute("aria-expanded", "false");
  toggle.addEventListener("click", (event) => { event.preventDefault(); openNavigation(!navigation.classList.contains("is-open")); });
  navigation.querySelector("[data-nav-close]").addEventListener("click", (event) => { event.preventDefault(); openNavigation(false); });
  const fold = navigation.querySelector("[data-nav-fold]");
  fold.hidden = false;
  fold.addEventListener("click", () => {
    const folded = document.documentElement.classList.toggle("nav-folded");
    fold.setAttribute("aria-pressed", folded);
    document.cookie = `nav=${folded ? "gon" : ""}; path=/; max-age=31536000; samesite=lax`;
  });
}

// Menus are <details>: only one open, closed by Esc and by a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  if (navigation && navigation.classList.contains("is-open")) openNavigation(false);
});
