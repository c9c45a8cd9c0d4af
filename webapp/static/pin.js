// The keypad of pictures: taps show only as dots, and fill a hidden field.
"use strict";

(() => {
  const LENGTH = 4;
  const chosen = (field) => (field.value ? field.value.split(",") : []);

  function put(pad, pictures) {
    pad.querySelector("input").value = pictures.join();
    pad.querySelectorAll(".dots i").forEach((dot, at) => dot.classList.toggle("on", at < pictures.length));
    pad.querySelector(".dots span").textContent = `${pictures.length} / ${LENGTH}`;
    const form = pad.closest("form");
    const fields = [...form.querySelectorAll(".keypad input")];
    form.querySelector('[type="submit"]').disabled = fields.some((it) => chosen(it).length < LENGTH);
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest?.(".keypad button");
    if (!key) return;
    const pad = key.closest(".keypad");
    const before = chosen(pad.querySelector("input"));
    const { picture } = key.dataset;
    put(pad, picture ? [...before, picture].slice(0, LENGTH) : []);
  });

  document.addEventListener("saakh:page", ({ detail }) => {
    if (detail.isForm && !detail.ok) document.querySelectorAll(".keypad").forEach((pad) => put(pad, []));
  });
})();
