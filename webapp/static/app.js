// The shell's own script: launch data for a session, fragments for links and forms. No framework.
// It works without Telegram's script, which may be slow or blocked: the launch data stand in the
// address's fragment, and what Telegram's script adds (back button, theme changes) comes late.
"use strict";

(() => {
  const main = document.querySelector("main");
  const notice = document.querySelector("#notice");
  const launch = readLaunch();
  let token = "";

  function readLaunch() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const kept = safely(() => sessionStorage.getItem("launch")) || "";
    const data = hash.get("tgWebAppData") || kept;
    if (data) safely(() => sessionStorage.setItem("launch", data));
    applyTheme(safely(() => JSON.parse(hash.get("tgWebAppThemeParams"))) || {});
    return data;
  }

  function safely(read) {
    try { return read(); } catch { return null; }
  }

  function applyTheme(colours) {
    for (const [name, colour] of Object.entries(colours)) {
      if (/^#[0-9a-f]{6}$/i.test(colour)) {
        document.documentElement.style.setProperty(
          "--tg-theme-" + name.replaceAll("_", "-"), colour);
      }
    }
    const back = colours.bg_color || "#ffffff";
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(back.slice(i, i + 2), 16));
    document.documentElement.dataset.scheme = r * 0.3 + g * 0.59 + b * 0.11 < 128 ? "dark" : "light";
  }

  function say(name) {
    notice.textContent = name ? notice.dataset[name] : "";
    notice.hidden = !name;
  }

  async function openSession() {
    const answer = await fetch("/app/session", {
      method: "POST", headers: { Authorization: "tma " + launch } });
    if (!answer.ok) throw new Error("closed");
    const session = await answer.json();
    token = session.token;
    document.documentElement.lang = session.language;
    return session.page;
  }

  async function ask(address, options = {}) {
    const send = () => fetch(address, {
      ...options, headers: { ...options.headers, Authorization: "Bearer " + token } });
    let answer = await send();
    if (answer.status === 401) {
      await openSession();
      answer = await send();
    }
    return answer;
  }

  async function show(address, options = {}, remember = true) {
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(address, options);
      if (answer.status >= 500) return say("away");
      say("");
      main.innerHTML = await answer.text();
      document.documentElement.lang = answer.headers.get("Content-Language") || "en";
      const landed = answer.headers.get("X-Page") || address;
      if (remember) history.pushState({ page: landed }, "", landed);
      main.querySelector("h1")?.focus();
      scrollTo(0, 0);
      document.dispatchEvent(new Event("saakh:page"));
    } catch (error) {
      say(error.message === "closed" ? "closed" : "unsent");
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
    const form = event.target;
    event.preventDefault();
    const button = event.submitter;
    const body = new URLSearchParams(new FormData(form, button));
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
      document.addEventListener("saakh:page", () => app.BackButton.show());
    }
  }

  document.querySelector("#telegram").addEventListener("load", joinTelegram);
  joinTelegram();

  if (!launch) { say("closed"); return; }
  openSession().then((page) => {
    history.replaceState({ page }, "", page);
    return show(page, {}, false);
  }).catch((error) => say(error.message === "closed" ? "closed" : "unsent"));
})();
