// One phone: its frame, the chat with the bot, the words that pass over it.

import { bubbleOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { arrange, calendarDay, clockTime, el, icon, iconButton, post } from "./dom.js";

const TOAST_MS = 4000;

export class Phone {
  constructor(state, bot) {
    Object.assign(this, { id: state.id, name: state.name, bot, drawn: new Map(), newest: 0, isFollowing: true });
    this.clock = el("time", {});
    this.messages = el("div", { class: "messages", role: "log", "aria-label": "Tin nhắn", tabindex: "0" });
    this.newer = iconButton("down", "Xuống tin mới nhất", () => this.toBottom(), { class: "newer", hidden: true });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.block = iconButton("block", "Chặn bot", () => this.act("blocks"), { class: "block" });
    this.composer = new Composer(this);
    this.messages.addEventListener("scroll", () => {
      if (this.messages.clientHeight !== this.height) return; // the room changed, nobody scrolled
      this.isFollowing = this.messages.scrollHeight - this.messages.scrollTop - this.messages.clientHeight < 40;
      if (this.isFollowing) this.newer.hidden = true;
    });
    this.node = this.build(state);
    new ResizeObserver(() => this.resized()).observe(this.messages);
    this.update(state);
  }

  build({ name, role }) {
    const header = el("header", { class: "chat-header" }, el("span", { class: "face" }, icon("heart")),
      el("div", { class: "names" }, el("strong", {}, this.bot.name), el("span", {}, "bot")), this.block);
    const screen = el("div", { class: "screen" },
      el("div", { class: "status-bar" }, this.clock, el("span", { class: "notch" }), el("span", { class: "battery" })),
      header, el("div", { class: "paper" }, this.messages, this.newer, this.toasts), this.composer.node);
    return el("section", { class: "phone", "data-phone": name, "aria-label": `Điện thoại của ${name}, ${role}` },
      el("h2", {}, el("strong", {}, name), el("span", {}, role)), el("div", { class: "frame" }, screen));
  }

  /** Takes the phone's newest state and redraws only what changed. */
  update(state) {
    this.block.hidden = state.blocked || !state.started;
    this.draw(state.messages);
    this.composer.update(state);
  }

  draw(messages) {
    const nodes = [];
    let day = "";
    for (const message of messages) {
      const today = calendarDay(message.date);
      if (today !== day) nodes.push(this.kept(`day ${today}`, "", () => el("p", { class: "day" }, el("span", {}, today))));
      nodes.push(this.kept(message.id, JSON.stringify(message), () => this.bubble(message)));
      day = today;
    }
    arrange(this.messages, nodes);
    const newest = messages.at(-1);
    if (newest && newest.id > this.newest) this.arrived(newest);
    else if (this.isFollowing) this.toBottom();
  }

  arrived(message) {
    if (this.newest && !message.mine) this.ring();
    this.newest = message.id;
    if (this.isFollowing || message.mine) this.toBottom();
    else this.newer.hidden = false;
  }

  ring() {
    this.node.classList.remove("rings");
    void this.node.offsetWidth; // lets the animation begin anew
    this.node.classList.add("rings");
  }

  kept(key, signature, make) {
    const known = this.drawn.get(key);
    if (known?.signature === signature) return known.node;
    const node = make();
    this.drawn.set(key, { signature, node });
    return node;
  }

  bubble(message) {
    return bubbleOf(message, {
      command: (text) => this.act("says", { text }),
      reply: (each) => this.composer.startReply(each),
      edit: (each) => this.composer.startEdit(each),
      press: (each, row, column, node) => this.press(each, row, column, node),
      follow: (event, url) => this.follow(event, url),
    });
  }

  async press(message, row, column, node) {
    node.setAttribute("aria-busy", "true");
    await this.act("taps", { message: message.id, row, column, text: message.buttons[row][column].text });
    node.removeAttribute("aria-busy");
  }

  /** A link to this very bot is START with its payload; any other opens outside. */
  follow(event, url) {
    const [, name, payload] = /^https?:\/\/t\.me\/(\w+)(?:\?start=([\w-]*))?$/i.exec(url) ?? [];
    if (name?.toLowerCase() !== this.bot.username.toLowerCase()) return;
    event.preventDefault();
    this.act("starts", { payload: payload ?? "" });
  }

  /** Does something on this phone; true once done. What the bot or the server says passes over the screen. */
  async act(deed, body = {}) {
    const { toast, error } = await post(`/phones/${this.id}/${deed}`, body).catch((no) => ({ error: no.message }));
    if (toast || error) this.toast(toast || error, Boolean(error));
    return !error;
  }

  toast(words, isTrouble) {
    const shown = el("p", { class: isTrouble ? "toast trouble" : "toast" }, words);
    this.toasts.append(shown);
    setTimeout(() => shown.remove(), TOAST_MS);
  }

  resized() {
    this.height = this.messages.clientHeight;
    if (this.isFollowing) this.toBottom();
  }

  toBottom() {
    this.messages.scrollTop = this.messages.scrollHeight;
    this.newer.hidden = true;
    this.isFollowing = true;
  }

  tick(now) {
    this.clock.textContent = clockTime(now);
  }
}
