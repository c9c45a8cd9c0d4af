// The mini-app on a phone: a frame with signed launch data, and events as Telegram's script sends them.

import { el, facts, memory, words } from "./basics.js";

export class Sheet {
  constructor(phone) {
    this.phone = phone;
    this.frame = null;
    this.address = "";
    this.back = el("button", { class: "sheet-back", hidden: true, "aria-label": words.back,
      click: () => this.tell("back_button_pressed", {}) }, "‹");
    this.main = el("button", { class: "main-button", hidden: true,
      click: () => this.tell("main_button_pressed", {}) });
    this.holder = el("div", { class: "frame" });
    this.node = el("div", { class: "sheet", hidden: true, role: "dialog", "aria-label": facts.bot_name },
      el("div", { class: "sheet-head" }, this.back,
        el("b", {}, facts.bot_name),
        el("button", { "aria-label": words.reload, title: words.reload, click: () => this.open(this.address) }, "⟳"),
        el("button", { class: "close", "aria-label": words.close, title: words.close, click: () => this.close() }, "✕")),
      this.holder, this.main);
    addEventListener("message", (event) => this.hear(event));
  }

  open(address) {
    this.address = address;
    this.back.hidden = true;
    this.main.hidden = true;
    this.frame = el("iframe", { src: address, title: facts.bot_name,
      sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads allow-modals" });
    this.holder.replaceChildren(el("p", { class: "loading" }, words.app_loading), this.frame);
    this.node.hidden = false;
  }

  close() {
    const wasOpen = this.frame !== null;
    this.node.hidden = true;
    this.holder.replaceChildren();
    this.frame = null;
    if (wasOpen) this.phone.village.happened("closed", this.phone, {});
  }

  /** The page changed between light and dark. */
  retheme() {
    this.tell("theme_changed", { theme_params: facts.themes[memory.theme] });
  }

  tell(eventType, eventData) {
    this.frame?.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), facts.app_origin);
  }

  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow) return;
    if (event.origin !== facts.app_origin) return;
    let said;
    try {
      said = JSON.parse(event.data);
    } catch {
      return;
    }
    this.obey(said.eventType, said.eventData || {});
  }

  obey(wish, given) {
    switch (wish) {
      case "web_app_ready": this.phone.village.happened("shown", this.phone, {}); return undefined;
      case "web_app_close": return this.close();
      case "web_app_request_theme": return this.retheme();
      case "web_app_request_viewport": return this.measure();
      case "web_app_setup_back_button": this.back.hidden = !given.is_visible; return undefined;
      case "web_app_setup_main_button": return this.setMain(given);
      case "web_app_open_tg_link": return this.phone.follow("https://t.me" + given.path_full);
      case "web_app_open_link": window.open(given.url, "_blank", "noopener"); return undefined;
      case "web_app_open_popup": return this.popup(given);
      default: return undefined;
    }
  }

  measure() {
    this.tell("viewport_changed", { height: this.holder.clientHeight, width: this.holder.clientWidth,
      is_expanded: true, is_state_stable: true });
  }

  setMain(given) {
    if (given.is_visible !== undefined) this.main.hidden = !given.is_visible;
    if (given.text) this.main.textContent = given.text;
    if (given.is_active !== undefined) this.main.disabled = !given.is_active;
  }

  async popup(given) {
    const pressed = await this.phone.popup(given.title, given.message, given.buttons || []);
    this.tell("popup_closed", { button_id: pressed });
  }
}
