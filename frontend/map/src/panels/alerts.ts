// Alerts: what the watch finds goes to the channels the reader chose. The panel, where the rules are made, is opened
// later or never.

import { change } from "../page/address";
import { now } from "../page/clock";
import { AlertPanel } from "./alert-panel";
import { Notices } from "./alert-notice";
import { notify } from "./alert-notification";
import type { Alert } from "./alert-rule";
import { type Settings, isQuiet, loadSettings, saveSettings } from "./alert-settings";
import { Sound } from "./alert-sound";
import { Watch } from "./alert-watch";
import { headline, isNear, particulars } from "./alert-words";
import type { Source } from "./source";
import { ALERTS, keep, kept } from "./storage";

const TOLD = "quakewire-alerted";

/** Begins to watch; what comes back fills the panel. */
export function openAlerts(source: Source): (body: HTMLElement) => void {
  let settings = loadSettings();
  const sound = new Sound(() => settings.rules.some((rule) => rule.sound));
  const choose = (event: string) => change({ event });
  const notices = new Notices(choose);
  document.body.append(notices.element);

  const give = (alerts: readonly Alert[]) => {
    const [first] = alerts;
    if (!first) return;
    const seen = alerts.find(({ rule }) => rule.notice);
    const fresh = seen ? notices.show(seen) : true;
    // The reader's night is by the reader's own clock.
    const local = new Date();
    if (isQuiet(settings.quiet, local.getHours() * 60 + local.getMinutes())) return;
    // What joins a notice has been heard with it.
    const heard = alerts.filter(({ rule }) => rule.sound);
    if (fresh && heard.length > 0) void sound.play(heard.some(isNear) ? "near" : "far", settings.volume);
    const sent = alerts.find(({ rule }) => rule.notification);
    if (sent) {
      const message = { title: headline(sent), body: particulars(sent), tag: sent.quake.id };
      notify(message, () => choose(sent.quake.id));
    }
  };
  const memory = { read: () => kept(TOLD, tab), write: (text: string) => keep(TOLD, text, tab) };
  new Watch(source, () => settings, give, memory, now);

  let panel: AlertPanel | undefined;
  // Another tab may change the rules: those that were deleted there must not go on here.
  addEventListener("storage", ({ key }) => {
    // Without a key all that was kept is gone.
    if (key !== ALERTS && key !== null) return;
    settings = loadSettings();
    panel?.show(settings);
  });
  return (body) => {
    const set = (next: Settings) => {
      settings = next;
      saveSettings(next);
    };
    panel = new AlertPanel(body, settings, set, sound);
  };
}

/** Each tab has its own notices, so each remembers its own. */
function tab(): Storage {
  return sessionStorage;
}
