// The foot of a phone: the field people write in, what it answers or changes, made-up attachments, the keyboard of keys.

import { el, icon, iconButton } from "./dom.js";
import { kindIcon, kindName } from "./bubble.js";


export class Composer {
  constructor(phone) {
    Object.assign(this, { phone, replyTo: null, editing: null, keys: "" });
    this.field = el("textarea", {
      rows: "1", maxlength: "4096", placeholder: "Tin nhắn", "aria-label": `${phone.name} viết tin nhắn; Enter để gửi`,
      onInput: () => this.grow(), onKeydown: (event) => this.key(event),
    });
    this.about = el("div", { class: "about", hidden: true });
    this.attachments = el("div", { class: "attachments", hidden: true }, ...phone.bot.takes.map((kind) =>
      el("button", { type: "button", onClick: () => this.attach(kind) }, icon(kindIcon(kind)), kindName(kind))));
    this.clip = iconButton("clip", "Gửi kèm (mẫu)", () => this.toggle(), { "aria-expanded": "false" });
    this.line = el("div", { class: "compose" }, this.clip, this.field, iconButton("send", "Gửi", () => this.submit(), { class: "send" }));
    this.keyboard = el("div", { class: "keyboard", role: "group", "aria-label": "Bàn phím của bot" });
    this.start = el("button", { type: "button", class: "start", onClick: () => phone.act("starts") });
    this.node = el("footer", { class: "composer" }, this.about, this.attachments, this.line, this.keyboard, this.start);
  }

  /** Follows the phone: the START button before the first word and after a block, the bot's keyboard. */
  update({ started, blocked, keyboard, messages }) {
    const waits = blocked || !started;
    this.start.hidden = !waits;
    this.start.textContent = blocked ? "BỎ CHẶN VÀ BẮT ĐẦU LẠI" : "BẮT ĐẦU";
    this.line.hidden = waits;
    this.keyboard.hidden = waits || !keyboard.length;
    if (waits) this.attachments.hidden = true;
    const keys = JSON.stringify(keyboard);
    if (keys !== this.keys) this.drawKeys(keyboard);
    this.keys = keys;
    const target = this.editing ?? this.replyTo;
    if (target && !messages.some((message) => message.id === target.id)) this.leave();
  }

  drawKeys(keyboard) {
    const key = (text) => el("button", { type: "button", onClick: () => this.phone.act("says", { text }) }, text);
    this.keyboard.replaceChildren(...keyboard.map((row) => el("div", { class: "row" }, ...row.map(key))));
  }

  key(event) {
    if (event.isComposing) return; // a Vietnamese input method is still putting the letter together
    if (event.key === "Escape") this.leave();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const text = this.field.value.trim();
    this.field.focus();
    if (!text) return;
    const [editing, replyTo] = [this.editing, this.replyTo];
    this.leave();
    this.field.value = "";
    this.grow();
    const done = editing
      ? await this.phone.act("edits", { message: editing.id, text })
      : await this.phone.act("says", { text, reply_to: replyTo?.id });
    if (!done && !this.field.value) this.field.value = text;
    this.grow();
  }

  toggle() {
    this.attachments.hidden = !this.attachments.hidden;
    this.clip.setAttribute("aria-expanded", String(!this.attachments.hidden));
  }

  attach(kind) {
    this.toggle();
    this.phone.act("sends", { kind });
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 120)}px`;
  }

  startReply(message) {
    this.leave();
    this.replyTo = message;
    this.show("reply", `Trả lời ${message.mine ? "chính mình" : message.sender}`, message.text || kindName(message.kind));
  }

  startEdit(message) {
    this.leave();
    this.editing = message;
    this.field.value = message.text;
    this.grow();
    this.show("pen", "Sửa tin nhắn", message.text);
  }

  show(drawing, title, text) {
    this.about.hidden = false;
    this.about.replaceChildren(icon(drawing), el("div", {}, el("strong", {}, title), el("span", {}, text)),
      iconButton("close", "Bỏ", () => this.leave()));
    this.field.focus();
  }

  /** Neither answers nor changes a message any more. */
  leave() {
    if (this.editing) this.field.value = "";
    this.editing = this.replyTo = null;
    this.about.hidden = true;
    this.grow();
  }
}
