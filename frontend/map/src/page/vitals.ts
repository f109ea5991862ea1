// Measures this visit and tells the server at its end (frontend/src/server/vitals.rs).
//
// What happened before this was loaded the browser remembers for us. Told is what there is when the page is left or
// covered for the first time.

import { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import { Visit, type Name } from "./visit";

const ADDRESS = "/api/vitals";

const visit = new Visit((body) => {
  // A beacon would carry the reader's cookie; this outlives the page as well, and carries none.
  const headers = { "content-type": "application/json" };
  fetch(ADDRESS, { method: "POST", body, headers, keepalive: true, credentials: "omit" }).catch(() => undefined);
});
const note = ({ name, value }: { name: Name; value: number }) => visit.note(name, value);
for (const measure of [onTTFB, onFCP, onLCP, onINP, onCLS]) measure(note);

// web-vitals listens for the same on its way down to the document, and has said its last word when it comes here.
addEventListener("visibilitychange", () => document.hidden && visit.leave());
addEventListener("pagehide", () => visit.leave());
