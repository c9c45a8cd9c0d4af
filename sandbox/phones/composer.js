// The foot of an open chat: menu button, commands, text field, and START where it is needed.

import { el, facts, fill, words } from "./basics.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.reply = null;
    this.drawn = "";
    this.field = el("textarea", { rows: "1", placeholder: words.write, "aria-label": words.write,
      input: () => this.typed(), keydown: (event) => this.keyed(event) });
    this.sender = el("button", { class: "send", "aria-label": words.send, title: words.send,
      click: () => this.submit() }, "➤");
    this.bar = el("div", { class: "replying", hidden: true });
    this.commands = el("div", { class: "commands", hidden: true });
    this.answered = new Set();
  }

  /** Redraw the foot where it has changed; keep the text being written. */
  draw(chat) {
    const { foot } = this.phone;
    foot.hidden = !chat;
    if (!chat) return;
    const inside = ["member", "administrator"].includes(chat.bot);
    const state = JSON.stringify([chat.id, chat.bot, chat.menu_button, chat.commands, this.keys(chat)]);
    if (state !== this.drawn) {
      this.drawn = state;
      if (chat.type === "private" && !inside) foot.replaceChildren(...this.starting(chat));
      else foot.replaceChildren(...this.writing(chat, inside));
    }
    this.obeyForceReply(chat);
  }

  starting(chat) {
    const words_ = chat.bot === "kicked" ? words.unblock : words.start;
    const about = chat.description || words.empty_private;
    return [
      chat.messages.length ? "" : el("p", { class: "about" }, about),
      el("button", { class: "start", "data-tour": "start", click: () => this.begin(chat) }, words_),
    ];
  }

  async begin(chat) {
    const name = chat.bot === "kicked" ? "block" : "start";
    await this.phone.act(name, { chat: chat.id, blocked: false });
  }

  writing(chat, inside) {
    const missing = !inside && chat.type !== "private";
    return [
      missing ? this.inviting(chat) : "",
      this.commands,
      this.bar,
      el("div", { class: "compose" }, this.menuButton(chat), this.field,
        this.commandButton(chat), this.sender),
      this.replyKeyboard(chat),
    ];
  }

  inviting(chat) {
    const bot = { bot: facts.bot_name };
    const add = el("button", { class: "strong", "data-tour": "add-bot",
      click: () => this.add(chat) }, fill(words.add_bot, bot));
    return el("div", { class: "invite" }, el("span", {}, fill(words.bot_missing, bot)),
      chat.governs ? add : el("span", {}, words.ask_leader));
  }

  async add(chat) {
    await this.phone.act("add_bot", { chat: chat.id });
    this.phone.village.happened("added", this.phone, { chat });
  }

  menuButton(chat) {
    if (chat.menu_button?.type === "web_app") {
      return el("button", { class: "app-button", "data-tour": "menu-button",
        click: () => this.phone.openMenu() }, chat.menu_button.text);
    }
    return "";
  }

  commandButton(chat) {
    if (!chat.commands.length) return "";
    return el("button", { class: "slash", title: words.commands, "aria-label": words.commands,
      "data-tour": "commands", click: () => this.toggleCommands() }, "/");
  }

  toggleCommands(show = this.commands.hidden, start = "") {
    const chat = this.phone.chat;
    const fitting = (chat?.commands || []).filter((it) => it.command.startsWith(start));
    this.commands.hidden = !show || !fitting.length;
    this.commands.replaceChildren(...fitting.map((it) => el("button", {
      "data-command": it.command,
      click: () => {
        this.commands.hidden = true;
        this.field.value = "";
        this.phone.send("/" + it.command);
      },
    }, el("b", {}, "/" + it.command), el("span", {}, it.description))));
    this.phone.village.happened("commands", this.phone, { chat });
  }

  typed() {
    const begun = /^\/(\w*)$/.exec(this.field.value);
    this.toggleCommands(Boolean(begun), begun?.[1] || "");
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 110)}px`;
  }

  keyed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
    if (event.key === "Escape") this.replyTo(null);
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const replyTo = this.reply ?? undefined;
    this.field.value = "";
    this.commands.hidden = true;
    this.field.style.height = "auto";
    this.replyTo(null);
    await this.phone.send(text, replyTo);
  }

  replyTo(message, label = "") {
    this.reply = message ? message.message_id : null;
    this.bar.hidden = !message;
    this.bar.replaceChildren(el("span", {}, label),
      el("button", { "aria-label": words.cancel_reply, click: () => this.replyTo(null) }, "✕"));
    if (message) this.field.focus();
  }

  forget() {
    this.drawn = "";
    this.field.value = "";
    this.replyTo(null);
    this.commands.hidden = true;
  }

  /** Open the reply by itself, once, for a message that asks for an answer. */
  obeyForceReply(chat) {
    const last = chat.messages.at(-1);
    if (!last?.prompt?.force_reply || this.answered.has(last.message_id)) return;
    const asked = last.reply_to_message?.from.id;
    const named = (last.entities || []).some((it) => it.user?.id === this.phone.person.id);
    if (last.prompt.selective && asked !== this.phone.person.id && !named) return;
    this.answered.add(last.message_id);
    this.field.placeholder = last.prompt.input_field_placeholder || words.write;
    this.phone.replyTo(last);
  }

  keys(chat) {
    const asked = chat.messages.findLast((it) => it.prompt?.keyboard || it.prompt?.remove_keyboard);
    return asked?.prompt.keyboard || null;
  }

  replyKeyboard(chat) {
    const rows = this.keys(chat);
    if (!rows) return "";
    return el("div", { class: "keyboard below" }, ...rows.map((row) => el("div", { class: "keys" },
      ...row.map((it) => {
        const text = typeof it === "string" ? it : it.text;
        return el("button", { class: "key", click: () => this.phone.send(text) }, text);
      }))));
  }
}
