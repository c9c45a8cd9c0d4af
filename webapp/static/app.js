// The shell's own script: launch data for a session, fragments for links and forms. No framework.
// It works without Telegram's script, which may be slow or blocked: the launch data stand in the
// address's fragment, and what Telegram's script adds (back button, theme changes) comes late.
"use strict";

(() => {
  const root = document.documentElement;
  const main = document.querySelector("main");
  const notice = document.querySelector("#notice");
  const COLOUR = /^#[0-9a-f]{6}$/i;
  let hash = location.hash; // Telegram's script reads it too; it falls away once that has come
  const launch = readLaunch();
  let token = "";
  let chosen = ""; // the group that a facilitator has opened, to be opened again with a new session
  let turns = 0;
  let again = null;
  let back = null;

  function safely(read) {
    try { return read(); } catch { return null; }
  }

  function readLaunch() {
    const given = new URLSearchParams(hash.slice(1));
    applyTheme(safely(() => JSON.parse(given.get("tgWebAppThemeParams"))) || {});
    const data = given.get("tgWebAppData") || safely(() => sessionStorage.getItem("launch")) || "";
    if (data) safely(() => sessionStorage.setItem("launch", data));
    return data;
  }

  function applyTheme(colours) {
    for (const [name, colour] of Object.entries(colours)) {
      if (COLOUR.test(colour)) {
        root.style.setProperty("--tg-theme-" + name.replaceAll("_", "-"), colour);
      }
    }
    root.dataset.scheme = isDark(colours.bg_color) ? "dark" : "light";
  }

  function isDark(colour) {
    if (!COLOUR.test(colour)) return matchMedia("(prefers-color-scheme: dark)").matches;
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return red * 0.3 + green * 0.59 + blue * 0.11 < 128;
  }

  function say(name, retry = null) {
    again = retry;
    notice.querySelector("span").textContent = name ? notice.dataset[name] : "";
    notice.hidden = !name;
  }

  function close() {
    document.title = "Saakh";
    main.hidden = true;
    document.querySelector("#closed").hidden = false;
  }

  function fail(error, retry) {
    if (error.message === "closed") close();
    else say(error.message === "away" ? "away" : "unsent", retry);
  }

  async function openSession() {
    const answer = await fetch("/app/session", {
      method: "POST", headers: { Authorization: "tma " + launch } });
    if (answer.status === 401) throw new Error("closed");
    if (!answer.ok) throw new Error("away");
    const session = await answer.json();
    token = session.token;
    return session.page;
  }

  async function send(address, options) {
    const headers = { "X-Fragment": "1", Authorization: "Bearer " + token };
    const answer = await fetch(address, { ...options, headers });
    const renewed = answer.headers.get("X-Session");
    if (renewed) [token, chosen] = [renewed, address];
    return answer;
  }

  async function ask(address, options) {
    const answer = await send(address, options);
    if (answer.status !== 401) return answer;
    await openSession();
    if (chosen && chosen !== address) await send(chosen, { method: "POST" });
    return send(address, options);
  }

  // A refusal of a form stands above it: nothing that she filled in is lost.
  function put(html, isForm, isRefused) {
    const before = main.querySelector("h1")?.textContent;
    if (isForm && isRefused) {
      let alert = main.querySelector("#refused");
      if (!alert) {
        alert = document.createElement("div");
        alert.id = "refused";
        main.prepend(alert);
      }
      alert.innerHTML = html;
    } else {
      main.innerHTML = html;
    }
    const heading = main.querySelector("h1");
    const isSame = isForm && !isRefused && heading?.textContent === before;
    if (!isSame) scrollTo(0, 0);
    (main.querySelector(isSame ? ".said" : "h1") || heading)?.focus({ preventScroll: true });
    if (heading) document.title = heading.textContent.trim() + " · Saakh";
  }

  function remember(address, isNew) {
    const depth = (history.state?.depth || 0) + (isNew ? 1 : 0);
    history[isNew ? "pushState" : "replaceState"]({ page: address, depth }, "", address + hash);
  }

  function showBack() {
    if (history.state?.depth) back?.show();
    else back?.hide();
  }

  async function show(address, options = {}, isNew = true) {
    const isForm = options.method === "POST";
    const turn = ++turns;
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(address, options);
      if (answer.status >= 500) throw new Error("away");
      const html = await answer.text();
      if (turn !== turns) return;
      say("");
      root.lang = answer.headers.get("Content-Language") || root.lang;
      put(html, isForm, !answer.ok);
      const at = answer.headers.get("Content-Location");
      if (!isForm && isNew) remember(address, true);
      else if (at) remember(at, answer.headers.has("X-Session"));
      showBack();
      document.dispatchEvent(new CustomEvent("saakh:page", { detail: { isForm, ok: answer.ok } }));
    } catch (error) {
      if (turn === turns) fail(error, () => show(address, options, isNew));
    } finally {
      if (turn === turns) main.removeAttribute("aria-busy");
    }
  }

  async function begin() {
    try {
      const first = await openSession();
      const named = location.pathname.startsWith("/app/") && location.pathname + location.search;
      const page = history.state?.page || named || first;
      remember(page, false);
      say("");
      await show(page, {}, false);
    } catch (error) {
      main.removeAttribute("aria-busy");
      fail(error, begin);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="/app/"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(link.getAttribute("href"));
  });

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter;
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    button?.setAttribute("disabled", "");
    show(form.getAttribute("action"), { method: "POST", body })
      .finally(() => button?.removeAttribute("disabled"));
  });

  notice.querySelector("button").addEventListener("click", () => again?.());
  addEventListener("online", () => again?.());
  addEventListener("popstate", (event) => {
    if (event.state?.page) show(event.state.page, {}, false);
  });

  function joinTelegram() {
    const app = window.Telegram?.WebApp;
    if (!app?.initData) return;
    app.ready();
    app.expand();
    applyTheme(app.themeParams || {});
    app.onEvent("themeChanged", () => applyTheme(app.themeParams || {}));
    if (app.isVersionAtLeast("7.7")) app.disableVerticalSwipes();
    if (app.isVersionAtLeast("6.1")) {
      back = app.BackButton;
      back.onClick(() => history.back());
      showBack();
    }
  }

  function dropHash() {
    hash = "";
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  function askForTelegram() {
    const script = document.createElement("script");
    script.addEventListener("load", () => { joinTelegram(); dropHash(); });
    script.addEventListener("error", dropHash);
    script.src = "https://telegram.org/js/telegram-web-app.js?64";
    document.head.append(script);
  }

  askForTelegram();
  if (launch) begin();
  else close();
})();
