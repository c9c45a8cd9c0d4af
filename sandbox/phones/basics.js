// What every part of the page uses: words, facts, elements, calls to the village, storage.

export const words = JSON.parse(document.querySelector("#words").textContent);
export const facts = JSON.parse(document.querySelector("#facts").textContent);
export const people = new Map(facts.people.map((person) => [person.id, person]));

const KEY = "village";
const locale = facts.language === "hi" ? "hi-IN" : "en-IN";

/** An element with attributes, listeners (functions) and children. */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A sentence with its {names} filled in. */
export function fill(sentence, given) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
}

/** Fetch something that the village shows. */
export async function look(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error("not_there");
  return answer.json();
}

/** Do something as a person; a thrown Error carries the code of the refusal. */
export async function act(name, body) {
  const answer = await fetch("/village/" + name, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({ error: "other" }));
  if (!answer.ok) throw new Error(told.error);
  return told.result;
}

/** The words for an error's code. */
export function trouble(error) {
  return words.errors[error.message] || words.errors.other;
}

/** What this browser stores about the page; `keep` writes it at once. */
export const memory = Object.assign(
  { phones: [], chats: {}, read: {}, theme: "light", welcomed: false, step: 0, guide: true, done: [], starts: facts.starts },
  JSON.parse(localStorage.getItem(KEY) || "{}"),
);

export function keep() {
  localStorage.setItem(KEY, JSON.stringify(memory));
}

export function clockTime(date) {
  return new Intl.DateTimeFormat(locale, {
    timeZone: facts.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(date);
}

export function longDay(date) {
  return new Intl.DateTimeFormat(locale, {
    timeZone: facts.zone, weekday: "long", day: "numeric", month: "long", year: "numeric",
  }).format(date);
}

export function shortDay(date) {
  return new Intl.DateTimeFormat(locale, {
    timeZone: facts.zone, day: "numeric", month: locale.startsWith("hi") ? "long" : "short",
  }).format(date);
}

/** A round picture with the first letter of a name. */
export function avatar(id, name, extra = "") {
  const letter = [...new Intl.Segmenter(locale).segment(name.trim() || "?")][0].segment;
  const colour = Math.abs(id) % 7;
  return el("span", { class: `avatar c${colour} ${extra}`, "aria-hidden": "true" }, letter);
}

/** The bot's picture: the village's own mark. */
export function botAvatar() {
  return el("img", { class: "avatar", src: "/village/static/icon.svg", alt: "" });
}
