// The shell's script: it gets a session for launch data, and fragments for links and forms.
// Without Telegram's script, which may be blocked, there is no back button and no change of theme.
"use strict";

(() => {
  const root = document.documentElement;
  const main = document.querySelector("main");
  const notice = document.querySelector("#notice");
  const COLOUR = /^#[0-9a-f]{6}$/i;
  const REGISTER = /^\/app\/register\/(\w+)\/(?:close|correct|drop)$/;
  const ANSWER_MS = 25000; // for a slow network
  const TURN_MS = 180000;
  const HOLD_MS = 1000; // what an answer puts under her thumb is not tapped yet
  const WAIT_MS = [3000, 60000];
  let hash = location.hash; // Telegram's script reads it too; removed after that
  const launch = readLaunch();
  const unsent = "unsent:" + whose(launch); // a phone may have two Telegram accounts
  let token = "";
  let chosen = ""; // the group a facilitator has opened; a new session opens it again
  let lent = ""; // the token of a member's turn on this phone
  let ending = 0;
  let turns = 0;
  let again = null;
  let back = null;
  let spoken = "";
  let wait = 0;
  let timer = 0;
  let held = 0;
  let place = 0;

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

  function whose(data) {
    return safely(() => JSON.parse(new URLSearchParams(data).get("user")).id) || "";
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
    notice.dataset.said = name;
    const button = notice.querySelector("button");
    const shown = [...notice.querySelectorAll("span")];
    const hers = shown.filter((words) => words.lang === spoken); // both while hers is unknown
    for (const words of shown) {
      words.textContent = words.dataset[name] || "";
      words.hidden = hers.length > 0 && !hers.includes(words);
    }
    button.textContent = (hers.length ? hers : shown).map((it) => it.dataset.again).join(" · ");
    button.hidden = !retry;
    notice.hidden = !name;
  }

  function close() {
    document.title = "Saakh";
    main.hidden = true;
    document.querySelector("#closed").hidden = false;
  }

  function fail(error, retry) {
    if (error.message === "closed") close();
    else say(["away", "clock"].includes(error.message) ? error.message : "unsent", retry);
  }

  // --- what is missing in a form -----------------------------------------------------------------
  // It is said in her language beside the field; the browser's own message would be in the phone's.

  const around = (field) => field.closest("fieldset, .cash") || field;
  const wrong = (field) => around(field).parentElement.querySelector(":scope > .wrong");

  function complain(field) {
    if (wrong(field)) return;
    const said = document.createElement("p");
    said.className = "wrong";
    said.role = "alert";
    said.textContent = notice.querySelector(`[lang="${spoken}"]`)
      .dataset[field.validity.valueMissing ? "missing" : "unclear"];
    around(field).after(said);
    if (main.querySelector(".wrong") !== said) return;
    field.focus({ preventScroll: true });
    said.scrollIntoView({ block: "center" }); // the bar at the foot would hide it
  }

  document.addEventListener("invalid", (event) => {
    event.preventDefault();
    complain(event.target);
  }, true);
  document.addEventListener("input", (event) => wrong(event.target)?.remove());

  // --- unsent forms ------------------------------------------------------------------------------
  // The phone stores a form with data-keep until the server answers, also through a killed page.
  // The server records it once, however often it is sent.

  const kept = () => safely(() => JSON.parse(localStorage.getItem(unsent)));
  const isKept = (address) => kept()?.address === address;

  function keep(address, body) {
    safely(() => localStorage.setItem(unsent, JSON.stringify({ address, body: String(body) })));
  }

  function sendKept() {
    const it = kept();
    if (!it || lent || !token) return null; // not during another member's turn
    return show(it.address, { method: "POST", body: new URLSearchParams(it.body) });
  }

  function sendLater() {
    clearTimeout(timer);
    if (!kept()) return say("");
    wait = Math.min(wait * 2 || WAIT_MS[0], WAIT_MS[1]);
    timer = setTimeout(sendKept, wait);
    return say("kept", sendKept);
  }

  function takeBack() {
    clearTimeout(timer);
    safely(() => localStorage.removeItem(unsent));
  }

  function settle(address) {
    const meeting = REGISTER.exec(address)?.[1];
    if (!meeting) return;
    wait = 0;
    if (REGISTER.exec(kept()?.address)?.[1] === meeting) takeBack();
    safely(() => {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(`register:${meeting}:`)) localStorage.removeItem(name);
      }
    });
  }

  // --- requests ----------------------------------------------------------------------------------

  async function reach(address, options) {
    const given = new AbortController();
    setTimeout(() => given.abort(), ANSWER_MS);
    const answer = await fetch(address, { ...options, signal: given.signal });
    if (answer.status >= 500) throw new Error(answer.headers.get("X-Why") || "away");
    return answer;
  }

  async function openSession() {
    const answer = await reach("/app/session", {
      method: "POST", headers: { Authorization: "tma " + launch } });
    if ([400, 401].includes(answer.status)) throw new Error("closed");
    if (!answer.ok) throw new Error("away");
    const session = await answer.json();
    token = session.token;
    return session.page;
  }

  // A member's turn: its token opens only the pages under /app/turn/, and expires.
  function lend(turn) {
    lent = turn;
    clearTimeout(ending);
    if (turn) ending = setTimeout(() => show("/app/turns"), TURN_MS);
  }

  async function send(address, options) {
    const bearer = (address.startsWith("/app/turn/") && lent) || token;
    const headers = { "X-Fragment": "1", Authorization: "Bearer " + bearer };
    const answer = await reach(address, { ...options, headers });
    const renewed = answer.headers.get("X-Session");
    if (renewed) [token, chosen] = [renewed, address];
    const turn = answer.headers.get("X-Turn");
    if (turn !== null) lend(turn);
    return answer;
  }

  async function ask(address, options) {
    const answer = await send(address, options);
    if (answer.status !== 401) return answer;
    lent = "";
    await openSession();
    if (chosen && chosen !== address) await send(chosen, { method: "POST" });
    return send(address, options);
  }

  // A form's refusal is shown above the form, which stays filled in.
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
    if (!isSame || main.querySelector(".said.long")) scrollTo(0, 0);
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
      const isOpen = answer.headers.has("X-Unsettled"); // she must decide first
      if (isForm && answer.ok) settle(address);
      else if (isKept(address) && answer.status === 409 && !isOpen) takeBack();
      const html = await answer.text();
      if (turn !== turns) return;
      say("");
      spoken = answer.headers.get("Content-Language") || spoken;
      root.lang = spoken || root.lang;
      put(html, isForm, !answer.ok && !isOpen && !answer.headers.has("X-Turn"));
      const at = answer.headers.get("Content-Location");
      if (!isForm && isNew) remember(address, true);
      else if (at) remember(at, answer.headers.has("X-Session"));
      showBack();
      document.dispatchEvent(new CustomEvent("saakh:page", { detail: { isForm, ok: answer.ok } }));
    } catch (error) {
      if (isForm && isKept(address) && error.message !== "closed") sendLater();
      else if (turn === turns) fail(error, () => show(address, options, isNew));
    } finally {
      if (turn === turns) main.removeAttribute("aria-busy");
      held = isForm ? Date.now() + HOLD_MS : 0;
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
      await sendKept();
    } catch (error) {
      main.removeAttribute("aria-busy");
      fail(error, begin);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="/app/"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest(".tabs")?.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "page");
    if (link.dataset.settles) settle(link.dataset.settles);
    show(link.getAttribute("href"));
  });

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter;
    const top = button?.getBoundingClientRect().top;
    if (Date.now() < held && Math.abs(top - place) < 48) return;
    place = top;
    const filled = new FormData(form);
    const body = form.enctype.startsWith("multipart") ? filled : new URLSearchParams(filled);
    if (button?.name) body.set(button.name, button.value);
    button?.setAttribute("disabled", "");
    if (form.dataset.keep) keep(form.getAttribute("action"), body);
    show(form.getAttribute("action"), { method: "POST", body })
      .finally(() => button?.removeAttribute("disabled"));
  });

  notice.querySelector("button").addEventListener("click", () => again?.());
  addEventListener("online", () => (again ? again() : notice.dataset.said === "offline" && say("")));
  addEventListener("offline", () => {
    if (notice.hidden && main.querySelector("[data-keep]")) say("offline");
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && notice.dataset.said === "kept") sendKept();
  });
  document.addEventListener("saakh:edited", () => { // an edited form is not sent by itself
    if (kept()) takeBack();
    if (notice.dataset.said === "kept") say("");
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
