// The meeting's register on the page: an exception takes one tap, the sums are near the thumb,
// and the phone stores her taps until the meeting is closed (app.js clears them).
"use strict";

(() => {
  let paise, whole; // readers of what is typed; in a sum, what is not clear is nothing
  const KEPT_MS = 60 * 24 * 3600 * 1000;
  const NONE = new Set(["absent", "excused"]);
  // Read numbers by the patterns and words of groups/registers/model/typed_amounts.py, as it does: the
  // paise of a text, or a whole number; null where it is not clear.
  globalThis.readers = (by) => {
    const put = (text, pattern, it = "") => text.replace(RegExp(pattern, "g"), it);
    const match = (text, pattern) => RegExp(`^(?:${pattern})$`).exec(text);
    const digit = (it) => (it.charCodeAt() - (/[\u0900-\u0dff]/.test(it) ? 6 : 0)) & 15;
    const plain = (text) => [...text].length > by.signs ? "" : put(
      put(put(text.normalize("NFC"), by.digits, digit), by.unseen), by.spaces, " ").toLowerCase().trim();
    const number = (part) => {
      const [, rupees, rest = ""] = match(part, by.numeral) || [];
      return rupees ? put(rupees, ",") * 100 + +rest.padEnd(2, "0") : new Map(by.said).get(part);
    };
    return [(text) => {
      const parts = put(put(plain(text), by.marks), by.apart, "$& ").trim().split(/ +/);
      let total = 0, below = by.most + 1;
      for (let at = 0; at < parts.length; at += 2) {
        const unit = at + 1 < parts.length ? new Map(by.units).get(parts[at + 1]) : 1;
        const part = number(parts[at]) * unit;
        if (!(part < below)) return null;
        total += part;
        below = 100 * unit;
      }
      return total > by.most ? null : total;
    }, (text) => match(plain(text), by.whole) && +plain(text)];
  };
  const rupees = (amount) => "₹" + (amount / 100).toLocaleString("en-IN", {
    minimumFractionDigits: amount % 100 ? 2 : 0 });
  const rows = (form) => [...form.querySelectorAll("li[data-due]")];
  const chosen = (row) => row.querySelector('[type="radio"]:checked');
  const saved = (row) => row.querySelector('[name^="saved-"]');
  const put = (form, id, text) => { form.querySelector(id).textContent = text; };

  // A row's chip shows the member's mark; it is open while she is an exception.
  function light(row) {
    const radio = chosen(row);
    const chip = row.querySelector(".chip");
    const isOpen = radio.value !== "present";
    row.className = radio.value;
    chip.querySelector("span").textContent = radio.nextElementSibling.textContent;
    chip.setAttribute("aria-expanded", String(isOpen));
    row.querySelector(".marks").hidden = !isOpen;
    for (const label of row.querySelectorAll(".marks label")) {
      label.classList.toggle("on", label.firstElementChild.checked);
    }
  }

  // The sums of the money lines: by kind for reading aloud, and in total for the cash box. What
  // the bank itself adds to the account or takes does not pass through the box.
  function moves(form) {
    const of = {};
    let box = 0;
    for (const input of form.querySelectorAll("[data-way]")) {
      const isIn = input.type !== "checkbox" || input.checked;
      const amount = isIn ? paise(input.dataset.amount || input.value) : 0;
      if (isIn && input.dataset.off) of.set_off = (of.set_off || 0) + paise(input.dataset.off);
      const isBanks = input.closest("li").querySelector("option[data-bank]:checked");
      of[input.dataset.total] = (of[input.dataset.total] || 0) + amount;
      if (!isBanks) box += amount * input.dataset.way;
    }
    return [of, box];
  }

  function tell(form, totals) {
    for (const it of form.querySelectorAll("[data-sum]")) {
      it.textContent = totals[it.dataset.sum] || rupees(0);
    }
    for (const line of form.querySelectorAll("[data-said]")) {
      line.hidden = !totals[line.dataset.said];
    }
  }

  function reckon(form) {
    for (const it of form.querySelectorAll("[inputmode]")) {
      it.ariaInvalid = it.value && (it.dataset.value ? whole : paise)(it.value) === null;
      it.setCustomValidity(it.ariaInvalid === "true" ? "unclear" : ""); // app.js says it
    }
    const all = rows(form);
    const came = all.filter((row) => !NONE.has(chosen(row).value)).length;
    const collected = all.reduce((sum, row) => sum + paise(saved(row).value), 0);
    const [of, box] = moves(form);
    const expected = Number(form.dataset.before) + collected + box;
    const cash = form.querySelector("#cash").value.trim();
    const by = paise(cash) - expected;
    const totals = { came: String(came), saving: rupees(collected), expected: rupees(expected) };
    for (const [kind, amount] of Object.entries(of)) totals[kind] = amount && rupees(amount);
    if (cash) totals.cash = rupees(paise(cash));
    tell(form, totals);
    form.querySelector("#moved-row").hidden = !box;
    put(form, "#moved", (box < 0 ? "−" : "") + rupees(Math.abs(box)));
    put(form, "#came", String(came));
    put(form, "#sum", rupees(collected));
    put(form, "#collected", rupees(collected));
    put(form, "#expected", rupees(expected));
    put(form, "#by", (by > 0 ? "+" : "−") + rupees(Math.abs(by)));
    const isCounted = cash && paise(cash) !== null;
    form.querySelector("#difference").hidden = !isCounted || !by;
    form.querySelector("#agrees").hidden = !isCounted || Boolean(by);
    form.querySelector("#reason-cash").required = Boolean(isCounted && by);
  }

  // An absent member pays nothing today, unless another amount is typed.
  function follow(row) {
    const loans = row.closest("form").querySelectorAll(`[name^="pay-"][name$="-${row.dataset.member}"]`);
    for (const input of [saved(row), ...loans]) {
      const due = "due" in input.dataset ? Number(input.dataset.due) : Number(row.dataset.due);
      if (NONE.has(chosen(row).value)) {
        if (paise(input.value) === due) input.value = "0";
      } else if (!input.value || paise(input.value) === 0) {
        input.value = String(due / 100);
      }
    }
  }

  // Propose a fine while the member has its mark.
  function propose(form) {
    const marked = Object.fromEntries(rows(form).map((row) => [row.dataset.member, chosen(row).value]));
    for (const line of form.querySelectorAll("[data-fined]")) {
      line.hidden = marked[line.dataset.fined] !== line.dataset.mark;
      if (line.hidden) line.querySelector("input").checked = false;
    }
    const fines = form.querySelector("#fines");
    if (fines) fines.hidden = !fines.querySelector("li:not([hidden])");
  }

  function count(form, input) {
    const pieces = [...form.querySelectorAll("[data-value]")];
    if (input.id === "cash") {
      for (const it of pieces) it.value = "";
    } else if (input.dataset.value) {
      const sum = pieces.reduce((all, it) => all + it.dataset.value * whole(it.value), 0);
      form.querySelector("#cash").value = String(sum);
    }
  }

  function flip(form, row) {
    const towards = chosen(row).value === "present" ? "absent" : "present";
    row.querySelector(`[value="${towards}"]`).checked = true;
    changed(form, row);
  }

  function changed(form, row) {
    follow(row);
    light(row);
    propose(form);
    reckon(form);
    keep(form);
  }

  const key = (form) => `register:${form.dataset.meeting}:${form.dataset.version}`;

  function keep(form) {
    const taps = { at: Date.now(), fields: [...new FormData(form)] };
    try {
      localStorage.setItem(key(form), JSON.stringify(taps));
    } catch { /* a full phone stores nothing; the page still works */ }
    document.dispatchEvent(new Event("saakh:edited"));
  }

  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };

  function restore(form) {
    const fields = read(key(form))?.fields;
    if (fields) for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
    for (const [name, value] of fields || []) {
      const field = form.elements[name];
      if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value; // radio buttons too
    }
  }

  // Delete old taps, of registers that another phone closed.
  function forgetOld() {
    try {
      for (const name of Object.keys(localStorage).filter((it) => it.startsWith("register:"))) {
        if (!(read(name)?.at > Date.now() - KEPT_MS)) localStorage.removeItem(name);
      }
    } catch { /* nothing was stored */ }
  }

  function begin(form) {
    form.dataset.ready = "yes";
    [paise, whole] = readers(JSON.parse(form.dataset.numbers));
    forgetOld();
    restore(form);
    for (const row of rows(form)) {
      light(row);
      row.querySelector(".chip").addEventListener("click", () => flip(form, row));
      row.addEventListener("change", (event) => {
        if (event.target.type === "radio") changed(form, row);
      });
      saved(row).addEventListener("focus", (event) => event.target.select?.());
    }
    propose(form);
    reckon(form);
    form.addEventListener("input", (event) => { count(form, event.target); reckon(form); keep(form); });
  }

  document.addEventListener("saakh:page", () => {
    const form = document.querySelector("#register");
    if (form && !form.dataset.ready) begin(form);
  });
})();
