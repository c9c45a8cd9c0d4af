// The shell's own script: launch data for a session, fragments for links and forms. No framework.
// It works without Telegram's script, which may be slow or blocked: the launch data stand in the
// address's fragment, and what Telegram's script adds (back button, theme changes) comes late.
"use strict";

(() => {
  const root = document.documentElement;
  const main = document.querySelector("main");
  const notice = document.querySelector("#notice");
  const telegram = document.querySelector("#telegram");
  let hash = location.hash; // Telegram's script reads it too; it falls away once that has come
  const launch = readLaunch();
  let token = "";

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
      if (/^#[0-9a-f]{6}$/i.test(colour)) {
        root.style.setProperty("--tg-theme-" + name.replaceAll("_", "-"), colour);
      }
    }
    const back = colours.bg_color;
    if (!/^#[0-9a-f]{6}$/i.test(back)) return;
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(back.slice(at, at + 2), 16));
    root.dataset.scheme = red * 0.3 + green * 0.59 + blue * 0.11 < 128 ? "dark" : "light";
  }

  function say(name) {
    notice.textContent = name ? notice.dataset[name] : "";
    notice.hidden = !name;
  }

  function close() {
    main.removeAttribute("aria-busy");
    main.hidden = true;
    document.querySelector("#closed").hidden = false;
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

  async function ask(address, options) {
    const send = () => fetch(address, {
      ...options, headers: { "X-Fragment": "1", Authorization: "Bearer " + token } });
    const answer = await send();
    if (answer.status !== 401) return answer;
    await openSession();
    return send();
  }

  // A refusal of a form stands above it: nothing that she filled in is lost.
  function put(html, status, isForm) {
    if (isForm && status >= 400) {
      let alert = main.querySelector("#refused");
      if (!alert) {
        alert = document.createElement("div");
        alert.id = "refused";
        main.prepend(alert);
      }
      alert.innerHTML = html;
      alert.querySelector("h1, [role=alert]")?.scrollIntoView();
    } else {
      main.innerHTML = html;
      scrollTo(0, 0);
    }
    main.querySelector("h1")?.focus({ preventScroll: true });
  }

  async function show(address, options = {}, remember = true) {
    const isForm = options.method === "POST";
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(address, options);
      if (answer.status >= 500) throw new Error("away");
      say("");
      put(await answer.text(), answer.status, isForm);
      root.lang = answer.headers.get("Content-Language") || root.lang;
      if (remember && !isForm) history.pushState({ page: address }, "", address + hash);
      document.dispatchEvent(new CustomEvent("saakh:page", { detail: { isForm, ok: answer.ok } }));
    } catch (error) {
      if (error.message === "closed") close();
      else say(error.message === "away" ? "away" : "unsent");
    } finally {
      main.removeAttribute("aria-busy");
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
      app.BackButton.onClick(() => history.back());
      document.addEventListener("saakh:page", () => app.BackButton.show(), { once: true });
    }
  }

  function dropHash() {
    hash = "";
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  telegram.addEventListener("load", () => { joinTelegram(); dropHash(); });
  telegram.addEventListener("error", dropHash);
  if (window.Telegram?.WebApp) { joinTelegram(); dropHash(); }

  if (!launch) { close(); return; }
  openSession().then((page) => {
    history.replaceState({ page }, "", page + hash);
    return show(page, {}, false);
  }).catch((error) => {
    main.removeAttribute("aria-busy");
    if (error.message === "closed") close();
    else say(error.message === "away" ? "away" : "unsent");
  });
})();
