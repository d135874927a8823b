// Menus, dialogs and passing words on one phone: each stays inside its phone and never takes another phone's focus.

import { el, icon } from "./dom.js";

let closeMenu = () => {};

/** Opens a menu of `items` ({icon, label, hint, disabled, run}) inside `root`, by the button `anchor`. */
export function openMenu(root, anchor, title, items) {
  const wasOpen = anchor.getAttribute("aria-expanded") === "true";
  closeMenu();
  if (wasOpen) return;
  const menu = el("div", { class: "menu", role: "menu", "aria-label": title }, ...items.map(row));
  const close = (backToAnchor = false) => {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    closeMenu = () => {};
    if (backToAnchor && anchor.isConnected) anchor.focus();
  };
  const outside = (event) => !menu.contains(event.target) && !anchor.contains(event.target) && close();
  menu.addEventListener("click", (event) => event.target.closest("button:not([disabled])") && close(true), true);
  menu.addEventListener("keydown", (event) => walk(menu, event, close));
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  root.append(menu);
  place(root, anchor, menu);
  menu.querySelector("button:not([disabled])")?.focus();
  closeMenu = close;
}

function row(item) {
  return el(
    "button", { type: "button", role: "menuitem", disabled: item.disabled, onClick: item.run, class: item.class },
    item.icon ? icon(item.icon) : null, el("span", {}, item.label), item.hint ? el("small", {}, item.hint) : null,
  );
}

function walk(menu, event, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    return close(true);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...menu.querySelectorAll("button:not([disabled])")];
  rows.at((rows.indexOf(document.activeElement) + step + rows.length) % rows.length)?.focus();
}

function place(root, anchor, menu) {
  const [frame, button, size] = [root, anchor, menu].map((node) => node.getBoundingClientRect());
  const inside = (wanted, room) => Math.max(8, Math.min(wanted, room - 8));
  const isBelow = button.bottom + size.height + 12 < frame.bottom;
  const top = isBelow ? button.bottom - frame.top + 6 : button.top - frame.top - size.height - 6;
  menu.style.left = `${inside(button.left - frame.left, frame.width - size.width)}px`;
  menu.style.top = `${inside(top, frame.height - size.height)}px`;
}

/** Shows a sentence with buttons ({label, run, strong}) over `root`; the last button is the one Escape presses. */
export function openDialog(root, { title, text, field, buttons }) {
  const comesFrom = document.activeElement;
  const close = () => {
    cover.remove();
    if (root.contains(comesFrom)) comesFrom.focus();
  };
  const input = field ? el("input", { type: "text", "aria-label": field, placeholder: field, autocomplete: "off" }) : null;
  const press = (button) => {
    close();
    button.run?.(input?.value.trim() ?? "");
  };
  const made = buttons.map((button) =>
    el("button", { type: "button", class: button.strong ? "strong" : "", onClick: () => press(button) }, button.label));
  const box = el(
    "div", { class: "dialog", role: "alertdialog", "aria-modal": "true", "aria-label": title ?? "Thông báo" },
    title ? el("h3", {}, title) : null, text ? el("p", {}, text) : null, input, el("div", { class: "choices" }, ...made),
  );
  const cover = el("div", { class: "cover" }, box);
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Escape") press(buttons.at(-1));
    if (event.key === "Enter" && event.target === input) press(buttons[0]);
    if (event.key === "Tab") keepInside(box, event);
  });
  root.append(cover);
  if (root.contains(comesFrom) || comesFrom === document.body) (input ?? made[0]).focus();
}

function keepInside(box, event) {
  const stops = [...box.querySelectorAll("button, input")];
  const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  event.preventDefault();
  stops.at(next % stops.length).focus();
}

/** Words that pass by themselves after a few seconds, at the foot of `root`. */
export function passToast(root, text, isTrouble = false) {
  const shown = el("p", { class: isTrouble ? "toast trouble" : "toast", role: "status" }, text);
  root.querySelector(".toasts").append(shown);
  setTimeout(() => shown.remove(), 4000);
}
