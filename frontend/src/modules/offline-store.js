// What waits on this device. The service worker knows the same two stores by the same names.
export async function store(slug, name, mode, act) {
  const open = await database(slug);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = open.transaction(name, mode);
      const asked = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    open.close();
  }
}

function database(slug) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`baraza-${slug}`, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "id" });
      opening.result.createObjectStore("draft", { keyPath: "id" });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
