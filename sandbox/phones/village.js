// The page: the phones on the table, the clock, and the events of the village.

import { act, clockTime, el, facts, fill, keep, look, longDay, memory, people, shortDay, trouble, words } from "./basics.js";
import { Phone, portrait } from "./phone.js";
import { Tour } from "./tour.js";

const PHONE_WIDTH = 372;
const GUIDE_WIDTH = 300;
const PHONES_MAX = 3;

class Village {
  constructor() {
    this.phones = new Map();
    this.stage = document.querySelector("#stage");
    this.picker = document.querySelector("#picker");
    this.news = document.querySelector("#notice");
    this.setClock(facts.now);
    this.begin();
  }

  begin() {
    if (memory.starts !== facts.starts) Object.assign(memory, { starts: facts.starts, chats: {}, read: {}, step: 0, done: [] });
    memory.phones = memory.phones.filter((id) => people.get(id)?.phone);
    if (!memory.phones.length) memory.phones = this.firstPhones();
    keep();
    this.setTheme(memory.theme);
    this.tour = new Tour(this);
    this.fit();
    this.wire();
    this.listen();
    setInterval(() => this.tick(), 1000);
    if (!memory.welcomed) this.welcome();
  }

  /** Say what Saakh is, and offer the other language before anything is done. */
  welcome() {
    const dialog = document.querySelector("#welcome");
    dialog.onclose = () => {
      memory.welcomed = true;
      keep();
    };
    dialog.showModal();
    dialog.scrollTop = 0;  // on a small screen the button that has the focus is far down
  }

  firstPhones() {
    const find = (kind) => facts.people.find((it) => it.phone && it.kind === kind)?.id;
    const chosen = [find("member"), find("leader")].filter(Boolean);
    return chosen.length ? chosen : facts.people.filter((it) => it.phone).slice(0, 2).map((it) => it.id);
  }

  // --- who is on the table --------------------------------------------------------------------

  room() {
    const width = innerWidth - (memory.guide && innerWidth > 760 ? GUIDE_WIDTH : 0) - 24;
    return Math.max(1, Math.min(PHONES_MAX, Math.floor(width / PHONE_WIDTH)));
  }

  /** Lay as many of the chosen phones on the table as there is room for. */
  fit() {
    const shown = memory.phones.slice(-this.room());
    for (const [id, phone] of this.phones) {
      if (!shown.includes(id)) {
        phone.sheet.close();
        phone.node.remove();
        this.phones.delete(id);
      }
    }
    for (const id of this.inOrder(shown)) {
      if (!this.phones.has(id)) this.phones.set(id, new Phone(people.get(id), this));
      const { node } = this.phones.get(id);
      if (!node.isConnected) this.stage.insertBefore(node, this.nodeAfter(id));
    }
    this.tick();
    this.refresh();
  }

  inOrder(ids) {
    return facts.people.map((it) => it.id).filter((id) => ids.includes(id));
  }

  nodeAfter(id) {
    const order = facts.people.map((it) => it.id);
    return [...this.stage.children].find(
      (node) => order.indexOf(Number(node.dataset.person)) > order.indexOf(id)) || null;
  }

  /** Put a phone on the table, or remove it from there. */
  pick(id, { away = true } = {}) {
    if (this.phones.has(id)) {
      if (away && this.phones.size > 1) memory.phones = memory.phones.filter((it) => it !== id);
    } else {
      memory.phones = [...memory.phones.filter((it) => it !== id), id].slice(-PHONES_MAX);
    }
    keep();
    this.fit();
  }

  /** Put a person of a kind on the table, with a chat open. */
  async bring({ kind, chat, person: asked }) {
    const open = [...this.phones.values()].find((it) => it.person.kind === kind);
    const person = people.get(asked) || open?.person || facts.people.find((it) => it.kind === kind && it.phone);
    if (!person) return;
    this.pick(person.id, { away: false });
    const phone = this.phones.get(person.id);
    phone.sheet.close();
    await phone.refresh();
    const found = phone.chats.find((it) => (it.type === "private") === (chat === "private"));
    if (found) await phone.open(found.id);
    phone.node.scrollIntoView({ inline: "center", block: "nearest" });
  }

  drawPicker(phones) {
    this.picker.replaceChildren(...facts.people.map((person) => {
      const kind = person.phone ? person.kind : "none";
      const open = this.phones.has(person.id);
      const fresh = !open && phones.get(person.id)?.chats.some((chat) => this.isNews(person.id, chat));
      const label = fill(open ? words.close_phone : words.open_phone, { name: person.name });
      return el("button", { class: `person ${kind}`, "aria-pressed": String(open), disabled: !person.phone,
        "data-pick": person.phone ? kind : undefined, "data-kind": kind, "data-person": person.id, "aria-label": label, title: label,
        click: () => this.pick(person.id) },
      el("span", { class: "face" }, portrait(person), fresh ? el("i", { class: "dot" }) : ""),
      el("span", { class: "person-text" }, el("b", {}, person.name.split(" ")[0]), el("small", {}, words.kinds[kind] || kind)));
    }));
  }

  isNews(person, chat) {
    return chat.last && chat.last.from.id === facts.bot
      && chat.last.message_id > (memory.read[person]?.[chat.id] ?? 0);
  }

  // --- what time it is ------------------------------------------------------------------------

  setClock(now) {
    this.ahead = new Date(now) - Date.now();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  day(seconds) {
    const text = shortDay(new Date(seconds * 1000));
    return text === shortDay(this.now()) ? words.today : text;
  }

  tick() {
    const now = this.now();
    document.querySelector("#date").textContent = longDay(now);
    document.querySelector("#time").textContent = clockTime(now);
    for (const phone of this.phones.values()) phone.tick(now);
    // What is done in a mini-app need not change a chat.
    if ([...this.phones.values()].some((it) => it.sheet.frame)) this.tour?.hear();
  }

  async leap(button) {
    const { leap } = button.dataset;
    const buttons = document.querySelectorAll(".leap");
    buttons.forEach((it) => { it.disabled = true; });
    button.classList.add("busy");
    this.say(words.waiting, 60000);
    try {
      const clock = await act("clock", leap === "day" ? { days: 1 } : { leap });
      this.setClock(clock.now);
      this.tick();
      const now = new Date(clock.now);
      this.say(fill(words.moved, { time: `${longDay(now)}, ${clockTime(now)}` }));
      this.happened("leap", null, { leap });
    } catch (error) {
      this.say(trouble(error));
    }
    button.classList.remove("busy");
    buttons.forEach((it) => { it.disabled = false; });
  }

  // --- word from the village ------------------------------------------------------------------

  listen() {
    const events = new EventSource("/village/events");
    events.onmessage = (event) => {
      const told = JSON.parse(event.data);
      if (told.starts !== facts.starts && !this.starting) location.reload();
      this.setClock(told.now);
      this.tick();
      if (this.lost) this.say(words.again);
      this.lost = false;
      this.refresh();
    };
    events.onerror = () => {
      this.lost = true;
      this.say(words.away, 600000);
    };
  }

  /** Fetch what is shown; changes that arrive meanwhile are fetched once afterwards. */
  async refresh() {
    if (this.fetching) {
      this.stale = true;
      return;
    }
    this.fetching = true;
    do {
      this.stale = false;
      await this.fetchAll().catch(() => null);
    } while (this.stale);
    this.fetching = false;
  }

  async fetchAll() {
    await Promise.all([...this.phones.values()].map((phone) => phone.refresh()));
    const all = await look("/village/phones");
    this.drawPicker(new Map(all.map((it) => [it.person, it])));
    await this.tour.hear();
    this.tour.point();
  }

  /** Handle what a person did on a phone. */
  happened(what, phone, told) {
    this.tour?.notice(what, phone, told);
    this.tour?.hear();
    this.tour?.point();
  }

  say(text, milliseconds = 5000) {
    clearTimeout(this.silence);
    this.news.textContent = text;
    this.news.hidden = false;
    this.silence = setTimeout(() => { this.news.hidden = true; }, milliseconds);
  }

  // --- the page's own buttons -----------------------------------------------------------------

  wire() {
    document.querySelectorAll(".leap").forEach((button) => {
      button.hidden = facts.leaps[button.dataset.leap] === false;
      button.addEventListener("click", () => this.leap(button));
    });
    document.querySelector("#theme").addEventListener("click", () => {
      this.setTheme(memory.theme === "dark" ? "light" : "dark");
    });
    document.querySelector("#about").addEventListener("click", () => this.welcome());
    document.querySelector("#welcome-language").hidden = !facts.other_language;
    document.querySelector("#welcome-language").addEventListener("click", async () => {
      await this.tour.hear();
      if (this.tour.isUntouched()) this.beginAnew(facts.began_empty, facts.other_language);
      else this.ask(document.querySelector("#switch"), () => this.beginAnew(facts.began_empty, facts.other_language));
    });
    document.querySelector("#language").addEventListener("click", () => {
      this.ask(document.querySelector("#switch"), () => this.beginAnew(facts.began_empty, facts.other_language));
    });
    document.querySelector("#language").hidden = !facts.other_language;
    document.querySelectorAll("[data-start-over]").forEach((button) => {
      button.addEventListener("click", () => this.startOver(button.dataset.startOver));
    });
    document.addEventListener("click", (event) => {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        if (!menu.contains(event.target) || event.target.closest(".menu-box")) menu.open = false;
      });
    });
    addEventListener("resize", () => this.fit());
  }

  setTheme(theme) {
    memory.theme = theme;
    keep();
    document.documentElement.dataset.theme = theme;
    for (const phone of this.phones.values()) phone.sheet.retheme();
  }

  startOver(kind) {
    const dialog = document.querySelector("#confirm");
    dialog.querySelector("h2").textContent = words.start_over[kind].title;
    dialog.querySelector("p").textContent = words.start_over[kind].text;
    this.ask(dialog, () => this.beginAnew(kind === "empty"));
  }

  ask(dialog, agreed) {
    dialog.returnValue = "no";
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") agreed();
    };
    dialog.showModal();
  }

  async beginAnew(empty, language = facts.language) {
    this.starting = true;
    document.querySelectorAll("dialog[open]").forEach((dialog) => {  // the new village has its own
      dialog.onclose = null;
      dialog.close();
    });
    document.querySelector("#busy").hidden = false;
    try {
      await act("start_over", { empty, language });
      location.reload();
    } catch (error) {
      this.starting = false;
      document.querySelector("#busy").hidden = true;
      this.say(trouble(error));
    }
  }
}

new Village();
