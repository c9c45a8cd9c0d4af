// The meeting's register on the page: an exception takes one tap, the sum stands under the thumb,
// and what she has tapped is kept on the phone until the meeting is closed.
"use strict";

(() => {
  const NONE = new Set(["absent", "excused"]);
  const paise = (text) => {
    const plain = text.replace(/[०-९]/g, (digit) => "०१२३४५६७८९".indexOf(digit)).replace(/[ ,₹]/g, "");
    return /^\d{1,7}(\.\d{1,2})?$/.test(plain) ? Math.round(parseFloat(plain) * 100) : 0;
  };
  const rupees = (amount) => String(amount / 100);

  function total(form) {
    const saved = [...form.querySelectorAll('[name^="saved-"]')];
    return saved.reduce((sum, input) => sum + paise(input.value), 0);
  }

  function reckon(form) {
    const collected = total(form);
    const expected = Number(form.dataset.before) + collected;
    form.querySelector("#collected").textContent = rupees(collected);
    form.querySelector("#expected").textContent = rupees(expected);
    const cash = form.querySelector("#cash").value.trim();
    const by = paise(cash) - expected;
    form.querySelector("#difference").hidden = !cash || !by;
    form.querySelector("#by").textContent = rupees(Math.abs(by));
  }

  function light(form) {
    for (const radio of form.querySelectorAll('[type="radio"]')) {
      radio.parentElement.classList.toggle("on", radio.checked);
    }
  }

  // Who does not come pays nothing today, unless something else is written there.
  function follow(radio) {
    const row = radio.closest("li");
    const input = row.querySelector('[name^="saved-"]');
    if (NONE.has(radio.value)) {
      if (paise(input.value) === Number(row.dataset.due) * 100) input.value = "0";
    } else if (paise(input.value) === 0) {
      input.value = row.dataset.due.replace(/\.0$/, "");
    }
  }

  const key = (form) => `register:${form.dataset.meeting}:${form.dataset.version}`;

  function keep(form) {
    try {
      localStorage.setItem(key(form), JSON.stringify([...new FormData(form)]));
    } catch { /* a phone without room keeps nothing; the page still works */ }
  }

  function restore(form) {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key(form))) || []; } catch { kept = []; }
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (field) field.value = value; // a group of radio buttons takes its value likewise
    }
  }

  function forget() {
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith("register:")) localStorage.removeItem(name);
      }
    } catch { /* nothing was kept */ }
  }

  document.addEventListener("saakh:page", (event) => {
    if (event.detail.isForm && event.detail.ok && !document.querySelector("#register")) forget();
    const form = document.querySelector("#register");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    restore(form);
    light(form);
    reckon(form);
    form.addEventListener("change", (change) => {
      if (change.target.type === "radio") follow(change.target);
      light(form);
      reckon(form);
      keep(form);
    });
    form.addEventListener("input", () => { reckon(form); keep(form); });
  });
})();
