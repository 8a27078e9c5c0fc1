// What was typed and is not yet confirmed by the server, kept in this browser (IndexedDB) by user and form.

const NAME = "ban-nhap";
const STORE = "o-chu";
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

/** Keep these texts; false where the browser cannot (then the page warns before it is left). */
export async function keep(user, form, entries) {
  try {
    await inStore("readwrite", (store) => { entries.forEach((entry) => store.put({ user, form, at: Date.now(), ...entry })); });
    return true;
  } catch { return false; }
}

/** The server has them: forget these texts. */
export async function forget(user, form, names) {
  try { await inStore("readwrite", (store) => { names.forEach((name) => store.delete([user, form, name])); }); } catch { /* nothing was kept */ }
}

/** What is kept of this form for this user. */
export async function kept(user, form) {
  try {
    const range = IDBKeyRange.bound([user, form, ""], [user, form, "\uffff"]);
    return await inStore("readonly", (store) => store.getAll(range)) || [];
  } catch { return []; }
}

/** Log-out: nothing stays behind on a shared computer. */
export async function forgetEverything() {
  try { await inStore("readwrite", (store) => store.clear()); } catch { /* nothing was kept */ }
}
