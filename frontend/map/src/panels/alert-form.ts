// The form that makes a rule: from which magnitude, near which place if any, and how to be told.

import { say } from "../page/messages";
import { KM_PER_MILE, miles } from "../page/preferences";
import { allowed, canNotify } from "./alert-notification";
import type { Place, Rule } from "./alert-rule";
import { button, make } from "./dom";

/** About two decimals are a kilometre: enough for a distance, and no more of where the reader is than is needed. */
const DECIMALS = 2;
const POSITION_PATIENCE = 10_000;
const USUAL_RADIUS = 300;

export function ruleForm(add: (rule: Rule) => void): HTMLFormElement {
  const number = (name: string, min: number, max: number, step: string) =>
    make("input", { type: "number", name, min, max, step });
  const unit = miles() ? KM_PER_MILE : 1;
  const magnitude = number("magnitude", 0, 10, "0.1");
  magnitude.required = true;
  magnitude.defaultValue = "5.0";
  const name = make("input", { type: "text", name: "place", maxlength: 60, autocomplete: "off" });
  const lat = number("lat", -90, 90, "any");
  const lon = number("lon", -180, 180, "any");
  const radius = number("radius", 1, Math.floor(20_000 / unit), "any");
  radius.placeholder = String(USUAL_RADIUS);
  const check = (key: string) => make("input", { type: "checkbox", name: key });
  const [notice, sound, notification, others] = [
    check("notice"),
    check("sound"),
    check("notification"),
    check("others"),
  ];
  notice.defaultChecked = true;
  const status = make("p", { role: "status" });
  const field = (input: HTMLElement, key: string, values = {}) =>
    make("label", { class: "field" }, make("span", {}, say(key, values)), input);
  const option = (input: HTMLElement, key: string) => make("label", {}, input, say(key));

  const position = button(
    {},
    () => {
      status.textContent = say("alerts.locating");
      locate(
        ({ latitude, longitude }) => {
          lat.value = latitude.toFixed(DECIMALS);
          lon.value = longitude.toFixed(DECIMALS);
          name.value ||= say("alerts.your-place");
          status.textContent = say("alerts.located");
          demand();
        },
        (problem) => (status.textContent = say(`alerts.position-${problem}`)),
      );
    },
    say("alerts.use-position"),
  );

  // A place is whole or it is not there.
  const demand = () => (lat.required = lon.required = [name, lat, lon, radius].some((input) => input.value !== ""));
  for (const input of [name, lat, lon, radius]) input.addEventListener("input", demand);

  notification.disabled = !canNotify();
  notification.addEventListener("change", () => {
    if (!notification.checked) return;
    void allowed().then((yes) => {
      notification.checked = yes;
      status.textContent = yes ? "" : say("alerts.notification-denied");
    });
  });

  const form = make(
    "form",
    { class: "rule-form", "aria-label": say("alerts.new") },
    make("h3", {}, say("alerts.new")),
    field(magnitude, "alerts.magnitude"),
    make(
      "fieldset",
      {},
      make("legend", {}, say("alerts.place")),
      field(name, "alerts.place-name"),
      field(lat, "alerts.latitude"),
      field(lon, "alerts.longitude"),
      field(radius, "alerts.radius", { unit: miles() ? "mi" : "km" }),
      position,
    ),
    make(
      "fieldset",
      {},
      make("legend", {}, say("alerts.how")),
      option(notice, "alerts.notice"),
      option(sound, "alerts.sound"),
      option(notification, canNotify() ? "alerts.notification" : "alerts.notification-missing"),
    ),
    option(others, "alerts.others"),
    status,
    make("button", { type: "submit", class: "primary" }, say("alerts.add")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!notice.checked && !sound.checked && !notification.checked) {
      status.textContent = say("alerts.no-channel");
      return;
    }
    const place: Place | null =
      lat.value === ""
        ? null
        : {
            name: name.value.trim(),
            lat: lat.valueAsNumber,
            lon: lon.valueAsNumber,
            km: (radius.value === "" ? USUAL_RADIUS : radius.valueAsNumber) * unit,
          };
    add({
      id: crypto.getRandomValues(new Uint32Array(2)).join("-"),
      minMagnitude: magnitude.valueAsNumber,
      place,
      others: others.checked,
      notice: notice.checked,
      sound: sound.checked,
      notification: notification.checked,
    });
    form.reset();
    demand();
    status.textContent = say("alerts.added");
  });
  return form;
}

type Problem = "missing" | "denied" | "unknown";

function locate(found: (position: GeolocationCoordinates) => void, failed: (problem: Problem) => void): void {
  // Browsers give the position to secure pages only; elsewhere the interface is not there.
  if (!("geolocation" in navigator)) return failed("missing");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found(coords),
    ({ code, PERMISSION_DENIED }) => failed(code === PERMISSION_DENIED ? "denied" : "unknown"),
    { timeout: POSITION_PATIENCE, maximumAge: 3_600_000 },
  );
}
