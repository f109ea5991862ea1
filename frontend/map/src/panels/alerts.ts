// Alerts: what the watch finds goes to the channels the reader chose. The panel, where the rules are made, is opened
// later or never.

import { change } from "../page/address";
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
  const sound = new Sound();
  const choose = (event: string) => change({ event });
  const notices = new Notices(choose);
  document.body.append(notices.element);

  const give = (alerts: readonly Alert[]) => {
    const [first] = alerts;
    if (!first) return;
    const seen = alerts.find(({ rule }) => rule.notice);
    const fresh = seen ? notices.show(seen) : true;
    const now = new Date();
    if (isQuiet(settings.quiet, now.getHours() * 60 + now.getMinutes())) return;
    // What joins a notice has been heard with it.
    const heard = alerts.filter(({ rule }) => rule.sound);
    if (fresh && heard.length > 0) sound.play(heard.some(isNear) ? "near" : "far", settings.volume);
    const sent = alerts.find(({ rule }) => rule.notification);
    if (sent) {
      const message = { title: headline(sent), body: particulars(sent), tag: sent.quake.id };
      notify(message, () => choose(sent.quake.id));
    }
  };
  const memory = { read: () => kept(TOLD, tab), write: (text: string) => keep(TOLD, text, tab) };
  new Watch(source, () => settings, give, memory);

  return (body) => {
    const set = (next: Settings) => {
      settings = next;
      saveSettings(next);
    };
    const panel = new AlertPanel(body, settings, set, sound);
    // Another tab may change the rules: those that were deleted there must not go on here.
    addEventListener("storage", ({ key }) => {
      if (key === ALERTS) panel.show((settings = loadSettings()));
    });
  };
}

/** Each tab has its own notices, so each remembers its own. */
function tab(): Storage {
  return sessionStorage;
}
