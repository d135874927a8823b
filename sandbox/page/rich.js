// Telegram's formatted text as safe nodes: the tags it knows are rebuilt one by one, all else stays plain text.

import { el } from "./dom.js";

const KNOWN = {
  B: "strong", STRONG: "strong", I: "em", EM: "em", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s",
  CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote",
};
const COMMAND = /((?<![\p{L}\p{N}_/])\/[a-z][a-z0-9_]{0,31}(?![\p{L}\p{N}_/]))/u;

/** Nodes for a bubble. `onCommand(text)` is called when somebody taps a /command. */
export function rich(html, onCommand) {
  const template = document.createElement("template");
  template.innerHTML = html; // inert: a template's content runs no script and loads nothing
  return rebuilt(template.content, onCommand);
}

/** Plain words; only /commands become tappable. */
export const plain = (text, onCommand) =>
  text.split(COMMAND).map((part, place) =>
    place % 2 ? el("button", { type: "button", class: "command", onClick: () => onCommand(part) }, part) : part);

function rebuilt(source, onCommand) {
  return [...source.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.data, onCommand);
    return node.nodeType === Node.ELEMENT_NODE ? element(node, onCommand) : [];
  });
}

function element(node, onCommand) {
  const inner = rebuilt(node, onCommand);
  if (node.tagName === "BLOCKQUOTE" && node.hasAttribute("expandable")) return [folded(inner)];
  const known = KNOWN[node.tagName];
  if (known) return [el(known, {}, ...inner)];
  if (node.tagName === "TG-SPOILER" || (node.tagName === "SPAN" && node.className === "tg-spoiler")) return [spoiler(inner)];
  const href = node.tagName === "A" ? node.getAttribute("href") ?? "" : "";
  if (/^(https?|tg|tel|mailto):/i.test(href)) return [el("a", { href, rel: "noopener noreferrer", target: "_blank" }, ...inner)];
  return ["SCRIPT", "STYLE"].includes(node.tagName) ? [] : inner;
}

/** A quote of which three lines show; a tap opens it, the next one folds it again. */
function folded(inner) {
  const turn = () => {
    const opened = quote.classList.toggle("opened");
    quote.setAttribute("aria-expanded", String(opened));
  };
  const quote = el("blockquote", {
    class: "expandable", role: "button", tabindex: "0", "aria-expanded": "false", onClick: turn,
    onKeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), turn()),
  }, ...inner);
  return quote;
}

function spoiler(inner) {
  const open = () => {
    cover.className = "spoiler opened";
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  const cover = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Phần được che, chạm để xem", onClick: open,
    onKeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), open()),
  }, el("span", {}, ...inner));
  return cover;
}
