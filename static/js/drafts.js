// What was typed and is not yet confirmed by the server, kept in this browser (IndexedDB) by user, form and visit: what an
// earlier visit left stays as it is, whatever is typed now, until it is put back or dropped.

const NAME = "ban-nhap";
const STORE = "o-chu";
const VISIT = `@${Date.now()}${Math.random()}`;
let opening = null;

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

/** Keep these texts; false where the browser cannot (then the page warns before it is left). */
export const keep = (user, form, entries) => tried(inStore("readwrite", (store) => {
  entries.forEach((entry) => store.put({ ...entry, user, form, at: Date.now(), control: entry.name, name: entry.name + VISIT }));
}));

/** The server has them: forget these texts of this visit. */
export const forget = (user, form, names) => tried(inStore("readwrite", (store) => { names.forEach((name) => store.delete([user, form, name + VISIT])); }));

/** What earlier visits left of this form, the oldest first. */
export async function left(user, form) {
  try {
    const range = IDBKeyRange.bound([user, form, ""], [user, form, "\uffff"]);
    const found = (await inStore("readonly", (store) => store.getAll(range))).filter((draft) => !draft.name.endsWith(VISIT));
    return found.map((draft) => ({ ...draft, name: draft.control ?? draft.name, key: draft.name })).sort((one, other) => one.at - other.at);
  } catch { return []; }
}

/** These were put back, copied or are not wanted. */
export const drop = (drafts) => tried(inStore("readwrite", (store) => { drafts.forEach((draft) => store.delete([draft.user, draft.form, draft.key])); }));

const allOf = (user) => IDBKeyRange.bound([user], [user, []]);

/** Whether anything of this user waits here for the server. */
export async function isAnythingKept(user) {
  try { return await inStore("readonly", (store) => store.count(allOf(user))) > 0; } catch { return false; }
}

/** Log-out: nothing of the own stays behind on a shared computer. */
export const forgetAllOf = (user) => tried(inStore("readwrite", (store) => store.delete(allOf(user))));
