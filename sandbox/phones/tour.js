// The guided tour: what to try, where to find it, and a tick when it is done.

import { el, facts, keep, memory, words } from "./basics.js";

// For each step: where to point (the first that exists), what "show me" opens, what counts as done.
// A button that settles something is green, whatever its words.
const settled = (kind) => (what, phone, told) => what === "tap" && told.style === "success"
  && told.chat?.type === "private" && phone.person.kind === kind;
// Where the register opens: by the command in the group, then by the button under the answer.
const REGISTER = ['.phone[data-kind="leader"].in-group [data-command="meeting"]',
  '.phone[data-kind="leader"].in-group .message:last-child .keyboard',
  '.phone[data-kind="leader"].in-group [data-tour="commands"]',
  '.phone[data-kind="leader"] [data-tour="group-row"]', '[data-pick="leader"]'];
const STEPS = {
  bring: {
    targets: ['.phone[data-kind="leader"].in-group [data-tour="add-bot"]',
      '.phone[data-kind="leader"] [data-tour="group-row"]', '[data-pick="leader"]'],
    show: { kind: "leader", chat: "group" },
    done: (what) => what === "added",
  },
  found: {
    targets: ['.phone[data-kind="leader"].in-chat .message:last-child .keyboard',
      '.phone[data-kind="leader"] [data-tour="group-row"]', '[data-pick="leader"]'],
    show: { kind: "leader", chat: "group" },
    done: settled("leader"),
  },
  admit: {
    targets: ['.phone[data-kind="facilitator"].in-chat .message:last-child .keyboard',
      '.phone[data-kind="facilitator"] [data-tour="bot-row"]', '[data-pick="facilitator"]'],
    show: { kind: "facilitator", chat: "private" },
    done: settled("facilitator"),
  },
  join: {
    targets: ['.phone[data-kind="member"].in-chat .message:last-child .keyboard',
      '.phone[data-kind="member"] [data-tour="group-row"]', '[data-pick="member"]'],
    show: { kind: "member", chat: "group" },
    done: settled("member"),
  },
  vouch: {
    targets: ['.phone[data-kind="member"].in-group .message:last-child .keyboard:has(.keys:nth-child(3))',
      '.phone[data-kind="member"].in-group [data-command="vouch"]',
      '.phone[data-kind="member"].in-group [data-tour="commands"]',
      '.phone[data-kind="member"] [data-tour="group-row"]', '[data-pick="member"]'],
    show: { kind: "member", chat: "group" },
    done: (what, phone, told) => what === "alert" && told.chat?.type !== "private" && phone.person.kind !== "leader",
  },
  ask: {
    targets: ['.phone[data-kind="member"].in-chat:not(.in-group) .message:last-child .keyboard',
      '.phone[data-kind="member"].in-chat:not(.in-group) [data-tour="commands"]',
      '.phone[data-kind="member"] [data-tour="bot-row"]', '.phone[data-kind="member"] .back',
      '[data-pick="member"]'],
    show: { kind: "member", chat: "private" },
    done: settled("member"),
  },
  vote: {
    targets: ['.phone[data-kind="leader"].in-group .message .keyboard:has(.success):has(.danger)',
      '.phone[data-kind="leader"] [data-tour="group-row"]', '[data-pick="leader"]'],
    show: { kind: "leader", chat: "group" },
    done: (what, _phone, told) => what === "tap" && told.style && told.chat?.type !== "private",
  },
  confirm: {
    targets: ['.phone[data-kind="leader"].in-chat:not(.in-group) .message .keyboard:has(.success)',
      '.phone[data-kind="leader"] [data-tour="bot-row"]', '.phone[data-kind="leader"] .back',
      '[data-pick="leader"]'],
    show: { kind: "leader", chat: "private" },
    done: settled("leader"),
  },
  day: {
    targets: ['[data-tour="leap-meeting"]'],
    done: (what, _phone, told) => what === "leap" && told.leap === "meeting",
  },
  meeting: {
    targets: ['.phone[data-kind="leader"] .sheet:not([hidden])', ...REGISTER],
    show: { kind: "leader", chat: "group" },
    done: (what, phone) => what === "app" && phone.person.kind === "leader",
  },
  repay: {
    targets: ['.phone[data-kind="leader"] .sheet:not([hidden])', ...REGISTER],
    show: { kind: "leader", chat: "group" },
    done: (what, phone) => what === "closed" && phone.person.kind === "leader",
  },
  week: {
    targets: ['[data-tour="leap-scoring"]'],
    done: (what, _phone, told) => what === "leap" && told.leap === "scoring",
  },
  points: {
    targets: ['.phone[data-kind="member"]:not(.in-group) [data-command="points"]',
      '.phone[data-kind="member"].in-chat:not(.in-group) [data-tour="commands"]',
      '.phone[data-kind="member"] [data-tour="bot-row"]', '.phone[data-kind="member"] .back',
      '[data-pick="member"]'],
    show: { kind: "member", chat: "private" },
    done: (what, _phone, told) => what === "said" && told.text.startsWith("/points"),
  },
  standing: {
    targets: ['.phone[data-kind="member"] [data-tour="menu-button"]', '[data-pick="member"]'],
    show: { kind: "member", chat: "private" },
    done: (what, phone) => what === "app" && phone.person.kind !== "leader",
  },
};

export class Tour {
  constructor(village) {
    this.village = village;
    this.node = document.querySelector("#guide");
    const empty = facts.began_empty;  // there nobody has been a member for long enough to borrow
    this.steps = [...(empty ? words.tour.first_steps : []),
      ...words.tour.steps.filter((step) => !(empty && step.of_loans))];
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

  /** Check whether an act somewhere is what the step asks for. */
  notice(what, phone, told) {
    const step = this.steps[memory.step];
    if (!step || !STEPS[step.id].done(what, phone, told)) return;
    if (!memory.done.includes(step.id)) memory.done.push(step.id);
    keep();
    this.draw();
  }

  go(step) {
    memory.step = Math.max(0, Math.min(step, this.steps.length - 1));
    keep();
    this.draw();
  }

  restart() {
    memory.done = [];
    this.go(0);
  }

  draw() {
    this.node.hidden = !memory.guide;
    document.querySelector("#guide-toggle").setAttribute("aria-pressed", String(memory.guide));
    document.body.classList.toggle("guided", memory.guide);
    const { tour } = words;
    this.node.replaceChildren(
      el("div", { class: "guide-head" }, el("h2", {}, tour.title),
        el("button", { class: "plain", "aria-label": tour.hide, title: tour.hide, click: () => this.toggle() }, "✕")),
      el("p", { class: "intro" }, tour.intro),
      el("ol", {}, ...this.steps.map((step, number) => this.item(step, number))),
      memory.done.length === this.steps.length ? el("p", { class: "finished" }, tour.finished) : "",
      el("button", { class: "plain again", click: () => this.restart() }, tour.again));
    this.point();
  }

  item(step, number) {
    const done = memory.done.includes(step.id);
    const now = number === memory.step;
    const head = el("button", { class: "step-head", "aria-expanded": String(now), click: () => this.go(number) },
      el("span", { class: "number", "aria-label": done ? words.tour.done : undefined }, done ? "✓" : String(number + 1)), step.title);
    const made = el("li", { class: `${now ? "now" : ""} ${done ? "done" : ""}` }, head);
    if (now) made.append(this.details(step, number, done));
    return made;
  }

  details(step, number, done) {
    const { tour } = words;
    const { show } = STEPS[step.id];
    const last = number === this.steps.length - 1;
    return el("div", { class: "step" }, el("p", {}, step.text), el("div", { class: "row" },
      show ? el("button", { click: () => this.village.bring(show) }, tour.show) : "",
      last ? "" : el("button", { class: done ? "strong beckon" : "", click: () => this.go(number + 1) }, tour.next)));
  }

  /** Mark what the step is about. */
  point() {
    document.querySelectorAll(".pointed").forEach((it) => it.classList.remove("pointed"));
    const step = this.steps[memory.step];
    if (!memory.guide || !step || memory.done.includes(step.id)) return;
    const target = STEPS[step.id].targets
      .map((selector) => [...document.querySelectorAll(selector)].find((it) => it.offsetParent))
      .find(Boolean);
    target?.classList.add("pointed");
  }
}
