// One message as a phone shows it. Text becomes nodes, never markup, so that no typed text can run.

import { avatar, clockTime, el, facts, fill, shortDay, words } from "./basics.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** A message's node; `phone` does what a tap asks for. */
export function messageNode(message, phone, before) {
  if (message.service) return el("div", { class: "service" }, serviceWords(message));
  const mine = message.from.id === phone.person.id && !message.sender_chat;
  const inGroup = message.chat.type !== "private";
  const node = el("div", { class: `message${mine ? " mine" : ""}`, "data-id": message.message_id });
  const bubble = el("div", { class: "bubble" });
  const first = !before || before.service || before.from.id !== message.from.id;
  if (inGroup && !mine && first) bubble.append(senderName(message));
  if (message.reply_to_message) bubble.append(quoted(message.reply_to_message, phone));
  bubble.append(...attachments(message));
  bubble.append(el("div", { class: "text" }, formatted(message, phone), meta(message)));
  bubble.append(reactions(message));
  node.append(bubble);
  if (message.reply_markup?.inline_keyboard) node.append(keyboard(message, phone));
  if (inGroup || !mine) node.append(replyButton(message, phone));
  return node;
}

/** One line for a message in lists and bars. */
export function summary(message) {
  if (!message) return words.nothing_yet;
  if (message.service) return serviceWords(message);
  const text = message.text || message.caption || message.document?.file_name;
  return text || (message.voice ? fill(words.voice, { seconds: message.voice.duration }) : "");
}

/** The sender of a message. */
export function authorOf(message) {
  return message.sender_chat ? message.sender_chat.title : message.from.first_name;
}

function serviceWords(message) {
  const by = message.from.first_name;
  if (message.new_chat_members) {
    return fill(words.joined, { name: message.new_chat_members.map((it) => it.first_name).join(", ") });
  }
  if (message.left_chat_member) return fill(words.left, { name: message.left_chat_member.first_name });
  if (message.migrate_from_chat_id || message.migrate_to_chat_id) return words.upgraded;
  return fill(words.pinned_by, { name: by });
}

function senderName(message) {
  const colour = Math.abs(message.from.id) % 7;
  return el("div", { class: `author t${colour}` }, authorOf(message));
}

function quoted(message, phone) {
  const jump = () => phone.jumpTo(message.message_id);
  return el("button", { class: "quote", click: jump },
    el("b", {}, authorOf(message)), el("span", {}, summary(message)));
}

function attachments(message) {
  const found = [];
  if (message.document) {
    const address = "/village/files/" + message.document.file_id;
    found.push(el("a", { class: "file", href: address, download: message.document.file_name },
      el("span", { class: "file-icon", "aria-hidden": "true" }, "↓"),
      el("span", {}, message.document.file_name),
      el("small", {}, `${Math.max(1, Math.round(message.document.file_size / 1024))} kB`)));
  }
  if (message.voice) {
    found.push(el("audio", { controls: true, preload: "none", src: "/village/files/" + message.voice.file_id,
      "aria-label": fill(words.voice, { seconds: message.voice.duration }) }));
  }
  return found;
}

function meta(message) {
  const date = new Date(message.date * 1000);
  const edited = message.edit_date ? `${words.edited} ` : "";
  return el("span", { class: "meta", title: shortDay(date) }, edited + clockTime(date));
}

function reactions(message) {
  const all = Object.values(message.reactions || {}).flat();
  if (!all.length) return "";
  const counts = new Map();
  for (const emoji of all) counts.set(emoji, (counts.get(emoji) || 0) + 1);
  return el("div", { class: "reactions" },
    ...[...counts].map(([emoji, count]) => el("span", {}, count > 1 ? `${emoji} ${count}` : emoji)));
}

function keyboard(message, phone) {
  const rows = message.reply_markup.inline_keyboard.map((row, y) => el("div", { class: "keys" },
    ...row.map((button, x) => key(button, (made) => phone.tap(message, [y, x], made)))));
  return el("div", { class: "keyboard" }, ...rows);
}

function key(button, tapped) {
  const made = el("button", { class: `key ${button.style || ""}` }, button.text);
  const sign = button.web_app ? "▣" : button.url ? "↗" : button.copy_text ? "⧉" : "";
  if (sign) made.append(el("span", { class: "sign", "aria-hidden": "true" }, sign));
  made.addEventListener("click", () => tapped(made));
  return made;
}

function replyButton(message, phone) {
  return el("button", { class: "reply", title: words.reply, "aria-label": words.reply,
    click: () => phone.replyTo(message) }, "↩");
}

function formatted(message, phone) {
  const text = message.text ?? message.caption ?? "";
  return build(text, message.entities || message.caption_entities || [], 0, text.length, phone);
}

function build(text, entities, start, end, phone) {
  const made = document.createDocumentFragment();
  let at = start;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = [];
    next += 1;
    while (next < entities.length && entities[next].offset < stop) inner.push(entities[next++]);
    made.append(text.slice(at, entity.offset));
    const piece = text.slice(entity.offset, stop);
    made.append(wrapped(entity, piece, build(text, inner, entity.offset, stop, phone), phone));
    at = stop;
  }
  made.append(text.slice(at, end));
  return made;
}

function wrapped(entity, piece, inside, phone) {
  const link = (go) => el("a", { href: "#", class: "link", click: (event) => {
    event.preventDefault();
    go();
  } }, inside);
  switch (entity.type) {
    case "text_link": return link(() => phone.follow(entity.url));
    case "url": return link(() => phone.follow(piece));
    case "bot_command": return link(() => phone.send(piece));
    case "text_mention":
    case "mention": return el("span", { class: "mention" }, inside);
    case "spoiler": return el("button", { class: "spoiler",
      click: (event) => event.currentTarget.classList.add("open") }, inside);
    case "date_time": return el("time", {}, inside);
    default: return el(TAGS[entity.type] || "span", {}, inside);
  }
}

/** The picture beside a chat in the list. */
export function chatAvatar(chat) {
  if (chat.type !== "private") return avatar(chat.id, chat.title, "group");
  return el("img", { class: "avatar", src: "/village/static/icon.svg", alt: facts.bot_name });
}
