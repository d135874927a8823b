// Telegram's formatted text as safe nodes: known tags are rebuilt one by one, everything else becomes plain text.

import { el } from "./dom.js";

const KNOWN = {
  B: "strong", STRONG: "strong", I: "em", EM: "em", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s",
  CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote",
};
const LIVELY = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|\bt\.me\/[\w?=&/-]+|(?<![\w/])\/[a-z][a-z0-9_]{0,31}\b)/giu;

/** A fragment to put into a bubble. `on.link(url)` and `on.command(text)` are called on taps. */
export function rich(html, on) {
  const template = document.createElement("template");
  template.innerHTML = html; // inert: a template's content runs no script and loads nothing
  const made = document.createDocumentFragment();
  made.append(...rebuilt(template.content, on, false));
  return made;
}

function rebuilt(source, on, isVerbatim) {
  const made = [];
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) made.push(...(isVerbatim ? [node.data] : lively(node.data, on)));
    else if (node.nodeType === Node.ELEMENT_NODE) made.push(...element(node, on, isVerbatim));
  }
  return made;
}

function element(node, on, isVerbatim) {
  if (node.tagName === "SCRIPT" || node.tagName === "STYLE") return [];
  if (node.tagName === "BR") return ["\n"];
  if (isSpoiler(node)) return [spoiler(rebuilt(node, on, isVerbatim))];
  if (node.tagName === "A" && /^(https?|tg):/i.test(node.getAttribute("href") ?? "")) {
    return [link(node.getAttribute("href"), rebuilt(node, on, true), on)];
  }
  const known = KNOWN[node.tagName];
  const inner = rebuilt(node, on, isVerbatim || known === "code" || known === "pre");
  return known ? [el(known, {}, ...inner)] : inner;
}

const isSpoiler = (node) => node.tagName === "TG-SPOILER" || (node.tagName === "SPAN" && node.className === "tg-spoiler");

function spoiler(inner) {
  const open = (event) => {
    if (hidden.classList.contains("opened")) return;
    event.preventDefault();
    event.stopPropagation();
    for (const each of hidden.closest(".bubble")?.querySelectorAll(".spoiler") ?? [hidden]) reveal(each);
    hidden.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
  };
  const words = el("span", { class: "words", "aria-hidden": "true" }, ...inner);
  const hidden = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Nội dung được che, chạm để xem", onClick: open,
    onKeydown: (event) => (event.key === "Enter" || event.key === " ") && open(event),
  }, words);
  return hidden;
}

/** Opens one covered piece of text for good. */
export function reveal(hidden) {
  hidden.classList.add("opened");
  for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  hidden.firstElementChild?.removeAttribute("aria-hidden");
}

function lively(text, on) {
  return text.split(LIVELY).map((part, place) => {
    if (place % 2 === 0) return part;
    if (!part.startsWith("/")) return link(part.startsWith("t.me") ? `https://${part}` : part, [part], on);
    return el("button", { type: "button", class: "command", onClick: () => on.command(part) }, part);
  });
}

function link(url, inner, on) {
  const follow = (event) => {
    event.preventDefault();
    on.link(url);
  };
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank", onClick: follow }, ...inner);
}

/** The words as a lock screen shows them: no formatting, covered parts stay covered. */
export function plain(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const node of template.content.querySelectorAll("tg-spoiler, span.tg-spoiler")) {
    node.textContent = "▒".repeat(Math.min([...node.textContent].length, 12));
  }
  return template.content.textContent.replace(/\s+/gu, " ").trim();
}
