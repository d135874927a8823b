// The page: keeps every phone up to date from one stream of events, and turns the clock.

import { calendarDay, clockTime, post } from "./dom.js";
import { Phone } from "./phone.js";

const find = (selector) => document.querySelector(selector);
const phones = new Map();
let ahead = 0; // how far the town's clock is ahead of this computer's, in seconds

function take(state) {
  ahead = state.now - Date.now() / 1000;
  find(".skip").hidden = !state.skips;
  for (const each of state.phones) {
    if (!phones.has(each.id)) {
      phones.set(each.id, new Phone(each, state.bot));
      find(".phones").append(phones.get(each.id).node);
    } else phones.get(each.id).update(each);
  }
  tick();
}

function tick() {
  const now = Date.now() / 1000 + ahead;
  find(".clock .day-now").textContent = calendarDay(now);
  find(".clock time").textContent = clockTime(now);
  for (const phone of phones.values()) phone.tick(now);
}

async function skip({ currentTarget: button }) {
  button.disabled = true;
  const { now, error } = await post("/skip", { seconds: 300 }).catch((no) => ({ error: no.message }));
  button.disabled = false;
  find(".told").textContent = error ?? "Đã qua 5 phút.";
  if (now) ahead = now - Date.now() / 1000;
  tick();
}

find(".skip").addEventListener("click", skip);
const stream = new EventSource("/events");
stream.addEventListener("message", (event) => {
  find(".offline").hidden = true;
  take(JSON.parse(event.data));
});
stream.addEventListener("error", () => (find(".offline").hidden = false));
setInterval(tick, 1000);
