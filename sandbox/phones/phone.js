// One person's phone: the list of her chats, an open chat, alerts, the mini-app on top.

import { act, avatar, botAvatar, clockTime, el, facts, fill, keep, look, memory, trouble, words } from "./basics.js";
import { Composer } from "./composer.js";
import { authorOf, chatAvatar, messageNode, summary } from "./messages.js";
import { Sheet } from "./sheet.js";

export class Phone {
  constructor(person, village) {
    this.person = person;
    this.village = village;
    this.chatId = memory.chats[person.id] ?? null;
    this.firstLook = memory.chats[person.id] === undefined;
    this.nodes = new Map();
    this.chat = null;
    this.sheet = new Sheet(this);
    this.composer = new Composer(this);
    this.build();
  }

  build() {
    this.clock = el("span", { class: "status-time" });
    this.header = el("div", { class: "head" });
    this.pinned = el("button", { class: "pin", hidden: true, click: () => this.jumpToPinned() });
    this.list = el("div", { class: "list", "data-tour": "list" });
    this.log = el("div", { class: "log", tabindex: "0", role: "log" });
    this.foot = el("div", { class: "foot" });
    this.overlay = el("div", { class: "overlay" });
    this.screen = el("div", { class: "screen" }, this.header, this.pinned, this.list, this.log,
      this.foot, this.sheet.node, this.overlay);
    this.node = el("section", { class: "phone", "data-person": this.person.id,
      "data-kind": this.person.kind, "aria-label": fill(words.open_phone, { name: this.person.name }) },
    this.caption(), el("div", { class: "case" },
      el("div", { class: "status", "aria-hidden": "true" }, this.clock, el("i")), this.screen));
  }

  caption() {
    const also = this.person.also_used_by;
    const kind = words.kinds[this.person.kind] || this.person.kind;
    const more = also.length ? ` · ${fill(words.also, { names: also.join(", ") })}` : "";
    return el("header", { class: "owner" }, el("b", {}, this.person.name), el("span", {}, kind + more));
  }

  /** Show the village's present state. */
  async refresh() {
    const asked = this.chatId;
    const [phone, chat] = await Promise.all([
      look(`/village/phones/${this.person.id}`),
      asked ? look(`/village/phones/${this.person.id}/chats/${asked}`).catch(() => null) : null,
    ]);
    if (asked !== this.chatId) return;
    this.chats = phone.chats;
    if (this.firstLook) return this.openGroup();
    if (asked && !chat) return this.open(this.movedTo(asked));
    this.chat = chat;
    this.draw();
  }

  /** A phone that was never opened starts with its group chat open. */
  openGroup() {
    this.firstLook = false;
    const group = this.chats.find((chat) => chat.type !== "private");
    return this.open(group ? group.id : this.chats[0].id);
  }

  movedTo(lost) {
    const group = this.chats.find((chat) => chat.type !== "private" && chat.id !== lost);
    return group ? group.id : null;
  }

  tick(date) {
    this.clock.textContent = clockTime(date);
  }

  /** Open a chat, or the list of chats with null. */
  async open(chatId) {
    this.firstLook = false;
    if (this.chatId !== chatId) {
      this.chatId = chatId;
      this.nodes.clear();
      this.log.replaceChildren();
      this.composer.forget();
      this.said = null;
      memory.chats[this.person.id] = chatId;
      keep();
    }
    await this.refresh();
    this.village.happened("opened", this, { chat: this.chat });
  }

  draw() {
    const inChat = this.chat !== null;
    this.node.classList.toggle("in-chat", inChat);
    this.node.classList.toggle("in-group", inChat && this.chat.type !== "private");
    this.list.hidden = inChat;
    this.log.hidden = !inChat;
    this.drawHeader();
    this.drawPinned();
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 90;
    this.composer.draw(this.chat);
    if (inChat) this.drawChat(atEnd);
    else this.drawList();
  }

  drawHeader() {
    if (!this.chat) {
      this.header.replaceChildren(el("h3", {}, words.chats));
      return;
    }
    const { chat } = this;
    const under = chat.type === "private" ? words.bot : fill(words.members, { count: chat.members });
    this.header.replaceChildren(
      el("button", { class: "back", "aria-label": words.back, title: words.back,
        click: () => this.open(null) }, "‹"),
      chatAvatar(chat),
      el("div", { class: "title" }, el("h3", {}, chat.title), el("span", {}, under)),
      this.moreMenu(chat));
  }

  moreMenu(chat) {
    const bot = { bot: facts.bot_name };
    const acts = [];
    if (chat.type === "private" && chat.bot === "member") {
      acts.push([words.block_bot, "block", { blocked: true }]);
    }
    if (chat.type !== "private" && chat.governs) {
      const inside = ["member", "administrator"].includes(chat.bot);
      acts.push(inside ? [words.remove_bot, "remove_bot", {}] : [words.add_bot, "add_bot", {}]);
    }
    if (!acts.length) return "";
    return el("details", { class: "menu" },
      el("summary", { "aria-label": words.more }, "⋮"),
      el("div", { class: "menu-box" }, ...acts.map(([label, name, more]) => el("button", {
        click: () => this.act(name, { chat: chat.id, ...more }),
      }, fill(label, bot)))));
  }

  drawPinned() {
    const message = this.chat?.pinned;
    this.pinned.hidden = !message;
    if (message) {
      this.pinned.replaceChildren(el("b", {}, words.pinned), el("span", {}, summary(message)));
    }
  }

  drawList() {
    const rows = this.chats.map((chat) => {
      const unread = this.unread(chat);
      const time = chat.last ? clockTime(new Date(chat.last.date * 1000)) : "";
      return el("button", { class: "row", "data-tour": chat.type === "private" ? "bot-row" : "group-row",
        click: () => this.open(chat.id) },
      chatAvatar(chat),
      el("span", { class: "row-text" }, el("b", {}, chat.title), el("span", {}, this.lastWords(chat))),
      el("span", { class: "row-side" }, el("small", {}, time), unread ? el("i", { class: "dot" }) : ""));
    });
    this.list.replaceChildren(...rows);
  }

  lastWords(chat) {
    const said = summary(chat.last);
    if (!chat.last || chat.last.service) return said;
    const mine = chat.last.from.id === this.person.id;
    return mine ? `${words.you}: ${said}` : said;
  }

  unread(chat) {
    if (!chat.last || chat.last.from.id === this.person.id) return false;
    return chat.last.message_id > (memory.read[this.person.id]?.[chat.id] ?? 0);
  }

  drawChat(wasAtEnd) {
    const fresh = this.nodes.size === 0;
    const shown = [];
    let before = null;
    let day = "";
    for (const message of this.chat.messages) {
      const today = this.village.day(message.date);
      if (today !== day) shown.push(el("div", { class: "service day" }, today));
      day = today;
      shown.push(this.nodeFor(message, before));
      before = message;
    }
    this.log.replaceChildren(...shown);
    if (wasAtEnd || fresh) this.log.scrollTop = this.log.scrollHeight;
    this.markRead(before);
    this.hearAnswer(before);
  }

  /** Tell when the bot has answered what was said here last. */
  hearAnswer(last) {
    if (!this.said || last?.from.id !== facts.bot || last.message_id <= this.said.after) return;
    this.village.happened("answered", this, { chat: this.chat, text: this.said.text });
    this.said = null;
  }

  nodeFor(message, before) {
    const body = JSON.stringify(message);
    const kept = this.nodes.get(message.message_id);
    if (kept?.body === body) return kept.node;
    const node = messageNode(message, this, before);
    this.nodes.set(message.message_id, { body, node });
    return node;
  }

  markRead(last) {
    if (!last || document.hidden) return;
    const read = (memory.read[this.person.id] ??= {});
    if (read[this.chat.id] === last.message_id) return;
    read[this.chat.id] = last.message_id;
    keep();
  }

  jumpTo(messageId) {
    const found = this.nodes.get(messageId)?.node;
    if (!found?.isConnected) return;
    found.scrollIntoView({ block: "center", behavior: "smooth" });
    found.classList.add("found");
    setTimeout(() => found.classList.remove("found"), 1500);
  }

  jumpToPinned() {
    if (this.chat?.pinned) this.jumpTo(this.chat.pinned.message_id);
  }

  replyTo(message) {
    this.composer.replyTo(message, fill(words.reply_to, { name: authorOf(message) }));
  }

  async send(text, replyTo = undefined) {
    this.said = { text, after: this.chat.messages.at(-1)?.message_id ?? 0 };
    await this.act("say", { chat: this.chatId, text, reply_to: replyTo });
    this.log.scrollTop = this.log.scrollHeight;
  }

  async tap(message, button, key) {
    key.classList.add("busy");
    key.disabled = true;
    const shown = await this.act("tap", { chat: this.chatId, message: message.message_id, button,
      theme: memory.theme });
    key.classList.remove("busy");
    key.disabled = false;
    const [y, x] = button;
    const { style } = message.reply_markup.inline_keyboard[y][x];
    this.village.happened("tap", this, { chat: this.chat, style });
    if (shown) await this.show(shown);
  }

  async follow(url) {
    const shown = await this.act("follow", { chat: this.chatId, url, theme: memory.theme });
    if (shown) await this.show(shown);
  }

  async openMenu() {
    const shown = await this.act("open_menu", { theme: memory.theme });
    if (shown) await this.show(shown);
  }

  /** Show the result of a tap or a link. */
  async show(shown) {
    if (shown.answered === false) return this.toast(words.no_answer);
    if (shown.app) {
      this.sheet.open(shown.app);
      this.village.happened("app", this, { chat: this.chat });
    }
    if (shown.chat) await this.open(shown.chat);
    if (shown.external) window.open(shown.external, "_blank", "noopener");
    if (shown.copied) {
      await navigator.clipboard?.writeText(shown.copied).catch(() => null);
      this.toast(words.copied);
    }
    if (shown.alert) {
      this.village.happened("alert", this, { chat: this.chat });
      if (shown.show_alert) this.alert(shown.alert);
      else this.toast(shown.alert);
    }
  }

  /** Do something as this person; show errors on the phone. */
  async act(name, body) {
    try {
      return await act(name, { person: this.person.id, ...body });
    } catch (error) {
      this.toast(trouble(error));
      return null;
    }
  }

  toast(text) {
    const made = el("div", { class: "toast", role: "status" }, text);
    this.overlay.append(made);
    setTimeout(() => made.remove(), 3000 + 40 * text.length);
  }

  alert(text) {
    const shade = el("div", { class: "shade" });
    const close = () => shade.remove();
    const button = el("button", { click: close }, words.ok);
    shade.append(el("div", { class: "alert", role: "alertdialog", "aria-modal": "true" },
      el("p", {}, text), button));
    this.overlay.append(shade);
    button.focus();
  }

  /** Ask on the phone, as Telegram's popup does; returns the id of the pressed button. */
  popup(title, text, buttons) {
    return new Promise((done) => {
      const shade = el("div", { class: "shade" });
      const keys = buttons.map((it) => el("button", { class: it.type || "", click: () => {
        shade.remove();
        done(it.id ?? "");
      } }, it.text || words[it.type] || words.ok));
      shade.append(el("div", { class: "alert", role: "alertdialog", "aria-modal": "true" },
        title ? el("h4", {}, title) : "", el("p", {}, text), ...keys));
      this.overlay.append(shade);
    });
  }
}

/** The small picture of a person in the row of people. */
export function portrait(person) {
  return person.kind === "bot" ? botAvatar() : avatar(person.id, person.name);
}
