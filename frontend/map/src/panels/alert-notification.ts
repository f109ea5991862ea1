// Notifications of the browser, seen when the page is not. Not every browser has them, and the reader must allow them.

export function canNotify(): boolean {
  return "Notification" in window;
}

/** To be called on the reader's click only. */
export async function allowed(): Promise<boolean> {
  return canNotify() && (await Notification.requestPermission()) === "granted";
}

export interface Message {
  title: string;
  body: string;
  /** The earthquake's id. A later message with the same tag takes this one's place; so does that of another tab. */
  tag: string;
}

export function notify({ title, body, tag }: Message, choose: () => void): void {
  if (!canNotify() || Notification.permission !== "granted") return;
  try {
    const shown = new Notification(title, { body, tag });
    shown.addEventListener("click", () => {
      window.focus();
      choose();
      shown.close();
    });
  } catch {
    // Browsers on phones let only a service worker notify; it opens the address when the reader touches it.
    const address = `/?event=${encodeURIComponent(tag)}`;
    void navigator.serviceWorker
      ?.getRegistration()
      .then((worker) => worker?.showNotification(title, { body, tag, data: { address } }));
  }
}
