// The guided tour: what to try, where to find it, and a tick when it is done.

import { el, facts, fill, keep, look, memory, people, words } from "./basics.js";

// For each step: what "show me" opens, and where to point (the first that can be seen).
// Most deeds are told by the village's books, whoever did them and whenever: see `hear`. What only
// this page can know, `notice` tells: a leap of the clock, an answer read, a mini-app looked at.
const inGroup = (who) => `.phone${who}.in-group`;
const inPrivate = (who) => `.phone${who}.in-chat:not(.in-group)`;
const toGroup = (who) => [`.phone${who} [data-tour="group-row"]`, `.phone${who} .back`, `[data-pick]${who}`];
const toPrivate = (who) => [`.phone${who} [data-tour="bot-row"]`, `.phone${who} .back`, `[data-pick]${who}`];
const openApp = (who) => `.phone${who} .sheet:not([hidden])`;
const command = (chat, name) => [`${chat} [data-command="${name}"]`, `${chat} [data-tour="commands"]`];
const newest = (chat) => [`${chat} .message:last-child .key.success`, `${chat} .message:last-child .keys:first-child .key:first-child`];
const answer = (chat) => [`${chat} .mine + .message:last-child .key.success`, `${chat} .mine + .message:last-child .keys:first-child .key:first-child`];
const register = (who) => [openApp(who), `${inPrivate(who)} .message:last-child .keys:first-child .key:has(.sign)`,
  `${inGroup(who)} .message:last-child .keys:first-child .key:has(.sign)`];

const STEPS = {
  bring: { kind: "leader", chat: "group", at: (who) => [`${inGroup(who)} [data-tour="add-bot"]`, ...toGroup(who)] },
  found: { kind: "leader", chat: "group", at: (who) => [openApp(who), ...newest(inPrivate(who)), ...newest(inGroup(who)), ...toGroup(who)] },
  admit: { kind: "facilitator", chat: "private", at: (who) => [...newest(inPrivate(who)), `${inPrivate(who)} [data-tour="start"]`, ...toPrivate(who)] },
  join: { kind: "member", chat: "group", at: (who) => [...newest(inPrivate(who)), `${inGroup(who)} .message .key`, ...toGroup(who)] },
  vouch: {
    kind: "member", chat: "group",
    at: (who) => [`${inGroup(who)} .message:last-child .keyboard:has(.keys:nth-child(3)) .key`,
      ...command(inGroup(who), "vouch"), ...toGroup(who)],
  },
  ask: {
    kind: "member", chat: "private",
    at: (who) => [...answer(inPrivate(who)), `${inPrivate(who)} .compose textarea`, ...toPrivate(who)],
  },
  vote: { kind: "leader", chat: "group", at: (who) => [`${inGroup(who)} .message .keyboard:has(.success):has(.danger) .success`, ...toGroup(who)] },
  approve: { kind: "facilitator", chat: "private", at: (who) => [`${inPrivate(who)} .message .key.success`, ...toPrivate(who)] },
  confirm: { kind: "leader", chat: "private", at: (who) => [`${inPrivate(who)} .message .key.success`, ...toPrivate(who)] },
  day: { at: () => ['[data-tour="leap-meeting"]'] },
  open: {
    kind: "leader", chat: "group",
    at: (who) => [...register(who), ...command(inGroup(who), "meeting"), ...toGroup(who)],
  },
  close: { kind: "leader", chat: "group", at: (who) => [...register(who), ...command(inGroup(who), "meeting"), ...toGroup(who)] },
  hand_over: { kind: "leader", chat: "group", at: (who) => [...register(who), ...command(inGroup(who), "meeting"), ...toGroup(who)] },
  week: { at: () => ['[data-tour="leap-scoring"]'] },
  points: {
    kind: "member", chat: "private", hers: true,
    at: (who) => [...command(inPrivate(who), "points"), ...toPrivate(who)],
  },
  standing: {
    kind: "member", chat: "private", hers: true,
    at: (who) => [openApp(who), `${inPrivate(who)} [data-tour="menu-button"]`, ...toPrivate(who)],
  },
};
const SEEN_HERE = {
  day: (what, phone, told) => what === "leap" && told.leap === "meeting",
  bring: (what) => what === "added",
  points: (what, phone, told) => what === "answered" && told.chat?.type === "private" && told.text.startsWith("/points"),
  standing: (what, phone) => what === "shown" && phone.person.kind !== "leader",
};

export class Tour {
  constructor(village) {
    this.village = village;
    this.node = document.querySelector("#guide");
    this.vouchedFor = null;
    this.target = null;
    const empty = facts.began_empty;  // there nobody has been a member for long enough to borrow
    this.steps = [...(empty ? words.tour.first_steps : []),
      ...words.tour.steps.filter((step) => !(empty ? step.of_loans : step.of_beginners))];
    const toggle = document.querySelector("#guide-toggle");
    toggle.addEventListener("click", () => this.toggle());
    this.draw();
  }

  toggle() {
    memory.guide = !memory.guide;
    keep();
    this.draw();
    this.village.fit();
  }

  /** Tick what this page itself has seen. */
  notice(what, phone, told) {
    this.tick(Object.keys(SEEN_HERE).filter((id) => SEEN_HERE[id](what, phone, told)));
  }

  /** Tick what the village's books tell. */
  async hear() {
    const deeds = await look("/village/deeds").catch(() => null);
    if (!deeds || this.village.starting) return;
    const her = people.get(deeds.vouched_for);
    const named = her?.phone ? her : null;
    const isOther = named !== this.vouchedFor;
    this.vouchedFor = named;
    this.tick(deeds.done, isOther);
  }

  tick(ids, isChanged = false) {
    const fresh = ids.filter((id) => STEPS[id] && !memory.done.includes(id));
    if (!fresh.length && !isChanged) return;
    memory.done.push(...fresh);
    keep();
    this.draw();
  }

  isUntouched() {
    return !this.steps.some((step) => memory.done.includes(step.id));
  }

  go(step) {
    memory.step = Math.max(0, Math.min(step, this.steps.length - 1));
    keep();
    this.draw();
  }

  draw() {
    this.node.hidden = !memory.guide;
    document.querySelector("#guide-toggle").setAttribute("aria-pressed", String(memory.guide));
    document.body.classList.toggle("guided", memory.guide);
    const { tour } = words;
    const left = this.steps.filter((step) => !memory.done.includes(step.id));
    this.node.replaceChildren(
      el("div", { class: "guide-head" }, el("h2", {}, tour.title),
        el("button", { class: "plain", "aria-label": tour.hide, title: tour.hide, click: () => this.toggle() }, "✕")),
      el("p", { class: "intro" }, tour.intro),
      el("ol", {}, ...this.steps.map((step, number) => this.item(step, number))),
      left.length ? "" : el("p", { class: "finished" }, tour.finished),
      el("button", { class: "plain again", click: () => this.village.startOver(facts.began_empty ? "empty" : "living") }, tour.again));
    this.point();
  }

  item(step, number) {
    const done = memory.done.includes(step.id);
    const now = number === memory.step;
    const head = el("button", { class: "step-head", "aria-expanded": String(now), click: () => this.go(number) },
      el("span", { class: "number", "aria-label": done ? words.tour.done : undefined }, done ? "✓" : String(number + 1)), step.title);
    const made = el("li", { class: `${now ? "now" : ""} ${done ? "done" : ""}`, "data-step": step.id }, head);
    if (now) made.append(this.details(step, number, done));
    return made;
  }

  details(step, number, done) {
    const { tour } = words;
    const { kind, chat } = STEPS[step.id];
    const last = number === this.steps.length - 1;
    const her = STEPS[step.id].hers ? this.vouchedFor : null;
    const text = her && step.of_her ? fill(step.of_her, { name: her.name }) : step.text;
    return el("div", { class: "step" }, el("p", {}, text), el("div", { class: "row" },
      kind ? el("button", { click: () => this.village.bring({ kind, chat, person: her?.id }) }, tour.show) : "",
      last ? "" : el("button", { class: done ? "strong beckon" : "", "data-next": "", click: () => this.go(number + 1) }, tour.next)));
  }

  /** Mark what the step is about, and bring it into sight once. */
  point() {
    const step = this.steps[memory.step];
    const wanted = memory.guide && step && !memory.done.includes(step.id) ? this.find(step) : null;
    document.querySelectorAll(".pointed").forEach((it) => it !== wanted && it.classList.remove("pointed"));
    if (wanted && wanted !== this.target) this.show(wanted);
    this.target = wanted;
    wanted?.classList.add("pointed");
  }

  /** Scroll no further than is needed; a button's question is to be read above it. */
  show(wanted) {
    const row = wanted.closest(".picker");
    if (row) return row.scrollTo({ left: wanted.offsetLeft - (row.clientWidth - wanted.offsetWidth) / 2 });
    wanted.closest(".message")?.scrollIntoView({ block: "nearest" });
    wanted.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  find(step) {
    const { kind, hers, at } = STEPS[step.id];
    const who = hers && this.vouchedFor ? `[data-person="${this.vouchedFor.id}"]` : `[data-kind="${kind}"]`;
    return at(who).map((selector) => this.newestOf(selector, step.tap)).find(Boolean) || null;
  }

  /** The newest that can be seen, on the first phone that has any; with these words, or under them. */
  newestOf(selector, tap) {
    const all = [...document.querySelectorAll(selector)].filter((it) => it.offsetParent);
    const place = all[0]?.closest(".phone");
    if (!place) return all[0];  // whose phone "show me" takes, or a button of the clock
    const here = all.filter((it) => it.closest(".phone") === place);
    const named = (it) => it?.textContent.includes(tap);
    return (tap && (here.find(named) || here.filter((it) => named(it.closest(".message"))).at(-1))) || here.at(-1);
  }
}
