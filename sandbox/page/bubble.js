// One message as a bubble with the buttons under it, made anew whenever the message changes.

import { clockTime, el, icon, iconButton } from "./dom.js";
import { plain, rich } from "./rich.js";

const MEDIA = {
  photo: ["photo", "Ảnh"], voice: ["voice", "Tin thoại"], location: ["pin", "Vị trí"], contact: ["person", "Danh thiếp"],
  sticker: ["smile", "Nhãn dán"], video: ["photo", "Video"], document: ["clip", "Tệp"],
};

/** What people call a message of this kind: "Ảnh", "Tin thoại", … */
export const kindName = (kind) => MEDIA[kind]?.[1] ?? "Nội dung khác";

/** Its drawing in icons.svg. */
export const kindIcon = (kind) => MEDIA[kind]?.[0] ?? "clip";

/** The node of `message`; `on` has command(text), reply(message), edit(message), press(message, row, column, node). */
export function bubbleOf(message, on) {
  const bubble = el("div", { class: message.protected ? "bubble protected" : "bubble" }, ...inside(message, on));
  const deeds = el("div", { class: "deeds" }, iconButton("reply", "Trả lời tin này", () => on.reply(message)),
    message.mine && message.kind === "text" ? iconButton("pen", "Sửa tin này", () => on.edit(message)) : null);
  return el("article", {
    class: `message ${message.mine ? "mine" : "theirs"}`, "data-message": message.id,
    "aria-label": `${message.mine ? "Tôi" : message.sender}, ${clockTime(message.date)}`,
  }, el("div", { class: "line" }, bubble, deeds), message.buttons.length ? inline(message, on) : null);
}

function inside(message, on) {
  const words = message.html ? rich(message.html, on.command) : message.mine ? [message.text] : plain(message.text, on.command);
  return [
    message.reply ? quote(message.reply) : null,
    message.picture ? picture(message.picture) : message.kind === "text" ? null : tile(message.kind),
    message.text ? el("div", { class: "words" }, ...words) : null,
    foot(message),
  ];
}

const quote = (reply) =>
  el("blockquote", { class: "quote" }, el("strong", {}, reply.sender), el("span", {}, reply.text || kindName(reply.kind)));

const picture = (address) => el("img", { class: "picture", src: address, alt: "Ảnh", width: 278, height: 156 });

const tile = (kind) =>
  el("div", { class: `tile ${kind}` }, icon(kindIcon(kind)), el("span", {}, kindName(kind)));

function foot(message) {
  const rule = "Được bảo vệ: không chuyển tiếp, không lưu được";
  return el("div", { class: "foot" },
    message.protected ? el("span", { class: "locked", title: rule }, icon("lock"), "không chuyển tiếp") : null,
    message.edited ? el("span", { class: "edited" }, "đã sửa") : null,
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)));
}

function inline(message, on) {
  const button = (cell, row, column) => cell.url
    ? el("a", { href: cell.url, target: "_blank", rel: "noopener noreferrer", onClick: (event) => on.follow(event, cell.url) }, cell.text, icon("out"))
    : el("button", { type: "button", onClick: (event) => on.press(message, row, column, event.currentTarget) }, cell.text);
  const rows = message.buttons.map((cells, row) =>
    el("div", { class: "row" }, ...cells.map((cell, column) => button(cell, row, column))));
  return el("div", { class: "inline", role: "group", "aria-label": "Các nút dưới tin nhắn" }, ...rows);
}
