// What was typed and is not yet confirmed by the server, kept in this browser (IndexedDB) by user, form and visit: what an
// earlier visit left stays as it is, whatever is typed now, until it is put back or dropped. What belongs to a visit that
// goes on in another window is that window's alone.

const NAME = "ban-nhap";
const STORE = "o-chu";
export const VISIT = `@${Date.now()}${Math.random()}`;
const A_WINDOW_CLOSES = 500; // milliseconds until the browser knows
let opening = null;

// As long as this page is there it holds a lock of its name, by which other windows know. Elsewhere than on a secure
// address browsers have no locks: then what another window is typing is offered as if it had been left.
let leave = () => {};
const stay = () => navigator.locks?.request(NAME + VISIT, () => new Promise((resolve) => { leave = resolve; }));
stay();
addEventListener("pagehide", () => leave());
addEventListener("pageshow", (event) => { if (event.persisted) stay(); });

async function ofOthers(drafts) {
  const held = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
  return drafts.filter((draft) => held.includes(NAME + draft.name.slice(draft.name.lastIndexOf("@"))));
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["user", "form", "name"] });
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

async function inStore(mode, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

const tried = (act) => act.then(() => true, () => false);

/** What stands in the controls of this name. */
export const valuesIn = (root, name) => [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((c) => !/^(checkbox|radio)$/.test(c.type) || c.checked).map((c) => c.value);

const plain = (text) => text.normalize("NFC").replace(/\r\n/g, "\n").trim().replace(/^0?(\d+\/)0?(\d+\/\d{4})$/, "$1$2");

/** Whether the server, which stores no blanks at the ends and writes days in full, would call these values the same. */
export const areSame = (one, other) => one.length === other.length && one.every((text, at) => plain(text) === plain(other[at]));

/** The page at an address as it is now; an empty one where it does not answer as itself. */
export async function pageAt(address) {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  return new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
}

/** Keep these texts; false where the browser cannot (then the page warns before it is left). */
export const keep = (user, form, entries) => tried(inStore("readwrite", (store) => {
  entries.forEach((entry) => store.put({ ...entry, user, form, page: location.pathname, at: Date.now(), control: entry.name, name: entry.name + VISIT }));
}));

/** The server has them: forget these texts of this visit. */
export const forget = (user, form, names) => tried(inStore("readwrite", (store) => { names.forEach((name) => store.delete([user, form, name + VISIT])); }));

/** What earlier visits left of this form, the oldest first. */
export async function left(user, form) {
  try {
    const range = IDBKeyRange.bound([user, form, ""], [user, form, "\uffff"]);
    const found = (await inStore("readonly", (store) => store.getAll(range))).filter((draft) => !draft.name.endsWith(VISIT));
    if ((await ofOthers(found)).length) await new Promise((resolve) => { setTimeout(resolve, A_WINDOW_CLOSES); });
    const others = await ofOthers(found);
    return found.filter((draft) => !others.includes(draft)).map(asLeft).sort((one, other) => one.at - other.at);
  } catch { return []; }
}

const asLeft = (draft) => ({ ...draft, name: draft.control ?? draft.name, key: draft.name });

/** These were put back, copied or are not wanted; one that has been written anew since stays. */
export const drop = (drafts) => tried(inStore("readwrite", (store) => {
  drafts.forEach((draft) => {
    const key = [draft.user, draft.form, draft.key];
    store.get(key).onsuccess = ({ target }) => { if (target.result?.at === draft.at) store.delete(key); };
  });
}));

const allOf = (user) => IDBKeyRange.bound([user], [user, []]);

/**
 * Log-out: nothing of the own stays behind on a shared computer. False, and all is kept, where something still waits for the
 * server and nobody insists; a window that was closed has often sent its last words without being told.
 */
export async function clear(user, insists) {
  try {
    if (insists) { await inStore("readwrite", (store) => store.delete(allOf(user))); return true; }
    const drafts = (await inStore("readonly", (store) => store.getAll(allOf(user)))).map(asLeft);
    const pages = new Map();
    for (const { page, name, value } of drafts) {
      if (!page) return false;
      if (!pages.has(page)) pages.set(page, await pageAt(page));
      if (!areSame(value, valuesIn(pages.get(page), name))) return false;
    }
    await drop(drafts);
    return await inStore("readonly", (store) => store.count(allOf(user))) === 0;
  } catch { return true; } // a browser that keeps nothing
}
