// Small words for building the page: every node is made by hand, never from a string of HTML.

/** An element with properties (`class`, `onClick`, attributes; false and null are left out) and children. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** One drawing of icons.svg; decorative, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A button that shows only an icon; `label` is read aloud and shown as a hint. */
export const iconButton = (name, label, onClick, properties = {}) =>
  el("button", { type: "button", title: label, "aria-label": label, onClick, ...properties }, icon(name));

/** Makes `parent` hold exactly `nodes`, in this order, moving as few as possible (focus and scroll stay). */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, place) => {
    if (parent.childNodes[place] !== node) parent.insertBefore(node, parent.childNodes[place] ?? null);
  });
}

const ZONE = "Asia/Ho_Chi_Minh";
const TIME = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE });
const DAY = new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "numeric", month: "numeric", timeZone: ZONE });

/** "20:14" in Vietnam, from Unix seconds. */
export const clockTime = (seconds) => TIME.format(new Date(seconds * 1000));

/** "Thứ Hai, 1/6" in Vietnam, from Unix seconds. */
export const calendarDay = (seconds) => DAY.format(new Date(seconds * 1000));

/** Sends JSON; throws an Error with a sentence for people when the server says no or is away. */
export async function post(path, body = {}) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request).catch(() => null);
  const said = (await answer?.json().catch(() => null)) ?? {};
  if (!answer?.ok) throw new Error(said.error ?? "Bản chạy thử không trả lời. Xin thử lại.");
  return said;
}
